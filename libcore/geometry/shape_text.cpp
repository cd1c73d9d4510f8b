#include "geometry/shape_text.hpp"

#include "geometry/rings.hpp"
#include "io/print.hpp"

#include <string_view>

namespace pipelab::geometry {
namespace {

using Type = Shape::Type;

/// Appends to a buffer.
class Text {
  public:
    explicit Text(base::Array<char>& to) : to_(to) {}

    void add(std::string_view text) { to_.insert(to_.end(), text.begin(), text.end()); }
    void add(char c) { to_.push_back(c); }
    void point(Point point, char separator) {
        const std::size_t size = to_.size();
        to_.resize(size + 2 * io::max_printed + 1);
        char* const begin = to_.data() + size;
        char* end = io::print(begin, point.x);
        *end++ = separator;
        end = io::print(end, point.y);
        to_.resize(size + static_cast<std::size_t>(end - begin));
    }
    /// item(i) for each i in [begin, end) with `separator` between them.
    template <class Item>
    void list(std::size_t begin, std::size_t end, std::string_view separator, Item&& item) {
        for (std::size_t i = begin; i < end; ++i) {
            if (i > begin) add(separator);
            item(i);
        }
    }

  private:
    base::Array<char>& to_;
};

/// How a notation writes lists, points and the names of types.
struct Wkt {
    static constexpr std::string_view separator = ", ";
    static constexpr char open = '(', close = ')';
    static void point(Text& text, Point point) { text.point(point, ' '); }
};
struct GeoJson {
    static constexpr std::string_view separator = ",";
    static constexpr char open = '[', close = ']';
    static void point(Text& text, Point point) {
        text.add('[');
        text.point(point, ',');
        text.add(']');
    }
};

/// The points of path i in brackets, with the first again at the end of a ring.
template <class Form>
void add_path(Text& text, const Shape& shape, std::size_t i, bool ring) {
    const auto path = shape.path(i);
    text.add(Form::open);
    text.list(0, path.size(), Form::separator, [&](std::size_t k) { Form::point(text, path[k]); });
    if (ring && !path.empty()) {
        text.add(Form::separator);
        Form::point(text, path.front());
    }
    text.add(Form::close);
}

template <class Form>
void add_polygon(Text& text, const Shape& shape, std::size_t begin, std::size_t end) {
    text.add(Form::open);
    text.list(begin, end, Form::separator,
              [&](std::size_t i) { add_path<Form>(text, shape, i, true); });
    text.add(Form::close);
}

template <class Form>
void add_list(Text& text, std::size_t count, auto&& item) {
    text.add(Form::open);
    text.list(0, count, Form::separator, item);
    text.add(Form::close);
}

constexpr std::string_view empty = "EMPTY";

std::string_view wkt_name(Type type) {
    switch (type) {
        case Type::point:
            return "POINT ";
        case Type::line_string:
            return "LINESTRING ";
        case Type::polygon:
            return "POLYGON ";
        case Type::multi_point:
            return "MULTIPOINT ";
        case Type::multi_line_string:
            return "MULTILINESTRING ";
        case Type::multi_polygon:
        case Type::rings:
            return "MULTIPOLYGON ";
        case Type::collection:
            break;
    }
    return "GEOMETRYCOLLECTION ";
}

void add_wkt(Text& text, const Shape& shape) {
    if (shape.type == Type::rings) return add_wkt(text, assemble(shape));
    text.add(wkt_name(shape.type));
    const bool none = shape.points.empty() && shape.members.empty();
    if (none && shape.paths() == 0 && shape.parts() == 0) return text.add(empty);
    switch (shape.type) {
        case Type::point:
        case Type::line_string:
            return none ? text.add(empty) : add_path<Wkt>(text, shape, 0, false);
        case Type::polygon:
            return add_polygon<Wkt>(text, shape, 0, shape.paths());
        case Type::multi_point:
            if (none) return text.add(empty);
            return add_list<Wkt>(text, shape.points.size(), [&](std::size_t i) {
                text.add('(');
                Wkt::point(text, shape.points[i]);
                text.add(')');
            });
        case Type::multi_line_string:
            return add_list<Wkt>(text, shape.paths(), [&](std::size_t i) {
                shape.path(i).empty() ? text.add(empty) : add_path<Wkt>(text, shape, i, false);
            });
        case Type::multi_polygon:
        case Type::rings:
            return add_list<Wkt>(text, shape.parts(), [&](std::size_t i) {
                const auto [begin, end] = shape.part(i);
                begin == end ? text.add(empty) : add_polygon<Wkt>(text, shape, begin, end);
            });
        case Type::collection:
            return add_list<Wkt>(text, shape.members.size(),
                                 [&](std::size_t i) { add_wkt(text, shape.members[i]); });
    }
}

std::string_view geojson_head(Type type) {
    switch (type) {
        case Type::point:
            return R"({"type":"Point","coordinates":)";
        case Type::line_string:
            return R"({"type":"LineString","coordinates":)";
        case Type::polygon:
            return R"({"type":"Polygon","coordinates":)";
        case Type::multi_point:
            return R"({"type":"MultiPoint","coordinates":)";
        case Type::multi_line_string:
            return R"({"type":"MultiLineString","coordinates":)";
        case Type::multi_polygon:
        case Type::rings:
            return R"({"type":"MultiPolygon","coordinates":)";
        case Type::collection:
            break;
    }
    return R"({"type":"GeometryCollection","geometries":)";
}

void add_geojson(Text& text, const Shape& shape) {
    if (shape.type == Type::rings) return add_geojson(text, assemble(shape));
    text.add(geojson_head(shape.type));
    switch (shape.type) {
        case Type::point:
            shape.points.empty() ? text.add("[]") : GeoJson::point(text, shape.points[0]);
            break;
        case Type::line_string:
        case Type::multi_point:
            shape.paths() == 0 ? text.add("[]") : add_path<GeoJson>(text, shape, 0, false);
            break;
        case Type::polygon:
            add_polygon<GeoJson>(text, shape, 0, shape.paths());
            break;
        case Type::multi_line_string:
            add_list<GeoJson>(text, shape.paths(),
                              [&](std::size_t i) { add_path<GeoJson>(text, shape, i, false); });
            break;
        case Type::multi_polygon:
        case Type::rings:
            add_list<GeoJson>(text, shape.parts(), [&](std::size_t i) {
                const auto [begin, end] = shape.part(i);
                add_polygon<GeoJson>(text, shape, begin, end);
            });
            break;
        case Type::collection:
            add_list<GeoJson>(text, shape.members.size(),
                              [&](std::size_t i) { add_geojson(text, shape.members[i]); });
            break;
    }
    text.add('}');
}

/// What rows of xy have beside their coordinates, and how many there are.
struct XyRows {
    char separator;
    std::span<const std::string> behind;
    std::size_t written = 0;

    void add(Text& text, Point point) {
        text.point(point, separator);
        if (!behind.empty()) text.add(behind[behind.size() == 1 ? 0 : written]);
        text.add('\n');
        ++written;
    }
};

void add_xy(Text& text, const Shape& shape, XyRows& rows) {
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        if (shape.path(i).empty()) continue;
        if (rows.written > 0) text.add('\n');
        for (const Point point : shape.path(i)) rows.add(text, point);
    }
    for (const Shape& member : shape.members) add_xy(text, member, rows);
}

}  // namespace

void append_wkt(base::Array<char>& to, const Shape& shape) {
    Text text(to);
    add_wkt(text, shape);
}

void append_geojson(base::Array<char>& to, const Shape& shape) {
    Text text(to);
    add_geojson(text, shape);
}

void append_xy(base::Array<char>& to, const Shape& shape, char separator,
               std::span<const std::string> behind) {
    Text text(to);
    XyRows rows{separator, behind};
    add_xy(text, shape, rows);
}

}  // namespace pipelab::geometry
