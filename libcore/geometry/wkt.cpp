#include "geometry/wkt.hpp"

#include "base/suggest.hpp"
#include "geometry/coordinates.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pipelab::geometry {
namespace {

using Type = Shape::Type;
constexpr std::size_t max_depth = 1000;

struct Tag {
    std::string_view name;
    std::optional<Type> type;  ///< none: known, but refused
};
constexpr std::array<Tag, 17> tags{{
    {"POINT", Type::point},
    {"LINESTRING", Type::line_string},
    {"LINEARRING", Type::line_string},
    {"POLYGON", Type::polygon},
    {"MULTIPOINT", Type::multi_point},
    {"MULTILINESTRING", Type::multi_line_string},
    {"MULTIPOLYGON", Type::multi_polygon},
    {"GEOMETRYCOLLECTION", Type::collection},
    {"TRIANGLE", {}},
    {"TIN", {}},
    {"POLYHEDRALSURFACE", {}},
    {"CIRCULARSTRING", {}},
    {"COMPOUNDCURVE", {}},
    {"CURVEPOLYGON", {}},
    {"MULTICURVE", {}},
    {"MULTISURFACE", {}},
    {"SRID", {}},
}};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = is_letter(c) ? static_cast<char>(c & ~0x20) : c;
    return result;
}

const Tag* find_tag(std::string_view name) {
    const auto* found =
        std::find_if(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.name == name; });
    return found == tags.end() ? nullptr : found;
}

/// A word that says how many coordinates points have; 0 for another.
std::size_t dimensions_of(std::string_view word) {
    return word == "Z" || word == "M" ? 3 : word == "ZM" ? 4 : 0;
}

/// A name that may end in Z, M or ZM.
const Tag* find_marked_tag(std::string_view name, std::size_t& dimensions) {
    if (const Tag* tag = find_tag(name)) return tag;
    for (const std::string_view mark : {"ZM", "Z", "M"}) {
        if (!name.ends_with(mark)) continue;
        dimensions = dimensions_of(mark);
        if (const Tag* tag = find_tag(name.substr(0, name.size() - mark.size()))) return tag;
    }
    dimensions = 0;
    return nullptr;
}

class WktParser {
  public:
    WktParser(std::string_view text, const base::Position& start)
        : text_(text), start_(start), coordinates_(text, start, io::NumberGrammar::text) {}

    std::vector<Feature> parse() {
        std::vector<Feature> features;
        try {
            while (pass_separators()) {
                Feature& feature = features.emplace_back();
                feature.where = position();
                feature.shape = geometry();
            }
        } catch (const base::DataError&) {
            // What stands before, looked at only now, may be wrong too.
            coordinates_.read();
            throw;
        }
        coordinates_.read();
        for (Feature& feature : features) coordinates_.fill(feature.shape);
        return features;
    }

  private:
    base::Position position() {
        place_ = io::position_at(place_, text_.substr(placed_), at_ - placed_);
        placed_ = at_;
        return place_;
    }

    void pass_blanks() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }
    /// False at the end of the text.
    bool pass_separators() {
        while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ';')) ++at_;
        return at_ < text_.size();
    }
    /// The byte here that is not blank; 0 at the end.
    char peek() {
        pass_blanks();
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool pass(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!pass(c)) fail_here(std::string("'") + c + "'");
    }
    /// Passes a comma and returns true, or a parenthesis and returns false.
    bool more() {
        if (pass(',')) return true;
        if (!pass(')')) fail_here("',' or ')'");
        return false;
    }
    std::string word() {
        const std::size_t begin = (pass_blanks(), at_);
        while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
        return upper(text_.substr(begin, at_ - begin));
    }
    bool pass_empty() {
        const std::size_t before = at_;
        if (word() == "EMPTY") return true;
        at_ = before;
        return false;
    }

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
        coordinates_.fail(offset, message);
    }
    [[noreturn]] void fail_here(const std::string& expected) {
        pass_blanks();
        std::size_t end = at_;
        while (end < text_.size() && !is_space(text_[end]) && (end == at_ || text_[end] != '('))
            ++end;
        const std::string found = at_ == text_.size()
                                      ? "the end of the input"
                                      : io::detail::quoted(text_.substr(at_, end - at_));
        fail(at_, "expected " + expected + ", found " + found);
    }

    Shape geometry() {
        std::vector<Shape> open;
        while (true) {
            Shape shape;
            const bool complete = begin_geometry(shape);
            if (!complete) {
                if (open.size() == max_depth)
                    fail(at_, "nested deeper than " + std::to_string(max_depth) + " levels");
                open.push_back(std::move(shape));
                continue;
            }
            while (!open.empty()) {
                open.back().members.push_back(std::move(shape));
                if (more()) break;
                shape = std::move(open.back());
                open.pop_back();
                if (open.empty()) return shape;
            }
            if (open.empty()) return shape;
        }
    }

    /// False for a collection whose members follow.
    bool begin_geometry(Shape& shape) {
        const Tag& tag = read_tag();
        shape.type = *tag.type;
        if (pass_empty()) return true;
        if (shape.type == Type::collection) {
            expect('(');
            return false;
        }
        switch (shape.type) {
            case Type::point:
                expect('(');
                point();
                expect(')');
                end_path(shape);
                break;
            case Type::multi_point:
                points(shape);
                break;
            case Type::line_string:
                path(shape, tag.name == "LINEARRING");
                break;
            case Type::multi_line_string:
                list([&] { path_or_empty(shape); });
                break;
            case Type::polygon:
                polygon(shape);
                break;
            default:
                list([&] {
                    if (pass_empty()) {
                        shape.add_part();
                    } else {
                        polygon(shape);
                    }
                });
        }
        return true;
    }

    const Tag& read_tag() {
        pass_blanks();
        std::size_t begin = at_;
        std::string name = word();
        if (name == "SRID") {
            pass_srid();
            begin = (pass_blanks(), at_);
            name = word();
        }
        if (name.empty()) fail_here("a geometry such as POINT (1 2)");
        dimensions_ = 0;
        const Tag* tag = find_marked_tag(name, dimensions_);
        if (tag == nullptr || tag->name == "SRID") unknown(name, begin);
        if (!tag->type) fail(begin, std::string(tag->name) + " is not supported");
        const std::size_t before = at_;
        if (const std::size_t marked = dimensions_of(word()); marked > 0 && dimensions_ == 0) {
            dimensions_ = marked;
        } else {
            at_ = before;
        }
        return *tag;
    }

    void pass_srid() {
        expect('=');
        pass_blanks();
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        if (at_ == begin) fail_here("the number of a reference system");
        expect(';');
    }

    [[noreturn]] void unknown(const std::string& name, std::size_t begin) const {
        std::vector<std::string> names;
        for (const Tag& tag : tags)
            if (tag.type) names.emplace_back(tag.name);
        std::string message = "unknown geometry " + io::detail::quoted(name);
        if (const auto near = base::nearest(name, names))
            message += "; did you mean " + *near + "?";
        fail(begin, message);
    }

    template <class Item>
    void list(Item&& item) {
        expect('(');
        do item();
        while (more());
    }

    void end_path(Shape& shape) {
        const std::size_t begin = shape.path_ends.empty() ? 0 : shape.path_ends.back();
        shape.path_ends.push_back(begin + coordinates_.points() - path_begin_);
        path_begin_ = coordinates_.points();
        if (!shape.part_ends.empty()) shape.part_ends.back() = shape.path_ends.size();
    }

    void path(Shape& shape, bool ring) {
        const std::size_t offset = (pass_blanks(), at_);
        list([&] { point(); });
        if (ring) coordinates_.end_ring(path_begin_, offset);
        end_path(shape);
    }
    void path_or_empty(Shape& shape) {
        if (pass_empty()) {
            end_path(shape);
        } else {
            path(shape, false);
        }
    }
    void polygon(Shape& shape) {
        shape.add_part();
        list([&] { path(shape, true); });
    }
    void points(Shape& shape) {
        list([&] {
            if (pass_empty()) return;
            const bool inner = pass('(');
            point();
            if (inner) expect(')');
        });
        if (coordinates_.points() > path_begin_) end_path(shape);
    }

    /// The coordinates of one point; the comma or parenthesis behind them is left.
    void point() {
        const std::size_t begin = (pass_blanks(), at_);
        std::size_t count = 0;
        for (char c = peek(); c != ',' && c != ')'; c = peek()) {
            const std::size_t token = at_;
            while (at_ < text_.size() && !ends_token(text_[at_])) ++at_;
            if (at_ == token) fail_here("a number");
            ++count;
            if (count <= 2) {
                coordinates_.add(token, at_);
            } else {
                coordinates_.pass(token, at_);
            }
        }
        if (dimensions_ == 0 && count >= 2 && count <= 4) dimensions_ = count;
        if (count != dimensions_ || count == 0)
            fail(begin, "expected " + std::to_string(dimensions_ == 0 ? 2 : dimensions_) +
                            " coordinates, found " + std::to_string(count));
    }
    static bool ends_token(char c) {
        return is_space(c) || c == ',' || c == ')' || c == '(' || c == ';';
    }

    std::string_view text_;
    const base::Position& start_;
    detail::Coordinates coordinates_;
    std::size_t at_ = 0;
    std::size_t dimensions_ = 0;  // of the geometry; 0: not yet known
    std::size_t path_begin_ = 0;  // in points
    base::Position place_ = start_;
    std::size_t placed_ = 0;
};

}  // namespace

std::vector<Feature> read_wkt(std::string_view text, const base::Position& start) {
    return WktParser(text, start).parse();
}

bool begins_as_wkt(std::string_view text) {
    const auto pass_blanks = [&] {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    };
    const auto word = [&] {
        std::size_t size = 0;
        while (size < text.size() && is_letter(text[size])) ++size;
        const std::string found = upper(text.substr(0, size));
        text.remove_prefix(size);
        pass_blanks();
        return found;
    };
    pass_blanks();
    const std::string first = word();
    if (first.empty()) return false;
    std::size_t dimensions = 0;
    const bool known = find_marked_tag(first, dimensions) != nullptr;
    if (known && text.starts_with("=")) return first == "SRID";
    if (const std::string second = word(); !second.empty()) {
        if (second == "EMPTY") return true;
        if (dimensions_of(second) == 0) return false;
        if (known && text.size() >= 5 && upper(text.substr(0, 5)) == "EMPTY") return true;
    }
    if (!text.starts_with("(")) return false;
    text.remove_prefix(1);
    pass_blanks();
    return known || (!text.empty() &&
                     std::string_view("0123456789+-.(").find(text[0]) != std::string_view::npos);
}

}  // namespace pipelab::geometry
