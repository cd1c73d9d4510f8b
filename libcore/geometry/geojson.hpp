#pragma once

#include "geometry/input.hpp"
#include "io/json_tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// What a text of GeoJSON holds.
struct GeoJson {
    std::vector<Feature> features;
    bool collection = false;  ///< the first value is a FeatureCollection
};

/// Reads the GeoJSON values of a text (RFC 7946), one after the other, apart by blanks or RS:
/// features, collections of them, or bare geometries. Properties and ids are the JSON text of the
/// input, byte for byte; other members are checked and dropped, as is what a position has beyond x
/// and y. A feature without geometry (null) is an empty collection. With `id`, that property is the
/// id of each feature, which must have it.
/// DataError with place as FeatureReader says; also for a member of meaning that occurs twice. 64
/// bytes before and behind `text`, which stands at `start`, must be readable. O(length); members
/// that stand before the "type" that says what they are cost twice. 4 bytes of memory a byte.
GeoJson read_geojson(io::JsonTokens& tokens, std::string_view text, const base::Position& start,
                     const std::string& id);

}  // namespace pipelab::geometry
