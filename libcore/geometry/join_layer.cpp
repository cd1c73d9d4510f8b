#include "geometry/join_layer.hpp"

#include "base/error.hpp"
#include "geometry/carried.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace pipelab::geometry {

JoinLayer::JoinLayer(const Input& input, Blocks blocks, const std::vector<std::string>& keep,
                     base::Control control) {
    FeatureReader reader(input, blocks, control);
    for (Feature feature; reader.next(feature);) {
        const Style& style = reader.style();
        if (!feature.of_rows || blocks != Blocks::points) {
            add(std::move(feature.shape), feature.properties, feature.id, style);
            continue;
        }
        const PointSet& rows = feature.block;
        for (std::size_t i = 0; i < feature.shape.points.size(); ++i)
            add(point_shape(feature.shape.points[i]), rows.carried.text(i), rows.ids.text(i),
                style);
    }
    if (!keep.empty()) keep_only(keep, reader.style().name);
    if (names_.empty()) {
        names_.push_back("b");
        for (std::size_t i = 0; i < cells_.size(); ++i)
            cells_[i] = {{Cell::Kind::value, std::to_string(i + 1)}};
    }
    for (const std::string& each : names_) other_names_.push_back("b_" + each);
}

void JoinLayer::add(Shape&& shape, std::string_view carried, std::string_view id,
                    const Style& style) {
    shapes_.push_back(std::move(shape));
    std::vector<Member> members;
    if (!id.empty()) members.push_back({"id", id_json(id, style)});
    std::ranges::move(members_of(carried, style), std::back_inserter(members));
    auto& cells = cells_.emplace_back();
    for (Member& member : members) {
        const auto found = std::find(names_.begin(), names_.end(), member.name);
        const auto column = static_cast<std::size_t>(found - names_.begin());
        if (found == names_.end()) names_.push_back(member.name);
        if (cells.size() <= column) cells.resize(column + 1);
        if (member.value.starts_with('"'))
            cells[column] = {Cell::Kind::word, json_text(member.value)};
        else if (member.value != "null")
            cells[column] = {Cell::Kind::value, std::move(member.value)};
    }
}

void JoinLayer::keep_only(const std::vector<std::string>& keep, const std::string& input) {
    std::vector<std::size_t> columns;
    for (const std::string& wanted : keep) {
        if (std::count(keep.begin(), keep.end(), wanted) > 1)
            throw base::UsageError("--keep: '" + wanted + "' is given more than once");
        const auto found = std::find(names_.begin(), names_.end(), wanted);
        if (found == names_.end() && !shapes_.empty())
            throw base::DataError({input, 0, 0}, "no feature has '" + wanted + "'");
        columns.push_back(static_cast<std::size_t>(found - names_.begin()));
    }
    names_ = keep;
    for (auto& cells : cells_) {
        std::vector<Cell> kept;
        for (const std::size_t column : columns)
            kept.push_back(column < cells.size() ? cells[column] : Cell());
        cells = std::move(kept);
    }
}

std::vector<bool> JoinLayer::taken(std::string_view carried, const Style& style) const {
    std::vector<bool> taken(names_.size());
    if (style.notation == Notation::geojson && carried.empty()) return taken;
    std::vector<std::string> others = style.columns;
    if (style.notation == Notation::geojson)
        for (Member& member : members_of(carried, style)) others.push_back(std::move(member.name));
    for (std::size_t i = 0; i < names_.size(); ++i)
        taken[i] = std::find(others.begin(), others.end(), names_[i]) != others.end();
    return taken;
}

void JoinLayer::put(std::size_t place, const std::vector<bool>& taken, Results& results) const {
    const auto& cells = cells_[place];
    for (std::size_t i = 0; i < names_.size(); ++i) {
        const Cell::Kind kind = i < cells.size() ? cells[i].kind : Cell::Kind::none;
        if (kind == Cell::Kind::word)
            results.word(name(i, taken), cells[i].text);
        else if (kind == Cell::Kind::value)
            results.value(name(i, taken), cells[i].text);
        else
            results.none(name(i, taken), Absent::column);
    }
}

void JoinLayer::put_none(const std::vector<bool>& taken, Results& results) const {
    for (std::size_t i = 0; i < names_.size(); ++i) results.none(name(i, taken), Absent::column);
}

}  // namespace pipelab::geometry
