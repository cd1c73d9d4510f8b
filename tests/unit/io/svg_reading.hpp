#pragma once

#include "catch.hpp"
#include "io/plot_text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// What stands in an SVG document that the library wrote.
namespace pipelab::testing {

/// An element of an SVG as far as these tests look: its attributes and the text inside.
struct Element {
    std::string name;
    std::map<std::string, std::string> attributes;
    std::string text;
    double number(const std::string& key) const { return std::atof(attributes.at(key).c_str()); }
};

inline std::string unescaped(std::string text) {
    const std::vector<std::pair<std::string, std::string>> entities{
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}};
    for (const auto& [entity, plain] : entities)
        for (std::size_t at; (at = text.find(entity)) != std::string::npos;)
            text.replace(at, entity.size(), plain);
    return text;
}

inline std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
    return count;
}

/// Reads the markup that svg() writes; fails on unbalanced tags and on bare < > & in text.
inline std::vector<Element> elements(const std::string& svg) {
    std::vector<Element> found;
    std::vector<std::string> open;
    for (std::size_t at = 0; at < svg.size();) {
        if (svg[at] != '<') {
            const std::size_t end = std::min(svg.find('<', at), svg.size());
            const std::string text = svg.substr(at, end - at);
            REQUIRE(text.find('>') == std::string::npos);
            if (!found.empty() && !open.empty() && found.back().name == open.back())
                found.back().text = unescaped(text);
            at = end;
            continue;
        }
        const std::size_t end = svg.find('>', at);
        REQUIRE(end != std::string::npos);
        std::string tag = svg.substr(at + 1, end - at - 1);
        at = end + 1;
        if (tag[0] == '/') {
            REQUIRE(!open.empty());
            REQUIRE(open.back() == tag.substr(1));
            open.pop_back();
            continue;
        }
        const bool closed = tag.back() == '/';
        if (closed) tag.pop_back();
        Element element;
        element.name = tag.substr(0, tag.find(' '));
        for (std::size_t i = element.name.size(); i < tag.size();) {
            const std::size_t equals = tag.find("=\"", i), quote = tag.find('"', equals + 2);
            REQUIRE(quote != std::string::npos);
            element.attributes[tag.substr(i + 1, equals - i - 1)] =
                tag.substr(equals + 2, quote - equals - 2);
            i = quote + 1;
        }
        if (!closed) open.push_back(element.name);
        found.push_back(element);
    }
    REQUIRE(open.empty());
    return found;
}

inline bool xmllint_accepts(const std::string& svg) {
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0) return true;
    FILE* const pipe = popen("xmllint --noout - 2>/dev/null", "w");
    if (pipe == nullptr) return false;
    std::fwrite(svg.data(), 1, svg.size(), pipe);
    return pclose(pipe) == 0;
}

struct TextBox {
    double left, top, right, bottom;
    bool overlaps(const TextBox& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

inline TextBox box(const Element& text) {
    const double size = text.number("font-size"), width = io::text_width(text.text) * size * 0.9;
    const std::string anchor = text.attributes.at("text-anchor");
    const double x = text.number("x"), y = text.number("y");
    const double before = anchor == "start" ? 0 : anchor == "end" ? width : width / 2;
    if (text.attributes.count("transform") == 0)
        return {x - before, y - 0.7 * size, x - before + width, y};
    return {x - 0.7 * size, y - before, x, y - before + width};
}

/// Well-formed, no text over another, none outside the picture.
inline void check_svg(const std::string& made, double width, double height) {
    CHECK(made.find("nan") == std::string::npos);
    CHECK(made.find("inf") == std::string::npos);
    CHECK(xmllint_accepts(made));
    std::vector<TextBox> boxes;
    for (const Element& element : elements(made)) {
        if (element.name != "text") continue;
        INFO(element.text);
        const TextBox found = box(element);
        CHECK(found.left >= 0);
        CHECK(found.top >= 0);
        CHECK(found.right <= width);
        CHECK(found.bottom <= height);
        for (const TextBox& other : boxes) CHECK_FALSE(found.overlaps(other));
        boxes.push_back(found);
    }
}

}  // namespace pipelab::testing
