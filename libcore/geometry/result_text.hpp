#pragma once

#include "base/array.hpp"
#include "geometry/input.hpp"
#include "geometry/results.hpp"
#include "io/print.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// How results are written.
struct Form {
    Notation notation = Notation::xy;
    bool json = false;      ///< numbers, answers and points as JSON, geometry as features
    bool document = false;  ///< geojson in one FeatureCollection, not a feature a line
    bool asked = false;     ///< the notation is not that of the input
    Style input;            ///< how what is carried was written
};
/// As the user asks, else like the input.
Form form_like(const Style& style, bool json, std::optional<Notation> asked);

/// The text of results in a buffer.
///
/// Text: the fields of a row behind each other, then what is carried, separated by the input's
/// delimiter (else a blank); points and segments as coordinates, circles as x y radius. A row with
/// a shape is the shape alone: path by path, a point a line, a blank line between paths and shapes;
/// behind each point the id of the row, or that of the point if the row has one for each. Where
/// columns have names, a header line names the fields, or the coordinates of shapes. An id
/// stands for all that is carried. With notation wkt or geojson a row with a geometric field is
/// that geometry (of several the first), in GeoJSON a feature with what is carried and the other
/// fields as properties; a circle is its centre there, the radius a property. Where WKT was not
/// asked for, only a shape, and a point or segment alone, are WKT: other rows would lose fields and
/// are text. Rows without geometry are features without one (null) in GeoJSON, or with that of the
/// input's feature; in WKT an empty point if they lack a value, or skip a geometric field and WKT
/// was asked for, else text. An id that the user asked for and WKT would lose is a UsageError. A
/// number or coordinate that is not finite is a DataError. JSON: a row of one field is its value, a
/// point [x,y]; with carried fields an array; a row of several fields, or with an id, is an object;
/// a row with a segment or a shape is a feature. Properties of GeoJSON stay with features only.
class ResultText : public Results {
  public:
    explicit ResultText(Form form);

    Results& number(std::string_view name, double value) override;
    Results& count(std::string_view name, std::uint64_t value) override;
    Results& integer(std::string_view name, base::SignedWide value) override;
    Results& value(std::string_view name, std::string_view json) override;
    Results& id(std::string_view name, std::string_view id) override;
    Results& word(std::string_view name, std::string_view value) override;
    Results& answer(std::string_view name, bool yes) override;
    Results& point(std::string_view name, Point value) override;
    Results& straight(std::string_view name, const Straight& value) override;
    Results& circle(std::string_view name, Point centre, double radius) override;
    Results& shape(std::string_view name, const Shape& value) override;
    Results& none(std::string_view name, Absent what = Absent::value) override;
    Results& skip(std::string_view name, Absent what = Absent::value) override;
    Results& carry(std::string_view carried, std::string_view id) override;
    void end() override;
    void block() override;
    void ground(const Shape* shape) override { ground_ = shape; }
    bool lists_points() const override { return form_.notation == Notation::xy; }

    /// What has been written since the last clear(). In a document each feature follows ",\n", as
    /// xy each shape and block follows "\n".
    base::Array<char>& text() { return text_; }
    /// No row has followed block().
    bool block_begins() const { return block_begins_; }
    const Form& form() const { return form_; }
    /// The names of the first row's fields, where rows have a header.
    const std::string& header() const { return header_; }

  protected:
    /// Text for a block that begins, which then has begun.
    void begin_block();
    const std::string& carried() const { return carried_; }
    const std::string& id() const { return id_; }
    static constexpr std::string_view between_features = ",\n", between_shapes = "\n";

  private:
    struct Field {
        enum class Kind {
            number,
            count,
            integer,
            word,
            id,
            value,
            answer,
            none,
            skipped,
            point,
            straight,
            circle,
            shape
        };
        Kind kind = Kind::none;
        std::string_view name;
        std::array<double, 4> values{};
        std::uint64_t count = 0;
        base::SignedWide integer = 0;
        std::string word;
        const Shape* shape = nullptr;
        Absent what = Absent::value;
        bool geometric() const { return kind >= Kind::point; }
    };

    Field& add(Field::Kind kind, std::string_view name);
    const Field* geometry() const;
    /// The first that has no value, or is skipped.
    const Field* missing_geometry(Field::Kind kind = Field::Kind::none) const;
    /// Whether a row without geometry is an empty point of WKT.
    bool lacks_shape() const;
    bool written_as_wkt(const Field& geometry) const;
    void expect_finite(const Field& field) const;
    void expect_no_id() const;
    static Absent shape_of(const Field& field);
    void name(std::string_view text);
    void name_field(const Field& field);
    void append_row_text();
    void append_shape_text(const Shape& shape);
    std::vector<std::string> ids_of_points(const Shape& shape) const;
    void append_shape_or_null(const Shape& shape);
    void name_fields();
    std::string id_name() const;
    void append_row_json();
    void append_wkt_of(const Field& geometry);
    void append_feature(const Field* geometry);
    void append_properties(const Field* geometry);
    void append_geometry(const Field& field);
    void append_text(const Field& field);
    void append_json(const Field& field);
    void append_coordinates(const Field& field, std::size_t count, char separator);
    void append_member(std::string_view name, std::string_view value);
    void append(std::string_view text) { text_.insert(text_.end(), text.begin(), text.end()); }
    void append(char c) { text_.push_back(c); }
    template <class T>
    void append_printed(const T& value);

    Form form_;
    char separator_;
    base::Array<char> text_;
    std::vector<Field> fields_;
    std::size_t count_ = 0;  // fields of the row; the others keep their strings for reuse
    const Shape* ground_ = nullptr;
    bool block_begins_ = false;
    std::string carried_, id_, header_;
};

template <class T>
void ResultText::append_printed(const T& value) {
    char digits[io::max_printed];
    append({digits, static_cast<std::size_t>(io::print(digits, value) - digits)});
}

}  // namespace pipelab::geometry
