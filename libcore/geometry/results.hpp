#pragma once

#include "base/wide.hpp"
#include "geometry/lines.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace pipelab::geometry {

/// The answers yes or no that an operation gave.
struct Answers {
    std::uint64_t yes = 0, no = 0;
    /// There were some, all of them yes.
    bool all() const { return yes > 0 && no == 0; }
    void join(const Answers& other) {
        yes += other.yes;
        no += other.no;
    }
};

/// What a field without a value would be; of a column: a value in a row whose fields must be
/// counted, so that in text the word none stands there wherever it is.
enum class Absent : std::uint8_t { value, column, point, segment, circle };

/// Where operations put what they found: rows of named fields, in order. Who takes them decides
/// how they look: as text, as JSON, as features, in a picture.
class Results {
  public:
    virtual ~Results() = default;

    virtual Results& number(std::string_view name, double value) = 0;
    virtual Results& count(std::string_view name, std::uint64_t value) = 0;
    virtual Results& integer(std::string_view name, base::SignedWide value) = 0;
    virtual Results& word(std::string_view name, std::string_view value) = 0;
    /// A JSON value as it stands; in text without the quotes of a string.
    virtual Results& value(std::string_view name, std::string_view json) = 0;
    /// The id of a row of input, as it stands there.
    virtual Results& id(std::string_view name, std::string_view id) = 0;
    /// yes or no; in JSON true or false.
    virtual Results& answer(std::string_view name, bool yes) = 0;
    virtual Results& point(std::string_view name, Point value) = 0;
    /// Two points, whatever the extent; pictures draw rays and lines to their border.
    virtual Results& straight(std::string_view name, const Straight& value) = 0;
    Results& segment(std::string_view name, const Segment& value) {
        return straight(name, {value.a, value.b, Extent::segment});
    }
    virtual Results& circle(std::string_view name, Point centre, double radius) = 0;
    /// `value` must live until end().
    virtual Results& shape(std::string_view name, const Shape& value) = 0;
    /// The row's answer to a question, for the exit status; answer() tells it too.
    void tell(bool yes) { ++(yes ? answers_.yes : answers_.no); }
    const Answers& answers() const { return answers_; }
    /// No value: null in JSON; in text nothing, but the word none where it is the first field; in
    /// tables with a delimiter empty fields. A row without geometry is an empty point where
    /// others of its kind are WKT.
    virtual Results& none(std::string_view name, Absent what = Absent::value) = 0;
    /// A field that other rows have and this one does not: empty in tables with a delimiter, else
    /// nothing. A row of fields is an object in JSON, also if all but one are skipped.
    virtual Results& skip(std::string_view name, Absent what = Absent::value) = 0;
    Results& number(std::string_view name, const std::optional<double>& value) {
        return value ? number(name, *value) : none(name);
    }
    Results& point(std::string_view name, const std::optional<Point>& value) {
        return value ? point(name, *value) : none(name, Absent::point);
    }
    /// What travels with the rows that end from here on: the further fields of the input's row or
    /// the properties of its feature, as they stand there, and its id.
    virtual Results& carry(std::string_view carried, std::string_view id) = 0;
    /// The geometry of the feature that the rows from here on come from, or null: features without
    /// geometry of their own have this one. It must live as long.
    virtual void ground(const Shape*) {}
    /// The row is complete.
    virtual void end() = 0;

    /// The rows that follow belong together, apart from those before: a blank line in text.
    virtual void block() {}
    /// A geometry that is a list of input points is wanted as these, each with what travels with
    /// it, not as a shape.
    virtual bool lists_points() const { return false; }

    /// row(i, results) for each i in [0, count), in order; takers that can make rows in parallel.
    /// Each call ends as many rows as it likes.
    virtual void rows(std::size_t count, const std::function<void(std::size_t, Results&)>& row) {
        for (std::size_t i = 0; i < count; ++i) row(i, *this);
    }

  private:
    Answers answers_;
};

}  // namespace pipelab::geometry
