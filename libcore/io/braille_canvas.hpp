#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::io {

/// Dots in character cells of two by four.
class BrailleCanvas {
  public:
    BrailleCanvas(int columns, int rows)
        : columns_(columns), rows_(rows), cells_(static_cast<std::size_t>(columns * rows)) {}
    int width() const { return 2 * columns_; }
    int height() const { return 4 * rows_; }

    /// x from the left, y from below; outside nothing happens.
    void set(int x, int y) {
        if (x < 0 || y < 0 || x >= width() || y >= height()) return;
        const int down = height() - 1 - y;
        // Unicode numbers the dots of the upper three rows down each column, then the lowest row.
        constexpr std::uint8_t bits[4][2] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
        cells_[static_cast<std::size_t>(down / 4 * columns_ + x / 2)] |= bits[down % 4][x % 2];
    }

    std::string row(int index) const {
        std::string text;
        for (int column = 0; column < columns_; ++column) {
            const std::uint8_t cell = cells_[static_cast<std::size_t>(index * columns_ + column)];
            if (cell == 0) {
                text += ' ';
                continue;
            }
            // U+2800 + cell in UTF-8.
            text += '\xe2';
            text += static_cast<char>(0xa0 | cell >> 6);
            text += static_cast<char>(0x80 | (cell & 0x3f));
        }
        return text;
    }

  private:
    int columns_, rows_;
    std::vector<std::uint8_t> cells_;
};

}  // namespace pipelab::io
