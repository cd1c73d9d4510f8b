#pragma once

#include "geometry/input.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// What travels with a row, from the notation it was read in to the one it is written in. Of xy it
/// is fields with their separators, of JSON rows elements between commas, of GeoJSON an object of
/// properties; WKT has none. What stands on several lines comes out on one.

/// As fields of text, separated as the input's fields; strings of JSON lose their quotes.
/// Properties: none.
std::string carried_text(std::string_view carried, const Style& style);
/// As JSON values between commas: fields that are numbers of JSON as such, others as strings.
/// Properties: none.
std::string carried_elements(std::string_view carried, const Style& style);
/// As members of a JSON object between commas, named by style.columns, else column3, column4...;
/// without those that have one of the names `without`.
std::string carried_members(std::string_view carried, const Style& style,
                            std::span<const std::string_view> without = {});

/// A name and a JSON value.
struct Member {
    std::string name, value;
};
/// The same members one by one, values on one line.
std::vector<Member> members_of(std::string_view carried, const Style& style);
/// The contents of a JSON value: of a string what it says, else the value.
std::string json_text(std::string_view value);

/// An id as text and as JSON value.
std::string id_text(std::string_view id, const Style& style);
std::string id_json(std::string_view id, const Style& style);

/// `word` as a field: in quotes where it contains the delimiter, a quote or a newline.
std::string field_text(std::string_view word, std::optional<char> delimiter);

}  // namespace pipelab::geometry
