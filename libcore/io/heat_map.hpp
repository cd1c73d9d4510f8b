#pragma once

#include "io/picture.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pipelab::io {

/// Tables of numbers as colours, side by side on one scale: light is low, dark is high. Colours
/// follow the rank of a value's logarithm between the lowest and a cap, so that what matters near
/// the lowest stays visible.
struct HeatMap : Picture {
    struct Panel {
        std::string title;
        std::vector<std::string> rows, columns;   ///< their labels, from below and from the left
        std::vector<std::vector<double>> values;  ///< > 0; of each row, from below
        /// A dot in each row at a column (fractions lie between); nullopt: none. Empty: none at
        /// all.
        std::vector<std::optional<double>> marks;
    };
    std::string title, row_label, column_label, value_label;
    std::vector<Panel> panels;
    double cap = 0;  ///< values from here on are as dark as can be; 0: the highest

    std::string svg() const override;
    /// Panels below each other, a column of blocks for each value.
    std::string braille() const override;
};

}  // namespace pipelab::io
