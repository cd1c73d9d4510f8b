#pragma once

#include "base/array.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// An array in NumPy's .npy format (numpy.lib.format, versions 1 to 3).
struct Npy {
    enum class Kind { boolean, integer, natural, real };
    Kind kind = Kind::real;
    std::size_t item_bytes = 8;      ///< 1, 2, 4, 8; of reals 4 or 8
    std::vector<std::size_t> shape;  ///< empty for a single number
    bool fortran_order = false;      ///< the first index runs fastest
    std::string_view data;           ///< little endian, a view of what was parsed

    /// Numbers of the array.
    std::size_t size() const;
};

/// Whether the bytes begin as the format says.
bool begins_as_npy(std::string_view bytes);

/// What the header says of an array whose file begins with `head`; `data` is what of it is there.
/// DataError at `file` as parse_npy.
Npy parse_npy_header(std::string_view head, const base::Position& file);

/// The array that is the whole of `bytes`. DataError at `file` if they are cut short or go on, for
/// big endian data, and for items that are no numbers (complex ones, half precision, objects).
Npy parse_npy(std::string_view bytes, const base::Position& file);

/// All numbers as doubles, rounded to nearest, the last index running fastest. O(size).
base::Array<double> npy_reals(const Npy& array);

}  // namespace pipelab::io
