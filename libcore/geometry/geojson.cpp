#include "geometry/geojson.hpp"

#include "base/suggest.hpp"
#include "geometry/coordinates.hpp"
#include "io/delimited.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pipelab::geometry {
namespace {

using Type = Shape::Type;

struct TypeName {
    std::string_view name;
    Type type;
};
constexpr std::array<TypeName, 7> geometry_types{{
    {"Point", Type::point},
    {"LineString", Type::line_string},
    {"Polygon", Type::polygon},
    {"MultiPoint", Type::multi_point},
    {"MultiLineString", Type::multi_line_string},
    {"MultiPolygon", Type::multi_polygon},
    {"GeometryCollection", Type::collection},
}};
constexpr std::string_view feature_name = "Feature", collection_name = "FeatureCollection";

/// The members that mean something, by the token of their value; 0: not there.
struct Members {
    std::string type;
    std::size_t type_at = 0, coordinates = 0, geometry = 0, geometries = 0, features = 0;
    std::size_t properties = 0, id = 0;

    std::size_t* find(std::string_view key) {
        if (key == "type") return &type_at;
        if (key == "coordinates") return &coordinates;
        if (key == "geometry") return &geometry;
        if (key == "geometries") return &geometries;
        if (key == "features") return &features;
        if (key == "properties") return &properties;
        if (key == "id") return &id;
        return nullptr;
    }
};

class GeoJsonParser {
  public:
    GeoJsonParser(const io::JsonTokens& tokens, std::string_view text, const base::Position& start,
                  const std::string& id)
        : text_(text),
          start_(start),
          id_(id),
          cursor_(tokens, text, start),
          coordinates_(text, start, io::NumberGrammar::json) {}

    GeoJson parse() {
        try {
            while (pass_separators()) top();
        } catch (const base::DataError&) {
            // A number before, looked at only now, may be wrong too.
            coordinates_.read();
            throw;
        }
        coordinates_.read();
        for (Feature& feature : result_.features) coordinates_.fill(feature.shape);
        return std::move(result_);
    }

  private:
    static constexpr char record_separator = '\x1e';

    bool pass_separators() {
        while (cursor_.peek() == record_separator && cursor_.token().size() == 1) ++cursor_.at;
        return !cursor_.done();
    }

    /// Reads the members of an object; `now(members, slot)` may read the value of a member here, if
    /// what it is known already, and returns true. Other values are passed.
    template <class Now>
    Members object(std::size_t depth, Now&& now) {
        Members members;
        if (depth >= io::JsonCursor::max_depth)
            cursor_.fail(
                cursor_.offset(),
                "nested deeper than " + std::to_string(io::JsonCursor::max_depth) + " levels");
        cursor_.expect('{', "an object {\"type\":...}");
        if (cursor_.peek() == '}') {
            ++cursor_.at;
            return members;
        }
        do {
            const std::size_t offset = cursor_.offset();
            const std::string key = cursor_.key();
            std::size_t* slot = members.find(key);
            if (slot != nullptr && *slot != 0)
                cursor_.fail(offset, io::detail::quoted(key) + " occurs twice");
            if (slot != nullptr) *slot = cursor_.at;
            if (slot == &members.type_at) {
                if (cursor_.peek() != '"') cursor_.fail_here("a type in quotes");
                members.type = cursor_.string();
            } else if (slot == nullptr || !now(members, slot)) {
                cursor_.skip(depth + 1);
            }
        } while (cursor_.more('}'));
        return members;
    }

    /// Calls read() at a token passed before.
    template <class Read>
    void at_token(std::size_t token, Read&& read) {
        const std::size_t behind = std::exchange(cursor_.at, token);
        read();
        cursor_.at = behind;
    }

    void top() {
        const std::size_t begin = cursor_.offset();
        const bool first = result_.features.empty() && !any_;
        any_ = true;
        Feature feature;
        feature.where = position(begin);
        bool read = false;
        const Members members = object(0, [&](Members& known, std::size_t* slot) {
            const bool geometry_value = is_geometry_value(known, slot);
            if (slot == &known.features && known.type == collection_name) {
                features();
            } else if (slot == &known.geometry && known.type == feature_name) {
                feature.shape = geometry_or_null(1);
            } else if (geometry_value) {
                read_geometry(known, feature.shape, 0);
            } else {
                return false;
            }
            return read = true;
        });
        if (members.type == collection_name) {
            if (members.features == 0)
                cursor_.fail(begin, "FeatureCollection without \"features\"");
            if (!read) at_token(members.features, [&] { features(); });
            result_.collection |= first;
        } else if (members.type == feature_name) {
            end_feature(feature, members, read, begin, 1);
        } else {
            if (find_type(members.type) == nullptr) wrong_type(members, begin, "GeoJSON");
            if (!read) read_geometry_late(members, feature.shape, begin, 0);
            result_.features.push_back(std::move(feature));
        }
    }

    void features() {
        list("an array of features", [&] { one_feature(); });
    }

    void one_feature() {
        const std::size_t begin = cursor_.offset();
        Feature feature;
        feature.where = position(begin);
        bool read_geometry = false;
        const Members members = object(2, [&](Members& known, std::size_t* slot) {
            if (slot != &known.geometry || known.type != feature_name) return false;
            read_geometry = true;
            feature.shape = geometry_or_null(3);
            return true;
        });
        if (members.type != feature_name) wrong_type(members, begin, "\"Feature\"");
        end_feature(feature, members, read_geometry, begin, 3);
    }

    void end_feature(Feature& feature, const Members& members, bool read_geometry,
                     std::size_t begin, std::size_t depth) {
        if (members.geometry == 0) cursor_.fail(begin, "Feature without \"geometry\"");
        if (!read_geometry)
            at_token(members.geometry, [&] { feature.shape = geometry_or_null(depth); });
        if (members.id != 0) at_token(members.id, [&] { feature.id = id(); });
        if (members.properties != 0)
            at_token(members.properties, [&] { properties(feature, depth); });
        if (!id_.empty()) feature.id = std::exchange(property_id_, {});
        result_.features.push_back(std::move(feature));
    }

    std::string id() {
        const char c = cursor_.peek();
        if (c != '"' && c != '-' && (c < '0' || c > '9'))
            cursor_.fail_here("a string or number as \"id\"");
        return std::string(cursor_.skip());
    }

    void properties(Feature& feature, std::size_t depth) {
        if (cursor_.peek() == 'n') {
            cursor_.skip();
            return;
        }
        if (cursor_.peek() != '{') cursor_.fail_here("an object or null as \"properties\"");
        const std::size_t begin = cursor_.at;
        feature.properties = cursor_.skip(depth);
        if (id_.empty()) return;
        cursor_.at = begin + 1;
        if (cursor_.peek() == '}') return;
        do {
            const bool named = cursor_.key() == id_;
            const std::string_view value = cursor_.skip(depth + 1);
            if (named && value != "null") property_id_ = value;
        } while (cursor_.more('}'));
    }

    Shape geometry_or_null(std::size_t depth) {
        if (cursor_.peek() != 'n') return geometry(depth);
        if (cursor_.token() != "null") cursor_.fail_here("a geometry or null");
        ++cursor_.at;
        Shape none;
        none.type = Type::collection;
        return none;
    }

    Shape geometry(std::size_t depth) {
        const std::size_t begin = cursor_.offset();
        Shape shape;
        bool read = false;
        const Members members = object(depth, [&](Members& known, std::size_t* slot) {
            if (!is_geometry_value(known, slot)) return false;
            read = true;
            read_geometry(known, shape, depth);
            return true;
        });
        if (find_type(members.type) == nullptr)
            wrong_type(members, begin, "a geometry such as \"Point\"");
        if (!read) read_geometry_late(members, shape, begin, depth);
        return shape;
    }

    /// Whether `slot` is what the type that is known by now consists of.
    static bool is_geometry_value(Members& known, const std::size_t* slot) {
        const TypeName* type = find_type(known.type);
        if (type == nullptr) return false;
        return slot == (type->type == Type::collection ? &known.geometries : &known.coordinates);
    }

    void read_geometry(const Members& known, Shape& shape, std::size_t depth) {
        shape.type = find_type(known.type)->type;
        if (shape.type == Type::collection) {
            list("an array of geometries", [&] { shape.members.push_back(geometry(depth + 2)); });
        } else {
            coordinates(shape);
        }
    }

    /// Where the type came behind what it is the type of.
    void read_geometry_late(const Members& members, Shape& shape, std::size_t begin,
                            std::size_t depth) {
        const TypeName& type = *find_type(members.type);
        const bool collection = type.type == Type::collection;
        const std::size_t value = collection ? members.geometries : members.coordinates;
        if (value == 0)
            cursor_.fail(begin, std::string(type.name) + " without \"" +
                                    (collection ? "geometries" : "coordinates") + "\"");
        at_token(value, [&] { read_geometry(members, shape, depth); });
    }

    static const TypeName* find_type(std::string_view name) {
        const auto* found = std::find_if(geometry_types.begin(), geometry_types.end(),
                                         [&](const TypeName& type) { return type.name == name; });
        return found == geometry_types.end() ? nullptr : found;
    }

    [[noreturn]] void wrong_type(const Members& members, std::size_t begin,
                                 const std::string& expected) {
        if (members.type_at == 0) cursor_.fail(begin, "object without \"type\", expected GeoJSON");
        std::vector<std::string> names{std::string(feature_name), std::string(collection_name)};
        for (const TypeName& type : geometry_types) names.emplace_back(type.name);
        std::string message =
            "type is " + io::detail::quoted(members.type) + ", expected " + expected;
        if (const auto near = base::nearest(members.type, names); near && *near != members.type)
            message += "; did you mean '" + *near + "'?";
        cursor_.at = members.type_at;
        cursor_.fail(cursor_.offset(), message);
    }

    template <class Item>
    void list(std::string_view expected, Item&& item) {
        if (cursor_.peek() != '[') cursor_.fail_here(expected);
        ++cursor_.at;
        if (cursor_.peek() == ']') {
            ++cursor_.at;
            return;
        }
        do item();
        while (cursor_.more(']'));
    }

    void coordinates(Shape& shape) {
        path_begin_ = coordinates_.points();
        constexpr std::string_view path_of = "an array of positions [[x,y],...]";
        const auto path = [&] { list(path_of, [&] { point(); }); };
        const auto ring = [&] {
            const std::size_t offset = cursor_.offset();
            path();
            coordinates_.end_ring(path_begin_, offset);
            end_path(shape);
        };
        const auto polygon = [&] {
            shape.add_part();
            list("an array of rings [[[x,y],...],...]", ring);
        };
        switch (shape.type) {
            case Type::point:
                if (pass_empty()) return;
                point();
                return end_path(shape);
            case Type::multi_point:
            case Type::line_string:
                path();
                if (coordinates_.points() > path_begin_) end_path(shape);
                return;
            case Type::multi_line_string:
                return list("an array of lines [[[x,y],...],...]", [&] {
                    path();
                    end_path(shape);
                });
            case Type::polygon:
                polygon();
                if (shape.path_ends.empty()) shape.part_ends.clear();
                return;
            default:
                return list("an array of polygons [[[[x,y],...],...],...]", polygon);
        }
    }

    bool pass_empty() {
        const std::size_t before = cursor_.at;
        if (cursor_.peek() == '[') {
            ++cursor_.at;
            if (cursor_.peek() == ']') return ++cursor_.at, true;
        }
        cursor_.at = before;
        return false;
    }

    void end_path(Shape& shape) {
        const std::size_t begin = shape.path_ends.empty() ? 0 : shape.path_ends.back();
        shape.path_ends.push_back(begin + coordinates_.points() - path_begin_);
        path_begin_ = coordinates_.points();
        if (!shape.part_ends.empty()) shape.part_ends.back() = shape.path_ends.size();
    }

    void point() {
        if (cursor_.peek() != '[') cursor_.fail_here("a position [x,y]");
        const std::size_t begin = cursor_.offset();
        ++cursor_.at;
        std::size_t count = 0;
        if (cursor_.peek() == ']') {
            ++cursor_.at;
        } else {
            do {
                number(count++);
            } while (cursor_.more(']'));
        }
        if (count < 2)
            cursor_.fail(begin, "expected at least 2 coordinates, found " + std::to_string(count));
    }

    void number(std::size_t index) {
        const char c = cursor_.peek();
        if (c != '-' && (c < '0' || c > '9')) cursor_.fail_here("a number");
        const std::size_t begin = cursor_.offset(), end = begin + cursor_.token().size();
        if (index < 2) {
            coordinates_.add(begin, end);
        } else {
            coordinates_.pass(begin, end);
        }
        ++cursor_.at;
    }

    base::Position position(std::size_t offset) {
        if (offset < placed_) placed_ = 0, place_ = start_;
        place_ = io::position_at(place_, text_.substr(placed_), offset - placed_);
        placed_ = offset;
        return place_;
    }

    std::string_view text_;
    const base::Position& start_;
    const std::string& id_;
    io::JsonCursor cursor_;
    detail::Coordinates coordinates_;
    GeoJson result_;
    bool any_ = false;
    std::string property_id_;
    std::size_t path_begin_ = 0;  // in points
    base::Position place_ = start_;
    std::size_t placed_ = 0;
};

/// Without the string or character that no JSON can hold, of which only the line is known.
[[noreturn]] void fail_on_line(io::JsonTokens& tokens, std::string_view text,
                               const base::Position& start, const char* problem) {
    base::Position place = start;
    for (std::string_view rest = text; !rest.empty(); ++place.line, place.column = 1) {
        const auto line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
        if (const char* found = tokens.run(line)) throw base::DataError(place, found);
        rest.remove_prefix(line.size());
    }
    throw base::DataError(start, problem);
}

}  // namespace

GeoJson read_geojson(io::JsonTokens& tokens, std::string_view text, const base::Position& start,
                     const std::string& id) {
    if (const char* problem = tokens.run(text)) fail_on_line(tokens, text, start, problem);
    return GeoJsonParser(tokens, text, start, id).parse();
}

}  // namespace pipelab::geometry
