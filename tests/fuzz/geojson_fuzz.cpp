// The first byte chooses pieces and threads, the rest is GeoJSON. However it is cut, the features
// and the place of the error must be the same; what was read reads back the same from what is
// written of it, properties and ids byte for byte; and what another parser refuses is refused.
#include "../unit/geometry/outcome.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

using namespace pipelab;

namespace {

void require_equal(const std::string& a, const std::string& b) {
    if (a == b) return;
    std::fprintf(stderr, "first:  %s\nsecond: %s\n", a.c_str(), b.c_str());
    std::abort();
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

void write_and_read(const geometry::Input& input) {
    geometry::FeatureReader reader(input, geometry::Blocks::rings, base::Control::none());
    for (geometry::Feature feature; reader.next(feature);) {
        std::string expected = "1@1:1 " + testing::structure_of(feature.shape);
        require_equal(expected + "\n", testing::features_of(testing::wkt_of(feature.shape)));
        std::string text =
            "{\"type\":\"Feature\",\"geometry\":" + testing::geojson_of(feature.shape);
        const std::string properties = one_line(feature.properties);
        if (!properties.empty()) {
            text += ",\"properties\":" + properties;
            expected += " " + properties;
        }
        if (!feature.id.empty()) {
            text += ",\"id\":" + feature.id;
            expected += " id " + feature.id;
        }
        require_equal(expected + "\n", testing::features_of(text + "}"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    if (text.starts_with("\x1f\x8b") || text.starts_with("\x28\xb5")) return 0;  // packed
    geometry::Input input;
    input.notation = geometry::Notation::geojson;
    base::set_threads(1);
    const std::string whole = testing::features_of(text, input);
    geometry::Input cut = input;
    cut.chunk_bytes = 1 + data[0] % 32;
    base::set_threads(data[0] / 32 == 7 ? 2 : 1);
    require_equal(whole, testing::features_of(text, cut));
    base::set_threads(1);

    const testing::TextFile file(text);
    input.paths = {file.path()};
    try {
        write_and_read(input);
    } catch (const base::DataError&) {
        return 0;
    }
    // One value in one line was read without an error: it is JSON.
    const bool plain = text.starts_with('{') && text.find('\n') == std::string::npos;
    if (plain && std::count(whole.begin(), whole.end(), '\n') == 1 &&
        text.find("}{") == std::string::npos && text.find('\x1e') == std::string::npos &&
        text.find("} {") == std::string::npos && !nlohmann::json::accept(text) &&
        whole.find("1@1:1") == 0)
        require_equal(text, "not JSON");
    return 0;
}
