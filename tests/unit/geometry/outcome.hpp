#pragma once

#include "base/error.hpp"
#include "geometry/input.hpp"
#include "geometry/shape_text.hpp"
#include "io/output.hpp"
#include "io/print.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What readers of geometry give, as text that can be compared.
namespace pipelab::testing {

/// A file with the given contents, gone at the end of the scope.
class TextFile {
  public:
    explicit TextFile(std::string_view contents) : file_("/dev/shm") {
        file_.write(contents.data(), contents.size());
    }
    std::string path() const { return file_.path(); }

  private:
    io::TemporaryFile file_;
};

inline std::string wkt_of(const geometry::Shape& shape) {
    base::Array<char> text;
    geometry::append_wkt(text, shape);
    return {text.begin(), text.end()};
}
inline std::string geojson_of(const geometry::Shape& shape) {
    base::Array<char> text;
    geometry::append_geojson(text, shape);
    return {text.begin(), text.end()};
}
inline std::string xy_of(const geometry::Shape& shape) {
    base::Array<char> text;
    geometry::append_xy(text, shape, ' ');
    return {text.begin(), text.end()};
}

/// The message without the name of the file.
inline std::string placed_message(const std::exception& error, const std::string& path) {
    std::string text = error.what();
    if (text.starts_with(path)) text.erase(0, path.size());
    return text;
}

/// A shape with its type and structure, rings as they are.
inline std::string structure_of(const geometry::Shape& shape) {
    std::string text = std::to_string(static_cast<int>(shape.type));
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        text += i == 0 ? ":" : ";";
        for (const geometry::Point p : shape.path(i))
            text += " " + io::printed(p.x) + "," + io::printed(p.y);
    }
    for (const std::size_t end : shape.part_ends) text += " |" + std::to_string(end);
    for (const geometry::Shape& member : shape.members) text += " (" + structure_of(member) + ")";
    return text;
}

/// The features of `text`, one a line, and the error behind them.
inline std::string features_of(std::string_view text, geometry::Input input = {},
                               geometry::Blocks blocks = geometry::Blocks::rings) {
    const TextFile file(text);
    input.paths = {file.path()};
    std::string outcome;
    try {
        geometry::FeatureReader reader(input, blocks, base::Control::none());
        for (geometry::Feature feature; reader.next(feature);) {
            outcome += std::to_string(feature.number) + "@" + std::to_string(feature.where.line) +
                       ":" + std::to_string(feature.where.column) + " " +
                       structure_of(feature.shape);
            if (!feature.properties.empty()) outcome += " " + feature.properties;
            if (!feature.id.empty()) outcome += " id " + feature.id;
            outcome += "\n";
        }
    } catch (const base::DataError& error) {
        outcome += placed_message(error, input.paths[0]);
    } catch (const base::UsageError& error) {
        outcome += error.what();
    }
    return outcome;
}

/// The rows of `text`, blocks apart by "--"; nothing but the error if there is one.
inline std::string rows_of(std::string_view text, std::size_t width, geometry::Input input = {}) {
    const TextFile file(text);
    input.paths = {file.path()};
    std::string outcome;
    bool open = false;
    const auto add = [&](const geometry::Rows& rows) {
        std::size_t block = 0;
        for (std::size_t i = 0; i <= rows.size(); ++i) {
            for (; block < rows.block_ends.size() && rows.block_ends[block] == i; ++block) {
                if (open) outcome += "--\n";
                open = false;
            }
            if (i == rows.size()) break;
            open = true;
            if (!rows.numbers.empty()) outcome += std::to_string(rows.numbers[i]) + "@ ";
            for (std::size_t k = 0; k < width; ++k)
                outcome += (k == 0 ? "" : " ") + io::printed(rows.values[i * width + k]);
            if (rows.carried.size() > 0 && !rows.carried[i].empty())
                outcome += " {" + std::string(rows.carried[i]) + "}";
            if (rows.ids.size() > 0) outcome += " id " + std::string(rows.ids[i]);
            outcome += "\n";
        }
    };
    try {
        geometry::for_rows(
            input, width, base::Control::none(),
            [](geometry::Rows& rows, const geometry::Style&, int) { return std::move(rows); },
            [&](geometry::Rows&& rows) { add(rows); });
    } catch (const base::DataError& error) {
        return placed_message(error, input.paths[0]);
    } catch (const base::UsageError& error) {
        return error.what();
    }
    return outcome;
}

/// The sets of `text`, apart by "--".
inline std::string sets_of(std::string_view text, geometry::Input input = {}) {
    const TextFile file(text);
    input.paths = {file.path()};
    std::string outcome;
    try {
        geometry::PointSetReader reader(input, base::Control::none());
        for (geometry::PointSet set; reader.next(set);) {
            outcome += "-- " + std::to_string(set.where.line) + "\n";
            for (std::size_t i = 0; i < set.points.size(); ++i) {
                if (!set.numbers.empty()) outcome += std::to_string(set.numbers[i]) + "@ ";
                outcome += io::printed(set.points[i].x) + " " + io::printed(set.points[i].y);
                if (set.carried.size() > 0 && !set.carried[i].empty())
                    outcome += " {" + std::string(set.carried[i]) + "}";
                if (set.ids.size() > 0) outcome += " id " + std::string(set.ids[i]);
                outcome += "\n";
            }
        }
    } catch (const base::DataError& error) {
        return placed_message(error, input.paths[0]);
    } catch (const base::UsageError& error) {
        return error.what();
    }
    return outcome;
}

}  // namespace pipelab::testing
