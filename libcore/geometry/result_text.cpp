#include "base/error.hpp"
#include "geometry/carried.hpp"
#include "geometry/shape_text.hpp"
#include "geometry/writer.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::geometry {
namespace {

std::size_t columns_of(Absent what) {
    switch (what) {
        case Absent::value:
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

Form form_like(const Style& style, bool json, std::optional<Notation> asked) {
    Form form;
    form.notation = asked.value_or(style.notation);
    form.json = json || (style.json_rows && !asked);
    form.document = form.notation == Notation::geojson && !json &&
                    (style.document || style.notation != Notation::geojson);
    form.asked = asked.has_value();
    form.input = style;
    return form;
}

ResultText::ResultText(Form form)
    : form_(std::move(form)), separator_(form_.input.delimiter.value_or(' ')) {}

ResultText::Field& ResultText::add(Field::Kind kind, std::string_view name) {
    if (count_ == fields_.size()) fields_.emplace_back();
    Field& field = fields_[count_++];
    field.kind = kind;
    field.name = name;
    return field;
}

Results& ResultText::number(std::string_view name, double value) {
    add(Field::Kind::number, name).values[0] = value;
    return *this;
}

Results& ResultText::count(std::string_view name, std::uint64_t value) {
    add(Field::Kind::count, name).count = value;
    return *this;
}

Results& ResultText::integer(std::string_view name, base::SignedWide value) {
    add(Field::Kind::integer, name).integer = value;
    return *this;
}

Results& ResultText::id(std::string_view name, std::string_view id) {
    add(Field::Kind::id, name).word = id;
    return *this;
}

Results& ResultText::word(std::string_view name, std::string_view value) {
    add(Field::Kind::word, name).word = value;
    return *this;
}

Results& ResultText::answer(std::string_view name, bool yes) {
    add(Field::Kind::answer, name).count = yes;
    tell(yes);
    return *this;
}

Results& ResultText::point(std::string_view name, Point value) {
    add(Field::Kind::point, name).values = {value.x, value.y};
    return *this;
}

Results& ResultText::straight(std::string_view name, const Straight& value) {
    add(Field::Kind::straight, name).values = {value.a.x, value.a.y, value.b.x, value.b.y};
    return *this;
}

Results& ResultText::circle(std::string_view name, Point centre, double radius) {
    add(Field::Kind::circle, name).values = {centre.x, centre.y, radius};
    return *this;
}

Results& ResultText::shape(std::string_view name, const Shape& value) {
    add(Field::Kind::shape, name).shape = &value;
    return *this;
}

Results& ResultText::none(std::string_view name, Absent what) {
    add(Field::Kind::none, name).what = what;
    return *this;
}

Results& ResultText::skip(std::string_view name, Absent what) {
    add(Field::Kind::skipped, name).what = what;
    return *this;
}

Results& ResultText::carry(std::string_view carried, std::string_view id) {
    carried_ = carried;
    id_ = id;
    return *this;
}

const ResultText::Field* ResultText::geometry() const {
    for (std::size_t i = 0; i < count_; ++i)
        if (fields_[i].geometric()) return &fields_[i];
    return nullptr;
}

bool ResultText::lacks_value() const {
    for (std::size_t i = 0; i < count_; ++i)
        if (fields_[i].kind == Field::Kind::none) return true;
    return false;
}

bool ResultText::written_as_wkt(const Field& geometry) const {
    if (form_.notation != Notation::wkt) return false;
    if (form_.asked || geometry.kind == Field::Kind::shape) return true;
    if (geometry.kind == Field::Kind::circle) return false;
    for (std::size_t i = 0; i < count_; ++i)
        if (&fields_[i] != &geometry && fields_[i].kind != Field::Kind::skipped) return false;
    return true;
}

void ResultText::expect_finite(const Field& field) const {
    const auto finite = [](Point p) { return std::isfinite(p.x) && std::isfinite(p.y); };
    bool good = true;
    if (field.kind == Field::Kind::shape)
        good = std::all_of(field.shape->points.begin(), field.shape->points.end(), finite);
    else if (field.geometric() || field.kind == Field::Kind::number)
        for (const double value : field.values) good = good && std::isfinite(value);
    if (!good)
        throw base::DataError({form_.input.name, 0, 0}, "a result (" + std::string(field.name) +
                                                            ") is beyond the largest double");
}

void ResultText::end() {
    for (std::size_t i = 0; i < count_; ++i) expect_finite(fields_[i]);
    begin_block();
    const Field* found = geometry();
    const bool drawn = found != nullptr &&
                       (found->kind == Field::Kind::straight || found->kind == Field::Kind::shape);
    if (form_.json ? drawn : form_.notation == Notation::geojson) {
        append_feature(found);
    } else if (form_.json) {
        append_row_json();
    } else if (found != nullptr && written_as_wkt(*found)) {
        append_wkt_of(*found);
    } else if (found == nullptr && form_.notation == Notation::wkt && lacks_value()) {
        append_wkt(text_, Shape{});
        append('\n');
    } else {
        append_row_text();
    }
    count_ = 0;
}

void ResultText::block() { block_begins_ = !form_.json && form_.notation == Notation::xy; }

void ResultText::begin_block() {
    if (std::exchange(block_begins_, false)) append(between_shapes);
}

template <class T>
void ResultText::append_printed(const T& value) {
    char digits[io::max_printed];
    append({digits, static_cast<std::size_t>(io::print(digits, value) - digits)});
}

void ResultText::append_coordinates(const Field& field, std::size_t count, char separator) {
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) append(separator);
        append_printed(field.values[i]);
    }
}

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
        case Kind::id:
            return append(field_text(id_text(field.word, form_.input), form_.input.delimiter));
        case Kind::shape:
            return append_shape_text(*field.shape);
        case Kind::none:
        case Kind::skipped:
            return append(std::string(columns_of(field.what) - 1, separator_));
    }
}

void ResultText::append_shape_text(const Shape& shape) {
    append(between_shapes);
    append_xy(text_, shape, separator_);
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

void ResultText::name_fields() {
    for (std::size_t i = 0; i < count_; ++i) name_field(fields_[i]);
    const auto& columns = form_.input.columns;
    if (!id_.empty()) {
        const std::string& id = form_.input.id;
        const bool named = !id.empty() && id.find_first_not_of("0123456789") != id.npos;
        name(named ? id : "id");
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
        if (named) {
            name(form_.input.columns[0]), name(form_.input.columns[1]);
            header_ += '\n';
        }
        return append_shape_text(*fields_[i].shape);
    }
    if (named) name_fields();
    for (std::size_t i = 0; i < count_; ++i) {
        const bool none = fields_[i].kind == Field::Kind::none && i == 0;
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

void ResultText::append_geometry(const Field& field) {
    const auto& v = field.values;
    const bool nowhere = field.kind == Field::Kind::shape && field.shape->empty() &&
                         field.shape->type == Shape::Type::collection;
    if (nowhere)
        append("null");
    else if (field.kind == Field::Kind::shape)
        append_geojson(text_, *field.shape);
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
    else if (ground_ != nullptr)
        append_geojson(text_, *ground_);
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
