#pragma once

#include "base/progress.hpp"
#include "geometry/input.hpp"
#include "geometry/results.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// The features of an input with what they bring, which is put into rows of other features: the
/// member "id" and the properties of GeoJSON, of rows of xy the further fields by their names. The
/// fields are those of all features together in the order in which they first appear. Where no
/// feature brings anything: the field "b", its number from 1.
class JoinLayer {
  public:
    /// Blocks of points: each row a point. `keep`: only fields of these names, in this order.
    /// DataError for a name that no feature has, UsageError for one that is there twice.
    JoinLayer(const Input& input, Blocks blocks, const std::vector<std::string>& keep,
              base::Control control);

    std::span<const Shape> shapes() const { return shapes_; }

    /// For each field whether what carries `carried` has one of that name: then it is called b_NAME
    /// instead.
    std::vector<bool> taken(std::string_view carried, const Style& style) const;
    /// The fields of a feature, those that it lacks and null as none.
    void put(std::size_t place, const std::vector<bool>& taken, Results& results) const;
    /// The fields of no feature.
    void put_none(const std::vector<bool>& taken, Results& results) const;

  private:
    struct Cell {
        enum class Kind { none, word, value } kind = Kind::none;
        std::string text;
    };
    void add(Shape&& shape, std::string_view carried, std::string_view id, const Style& style);
    void keep_only(const std::vector<std::string>& keep, const std::string& input);
    std::string_view name(std::size_t column, const std::vector<bool>& taken) const {
        return taken[column] ? other_names_[column] : names_[column];
    }

    std::vector<Shape> shapes_;
    std::vector<std::string> names_, other_names_;
    std::vector<std::vector<Cell>> cells_;  ///< of features; columns behind the last are none
};

}  // namespace pipelab::geometry
