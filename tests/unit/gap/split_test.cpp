#include "gap/split.hpp"

#include "../io/temporary.hpp"
#include "catch.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace split_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

template <class T>
struct Expected {
    std::vector<Cluster<T>> clusters;
    std::vector<std::size_t> labels;  // from 0, of the values as given
};

/// Walks the sorted values and begins a cluster behind each cut.
template <class T>
Expected<T> by_walking(const std::vector<T>& values, const std::vector<Gap<T>>& cuts) {
    Expected<T> expected;
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const T value : sorted) {
        const bool begins = std::any_of(cuts.begin(), cuts.end(),
                                        [&](const Gap<T>& cut) { return cut.upper == value; });
        if (expected.clusters.empty() || (begins && expected.clusters.back().upper != value)) {
            expected.clusters.push_back({value, value, 0});
        }
        expected.clusters.back().upper = value;
        ++expected.clusters.back().count;
    }
    for (const T value : values) {
        for (std::size_t i = 0; i < expected.clusters.size(); ++i) {
            const auto& cluster = expected.clusters[i];
            if (cluster.lower <= value && value <= cluster.upper) expected.labels.push_back(i);
        }
    }
    return expected;
}

template <class T>
std::string labels_written(const Split<T>& split, const std::vector<T>& values) {
    testing::Pipe pipe;
    io::Output out("/dev/fd/" + std::to_string(pipe.writing()));
    split.write_labels(values, out, false);
    out.finish();
    std::string text(1 << 16, '\0');
    if (values.empty()) return "";
    text.resize(static_cast<std::size_t>(read(pipe.reading(), text.data(), text.size())));
    return text;
}

template <class T>
void check(const std::vector<T>& values, const std::vector<Gap<T>>& cuts) {
    const Split<T> split(cuts);
    const auto expected = by_walking(values, cuts);
    std::string labels;
    for (std::size_t i = 0; i < values.size(); ++i) {
        REQUIRE(split.cluster_of(values[i]) == expected.labels[i]);
        labels += std::to_string(expected.labels[i] + 1) + "\n";
    }
    REQUIRE(labels_written(split, values) == labels);
    const BlockwiseValues<T> blockwise(values, 7);
    for (const auto& clusters :
         {split.clusters(MemoryValues<T>(values)), split.clusters(blockwise)}) {
        REQUIRE(clusters.size() == expected.clusters.size());
        for (std::size_t i = 0; i < clusters.size(); ++i) {
            REQUIRE(clusters[i].lower == expected.clusters[i].lower);
            REQUIRE(clusters[i].upper == expected.clusters[i].upper);
            REQUIRE(clusters[i].count == expected.clusters[i].count);
        }
    }
}

}  // namespace

TEMPLATE_TEST_CASE("Clusters are what lies between the cuts, in whatever order these come", "",
                   double, std::int64_t, std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(61);
    for (int round = 0; round < 2000; ++round) {
        std::vector<T> values(random() % 150);
        for (T& value : values) value = generated<T>(random, round % 9);
        auto cuts = by_definition(values, random() % 6);
        std::shuffle(cuts.begin(), cuts.end(), random);
        CAPTURE(round, values.size(), cuts.size());
        check(values, cuts);
    }
}

TEST_CASE("A split by hand") {
    check<double>({3, 100, 1, 2, 101, 50, -0.0, 0.0}, {{50, 100}, {3, 50}});
    const Split<double> split({{50, 100}, {3, 50}});
    CHECK(split.cluster_of(3) == 0);
    CHECK(split.cluster_of(50) == 1);
    CHECK(split.cluster_of(100) == 2);
    CHECK(labels_written<double>(split, {100, 3, 50}) == "3\n1\n2\n");
    CHECK(Split<double>({}).clusters(MemoryValues<double>(std::span<const double>())).empty());
}

}  // namespace split_test
