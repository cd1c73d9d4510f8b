#pragma once

#include "base/error.hpp"
#include "base/progress.hpp"
#include "io/json_tokens.hpp"
#include "io/lines.hpp"
#include "io/number_reader.hpp"

#include <string>
#include <vector>

namespace pipelab::optim {

/// Rows of numbers, one a line, as somebody writes them: each is handed out as soon as its line is
/// there. Text: fields separated by blanks or commas; JSON: an array a line. Blank lines and
/// # comments are skipped. All rows have as many numbers as the first.
class GradientRows {
  public:
    /// No path means standard input; `automatic` looks at the first byte of the first row.
    GradientRows(std::vector<std::string> paths, io::InputFormat format, base::Control control);

    /// The next row; false behind the last. DataError with the place of what is no finite number,
    /// and of a row of another length.
    bool next(std::vector<double>& row);
    /// Where the last row begins.
    const base::Position& position() const { return lines_.position(); }
    /// Rows so far.
    std::uint64_t count() const { return count_; }

  private:
    void read_text(std::string_view line, std::vector<double>& row) const;
    void read_json(std::string_view line, std::vector<double>& row);

    io::LineReader lines_;
    io::InputFormat format_;
    io::JsonTokens tokens_;
    std::size_t width_ = 0;
    std::uint64_t count_ = 0;
};

}  // namespace pipelab::optim
