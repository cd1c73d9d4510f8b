#pragma once

#include "base/array.hpp"
#include "geometry/input.hpp"
#include "io/output.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::geometry {

/// How results are written: what --to and --json ask, else like the input.
struct Form {
    enum class Kind { xy, wkt, geojson };
    Kind kind = Kind::xy;
    bool json = false;      ///< numbers, answers and points as JSON, geometry as features
    bool document = false;  ///< geojson in one FeatureCollection, not a feature a line
    std::optional<char> delimiter;
};
Form form_like(const Style& style, bool json, std::optional<Form::Kind> to);

/// The text of results, row by row, into a buffer: parts can be made in parallel and joined.
///
/// A row is made of fields. As text they are separated by the delimiter (else a blank). As JSON a
/// row of one number, word or answer is that value; a point is [x,y]; rows with carried fields are
/// arrays that end with them; a row of several named values is an object. Geometry is WKT, or a
/// GeoJSON feature with the carried properties; as xy its paths with a blank line between them.
/// Points in GeoJSON are features when the form is geojson without json.
class ResultText {
  public:
    explicit ResultText(const Form& form) : form_(form) {}

    ResultText& number(std::string_view name, double value);
    ResultText& count(std::string_view name, std::uint64_t value);
    ResultText& word(std::string_view name, std::string_view value);
    ResultText& answer(std::string_view name, bool yes);
    ResultText& point(std::string_view name, Point value);
    /// No value: none in text, null in JSON.
    ResultText& none(std::string_view name);
    /// The fields or properties that travel with the row.
    ResultText& carried(std::string_view text);
    /// The row is complete.
    void end();

    /// A geometry as a row of its own, with its properties.
    void shape(const Shape& shape, std::string_view properties = {}, std::string_view id = {});

    /// The text so far; take() leaves the object empty.
    std::string_view text() const;
    base::Array<char> take();

  private:
    Form form_;
    base::Array<char> text_;
};

}  // namespace pipelab::geometry
