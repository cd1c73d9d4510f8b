#include "geometry/carried.hpp"
#include "geometry/members.hpp"
#include "geometry/result_text.hpp"
#include "geometry/shape_text.hpp"

namespace pipelab::geometry {

void ResultText::append_json(const Field& field) {
    using Kind = Field::Kind;
    switch (field.kind) {
        case Kind::number:
            return append_printed(field.values[0]);
        case Kind::count:
            return append_printed(field.count);
        case Kind::integer:
            return append_printed(field.integer);
        case Kind::word:
            return append(io::json_quoted(field.word));
        case Kind::value:
            return append(field.word);
        case Kind::id:
            return append(id_json(field.word, form_.input));
        case Kind::answer:
            return append(field.count != 0 ? "true" : "false");
        case Kind::none:
        case Kind::skipped:
            return append("null");
        case Kind::point:
            append('[');
            append_coordinates(field, 2, ',');
            return append(']');
        case Kind::straight:
            append("[[");
            append_printed(field.values[0]), append(','), append_printed(field.values[1]);
            append("],[");
            append_printed(field.values[2]), append(','), append_printed(field.values[3]);
            return append("]]");
        case Kind::circle:
            append("{\"centre\":[");
            append_coordinates(field, 2, ',');
            append("],\"radius\":");
            append_printed(field.values[2]);
            return append('}');
        case Kind::shape:
            return append_geojson(text_, *field.shape);
    }
}

void ResultText::append_member(std::string_view name, std::string_view value) {
    if (text_.back() != '{') append(',');
    append('"');
    append(name);
    append("\":");
    append(value);
}

void ResultText::append_row_json() {
    const std::string elements =
        id_.empty() ? carried_elements(carried_, form_.input) : std::string();
    if (count_ == 1 && id_.empty() && elements.empty()) {
        append_json(fields_[0]);
    } else if (count_ == 1 && id_.empty()) {
        append('[');
        if (fields_[0].kind == Field::Kind::point)
            append_coordinates(fields_[0], 2, ',');
        else
            append_json(fields_[0]);
        append(',');
        append(elements);
        append(']');
    } else {
        append('{');
        if (!id_.empty()) append_member("id", id_json(id_, form_.input));
        for (std::size_t i = 0; i < count_; ++i) {
            if (fields_[i].kind == Field::Kind::skipped) continue;
            append_member(fields_[i].name, "");
            append_json(fields_[i]);
        }
        if (!elements.empty()) append_member("carried", "[" + elements + "]");
        append('}');
    }
    append('\n');
}

void ResultText::append_wkt_of(const Field& field) {
    const auto& v = field.values;
    if (field.kind == Field::Kind::shape) {
        append_wkt(text_, *field.shape);
    } else if (field.kind == Field::Kind::straight) {
        append_wkt(text_, segment_shape({{v[0], v[1]}, {v[2], v[3]}}));
    } else {
        append_wkt(text_, point_shape({v[0], v[1]}));
    }
    append('\n');
}

void ResultText::append_shape_or_null(const Shape& shape) {
    if (is_null(shape))
        append("null");
    else
        append_geojson(text_, shape);
}

void ResultText::append_geometry(const Field& field) {
    const auto& v = field.values;
    if (field.kind == Field::Kind::shape)
        append_shape_or_null(*field.shape);
    else if (field.kind == Field::Kind::straight)
        append_geojson(text_, segment_shape({{v[0], v[1]}, {v[2], v[3]}}));
    else
        append_geojson(text_, point_shape({v[0], v[1]}));
}

void ResultText::append_feature(const Field* geometry) {
    if (form_.document) append(between_features);
    append("{\"type\":\"Feature\"");
    if (!id_.empty()) append_member("id", id_json(id_, form_.input));
    append(",\"geometry\":");
    if (geometry != nullptr)
        append_geometry(*geometry);
    else if (ground_ != nullptr && missing_geometry() == nullptr)
        append_shape_or_null(*ground_);
    else
        append("null");
    append(",\"properties\":{");
    append_properties(geometry);
    append("}}");
    if (!form_.document) append('\n');
}

void ResultText::append_properties(const Field* geometry) {
    std::vector<std::string_view> written;
    for (std::size_t i = 0; i < count_; ++i)
        if (&fields_[i] != geometry) written.push_back(fields_[i].name);
    append(carried_members(carried_, form_.input, written));
    if (geometry != nullptr && geometry->kind == Field::Kind::circle) {
        append_member("radius", "");
        append_printed(geometry->values[2]);
    }
    for (std::size_t i = 0; i < count_; ++i) {
        if (&fields_[i] == geometry || fields_[i].kind == Field::Kind::skipped) continue;
        append_member(fields_[i].name, "");
        append_json(fields_[i]);
    }
}

}  // namespace pipelab::geometry
