// The first byte chooses pieces and threads, the rest is well-known text. However it is cut, the
// features and the place of the error must be the same; what was read reads back the same from
// what is written of it.
#include "cut_features.hpp"

#include <string>

using namespace pipelab;

namespace {

void write_and_read(const geometry::Input& input) {
    geometry::FeatureReader reader(input, geometry::Blocks::rings, base::Control::none());
    for (geometry::Feature feature; reader.next(feature);) {
        const std::string expected = "1@1:1 " + testing::structure_of(feature.shape) + "\n";
        testing::require_equal(expected, testing::features_of(testing::wkt_of(feature.shape)));
        testing::require_equal(expected, testing::features_of(testing::geojson_of(feature.shape)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    geometry::Input input;
    input.notation = geometry::Notation::wkt;
    const auto read = testing::read_however_cut(data, size, input);
    if (!read) return 0;
    const testing::TextFile file(read->text);
    input.paths = {file.path()};
    try {
        write_and_read(input);
    } catch (const base::DataError&) {
    }
    return 0;
}
