#pragma once

#include "../unit/geometry/outcome.hpp"
#include "base/parallel.hpp"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

/// What the fuzz targets of notations share.
namespace pipelab::testing {

inline void require_equal(const std::string& a, const std::string& b) {
    if (a == b) return;
    std::fprintf(stderr, "first:  %s\nsecond: %s\n", a.c_str(), b.c_str());
    std::abort();
}

struct CutFeatures {
    std::string text, features;
};

/// The first byte chooses pieces and threads, the rest is read: whole and in pieces, which must
/// give the same features and the same error. None for data that is packed, or none at all.
inline std::optional<CutFeatures> read_however_cut(const unsigned char* data, std::size_t size,
                                                   const geometry::Input& input) {
    if (size < 1) return std::nullopt;
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    if (text.starts_with("\x1f\x8b") || text.starts_with("\x28\xb5")) return std::nullopt;
    base::set_threads(1);
    const std::string whole = features_of(text, input);
    geometry::Input cut = input;
    cut.chunk_bytes = 1 + data[0] % 32;
    base::set_threads(data[0] / 32 == 7 ? 2 : 1);
    require_equal(whole, features_of(text, cut));
    base::set_threads(1);
    return CutFeatures{text, whole};
}

}  // namespace pipelab::testing
