#include "geometry/result_text.hpp"

#include "base/error.hpp"
#include "geometry/shape_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::geometry {

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

Results& ResultText::value(std::string_view name, std::string_view json) {
    add(Field::Kind::value, name).word = json;
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

const ResultText::Field* ResultText::missing_geometry(Field::Kind kind) const {
    for (std::size_t i = 0; i < count_; ++i)
        if (fields_[i].kind == kind && fields_[i].what >= Absent::point) return &fields_[i];
    return nullptr;
}

bool ResultText::lacks_shape() const {
    if (form_.notation != Notation::wkt) return false;
    if (const Field* const missing = missing_geometry()) return written_as_wkt(*missing);
    if (form_.asked && missing_geometry(Field::Kind::skipped) != nullptr) return true;
    return std::any_of(fields_.begin(), fields_.begin() + static_cast<std::ptrdiff_t>(count_),
                       [](const Field& field) { return field.kind == Field::Kind::none; });
}

bool ResultText::written_as_wkt(const Field& geometry) const {
    if (form_.notation != Notation::wkt) return false;
    if (form_.asked || geometry.kind == Field::Kind::shape) return true;
    if (shape_of(geometry) == Absent::circle) return false;
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

/// WKT has no place for them.
void ResultText::expect_no_id() const {
    if (form_.input.id.empty()) return;
    const auto is_id = [](const Field& field) { return field.kind == Field::Kind::id; };
    const auto fields = std::span(fields_).first(count_);
    if (!id_.empty() || std::any_of(fields.begin(), fields.end(), is_id))
        throw base::UsageError("WKT has no place for ids (" + form_.input.id +
                               "): see --to geojson");
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
        expect_no_id();
        append_wkt_of(*found);
    } else if (found == nullptr && lacks_shape()) {
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

void ResultText::append_coordinates(const Field& field, std::size_t count, char separator) {
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) append(separator);
        append_printed(field.values[i]);
    }
}

}  // namespace pipelab::geometry
