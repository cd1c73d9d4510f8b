// The first byte chooses pieces and threads, the rest is GeoJSON. However it is cut, the features
// and the place of the error must be the same; what was read reads back the same from what is
// written of it, properties and ids byte for byte; and what another parser refuses is refused.
#include "cut_features.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

using namespace pipelab;

namespace {

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

void write_and_read(const geometry::Input& input) {
    geometry::FeatureReader reader(input, geometry::Blocks::rings, base::Control::none());
    for (geometry::Feature feature; reader.next(feature);) {
        std::string expected = "1@1:1 " + testing::structure_of(feature.shape);
        testing::require_equal(expected + "\n",
                               testing::features_of(testing::wkt_of(feature.shape)));
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
        testing::require_equal(expected + "\n", testing::features_of(text + "}"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    geometry::Input input;
    input.notation = geometry::Notation::geojson;
    const auto read = testing::read_however_cut(data, size, input);
    if (!read) return 0;
    const testing::TextFile file(read->text);
    input.paths = {file.path()};
    try {
        write_and_read(input);
    } catch (const base::DataError&) {
        return 0;
    }
    const std::string &text = read->text, &whole = read->features;
    // One value in one line was read without an error: it is JSON.
    const bool plain = text.starts_with('{') && text.find('\n') == std::string::npos;
    if (plain && std::count(whole.begin(), whole.end(), '\n') == 1 &&
        text.find("}{") == std::string::npos && text.find('\x1e') == std::string::npos &&
        text.find("} {") == std::string::npos && !nlohmann::json::accept(text) &&
        whole.find("1@1:1") == 0)
        testing::require_equal(text, "not JSON");
    return 0;
}
