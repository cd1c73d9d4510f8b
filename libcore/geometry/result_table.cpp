#include "geometry/carried.hpp"
#include "geometry/result_text.hpp"
#include "geometry/shape_text.hpp"

namespace pipelab::geometry {
namespace {

std::size_t columns_of(Absent what) {
    switch (what) {
        case Absent::value:
        case Absent::column:
            return 1;
        case Absent::point:
            return 2;
        case Absent::segment:
            return 4;
        case Absent::circle:
            return 3;
    }
    return 1;
}

}  // namespace

void ResultText::append_text(const Field& field) {
    using Kind = Field::Kind;
    switch (field.kind) {
        case Kind::number:
            return append_coordinates(field, 1, separator_);
        case Kind::point:
            return append_coordinates(field, 2, separator_);
        case Kind::circle:
            return append_coordinates(field, 3, separator_);
        case Kind::straight:
            return append_coordinates(field, 4, separator_);
        case Kind::count:
            return append_printed(field.count);
        case Kind::integer:
            return append_printed(field.integer);
        case Kind::answer:
            return append(field.count != 0 ? "yes" : "no");
        case Kind::word:
            return append(field_text(field.word, form_.input.delimiter));
        case Kind::value:
            return append(field_text(json_text(field.word), form_.input.delimiter));
        case Kind::id:
            return append(field_text(id_text(field.word, form_.input), form_.input.delimiter));
        case Kind::shape:
            return append_shape_text(*field.shape);
        case Kind::none:
        case Kind::skipped:
            return append(std::string(columns_of(field.what) - 1, separator_));
    }
}

/// What is written behind the points of a shape: nothing, the same behind all, or each its own.
std::vector<std::string> ResultText::ids_of_points(const Shape& shape) const {
    std::vector<std::string> ids;
    if (form_.input.id.empty()) return ids;
    const auto add = [&](std::string_view id) {
        ids.push_back(separator_ + field_text(id_text(id, form_.input), form_.input.delimiter));
    };
    for (std::size_t i = 0; i < count_; ++i)
        if (fields_[i].kind == Field::Kind::id) add(fields_[i].word);
    if (ids.size() != shape.points.size()) ids.clear();
    if (ids.empty() && !id_.empty()) add(id_);
    return ids;
}

void ResultText::append_shape_text(const Shape& shape) {
    append(between_shapes);
    append_xy(text_, shape, separator_, ids_of_points(shape));
}

Absent ResultText::shape_of(const Field& field) {
    using Kind = Field::Kind;
    switch (field.kind) {
        case Kind::point:
            return Absent::point;
        case Kind::straight:
            return Absent::segment;
        case Kind::circle:
            return Absent::circle;
        case Kind::none:
        case Kind::skipped:
            return field.what;
        default:
            return Absent::value;
    }
}

void ResultText::name(std::string_view text) {
    if (!header_.empty()) header_ += separator_;
    header_ += field_text(text, form_.input.delimiter);
}

void ResultText::name_field(const Field& field) {
    const auto& columns = form_.input.columns;
    const std::string named(field.name);
    switch (shape_of(field)) {
        case Absent::value:
        case Absent::column:
            return name(named);
        case Absent::point: {
            const bool as_input = (count_ == 1 || named == "point") && columns.size() >= 2 &&
                                  form_.input.coordinates == 2;
            name(as_input ? columns[0] : named + "_x");
            return name(as_input ? columns[1] : named + "_y");
        }
        case Absent::segment:
            for (const char* end : {"x1", "y1", "x2", "y2"}) name(end);
            return;
        case Absent::circle:
            for (const char* part : {"x", "y", "radius"}) name(part);
    }
}

std::string ResultText::id_name() const {
    const std::string& id = form_.input.id;
    const bool named = !id.empty() && id.find_first_not_of("0123456789") != id.npos;
    return named ? id : "id";
}

void ResultText::name_fields() {
    for (std::size_t i = 0; i < count_; ++i) name_field(fields_[i]);
    const auto& columns = form_.input.columns;
    if (!id_.empty()) {
        name(id_name());
    } else if (!carried_.empty()) {
        for (std::size_t i = form_.input.coordinates; i < columns.size(); ++i) name(columns[i]);
    }
    header_ += '\n';
}

void ResultText::append_row_text() {
    bool first = true;
    const auto separate = [&] {
        if (!first) append(separator_);
        first = false;
    };
    const bool named = header_.empty() && form_.input.columns.size() >= 2;
    for (std::size_t i = 0; i < count_; ++i) {
        if (fields_[i].kind != Field::Kind::shape) continue;
        const Shape& shape = *fields_[i].shape;
        if (named) {
            name(form_.input.columns[0]), name(form_.input.columns[1]);
            if (!ids_of_points(shape).empty()) name(id_name());
            header_ += '\n';
        }
        return append_shape_text(shape);
    }
    if (named) name_fields();
    for (std::size_t i = 0; i < count_; ++i) {
        const bool none = fields_[i].kind == Field::Kind::none &&
                          (i == 0 || (fields_[i].what == Absent::column && !form_.input.delimiter));
        const bool missing =
            fields_[i].kind == Field::Kind::none || fields_[i].kind == Field::Kind::skipped;
        if (missing && !none && !form_.input.delimiter) continue;
        separate();
        if (none) append("none");
        if (!none || form_.input.delimiter) append_text(fields_[i]);
    }
    const std::string further = id_.empty()
                                    ? carried_text(carried_, form_.input)
                                    : field_text(id_text(id_, form_.input), form_.input.delimiter);
    if (!further.empty()) {
        separate();
        append(further);
    }
    append('\n');
}

}  // namespace pipelab::geometry
