#pragma once

#include "geometry/input.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// The geometries of a text of well-known text (OGC 06-103r4, section 7), one after the other,
/// apart by blanks, newlines or semicolons. Any case; a tag Z, M or ZM, behind or at the end of the
/// name, or none at all where coordinates come in threes or fours: what is more than two is
/// dropped. "SRID=4326;" may stand before a geometry and is dropped. Points of a MULTIPOINT may
/// stand in parentheses or not; empty ones are dropped. A LINEARRING is a closed line_string.
/// DataError with place as FeatureReader says. 64 bytes before and behind `text`, which stands at
/// `start`, must be readable. O(length).
std::vector<Feature> read_wkt(std::string_view text, const base::Position& start);

/// Whether `text` may be the beginning of well-known text: a known tag, or any word before a
/// parenthesis that a number or parenthesis follows.
bool begins_as_wkt(std::string_view text);

}  // namespace pipelab::geometry
