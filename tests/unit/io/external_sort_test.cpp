#include "io/external_sort.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "unit/io/temporary.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

namespace external_sort_test {

using namespace pipelab;
using namespace pipelab::io;

namespace {

struct Threads {
    int before = base::threads();
    explicit Threads(int count) { base::set_threads(count); }
    ~Threads() { base::set_threads(before); }
};

/// A key of up to `bits` bits; few of them are far apart.
template <std::size_t Words>
std::array<std::uint64_t, Words> random_key(std::mt19937_64& random, int bits) {
    std::array<std::uint64_t, Words> key{};
    const bool near = random() % 2 == 0;
    for (std::size_t i = 0; i < Words; ++i) {
        const int here = std::clamp(bits - 64 * static_cast<int>(Words - 1 - i), 0, 64);
        if (here == 0) continue;
        key[i] = random() >> (64 - here);
        if (near) key[i] &= i + 1 == Words ? 0xff : 1;
    }
    return key;
}

template <std::size_t Words>
void check_counts(std::size_t size, int bits, SortSpace space, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::map<std::array<std::uint64_t, Words>, std::uint64_t> expected;
    ExternalSorter<CountedKeys<Words>> sorter(space, bits, base::Control::none());
    for (std::size_t i = 0; i < size; ++i) {
        const auto key = random_key<Words>(random, bits);
        ++expected[key];
        sorter.add(key);
    }
    sorter.finish();
    for (int pass = 0; pass < 2; ++pass) {
        auto sorted = sorter.read();
        auto next = expected.begin();
        bool equal = true;
        for (KeyedRecord<Words> record; sorted.next(record); ++next) {
            equal = equal && next != expected.end() && record.key == next->first &&
                    record.value == next->second;
            if (!equal) break;
        }
        CHECK(equal);
        CHECK(next == expected.end());
    }
}

template <std::size_t Words>
void check_records(std::size_t size, int bits, SortSpace space, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::map<std::array<std::uint64_t, Words>, std::uint64_t> expected;
    ExternalSorter<DistinctRecords<Words>> sorter(space, bits, base::Control::none());
    for (std::size_t i = 0; i < size; ++i) {
        const auto key = random_key<Words>(random, bits);
        const std::uint64_t value = random() >> random() % 64;
        if (expected.emplace(key, value).second) sorter.add({key, value});
    }
    sorter.finish();
    auto sorted = sorter.read();
    auto next = expected.begin();
    bool equal = true;
    for (KeyedRecord<Words> record; equal && sorted.next(record); ++next)
        equal = next != expected.end() && record.key == next->first && record.value == next->second;
    CHECK(equal);
    CHECK(next == expected.end());
}

void check_stable(std::size_t size, int bits, SortSpace space, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> items;
    ExternalSorter<StableValues> sorter(space, bits, base::Control::none());
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t key = (random() >> (64 - bits)) >> random() % 32;
        items.push_back(key << 32 | (random() & 0xffffffff));
        sorter.add(items.back());
    }
    sorter.finish();
    std::stable_sort(items.begin(), items.end(),
                     [](std::uint64_t a, std::uint64_t b) { return a >> 32 < b >> 32; });
    auto sorted = sorter.read();
    auto next = items.begin();
    bool equal = true;
    for (KeyedRecord<1> record; equal && sorted.next(record); ++next)
        equal = next != items.end() && (record.key[0] << 32 | record.value) == *next;
    CHECK(equal);
    CHECK(next == items.end());
}

}  // namespace

TEST_CASE("an external sorter gives what std::sort gives, for any memory", "[quick]") {
    for (const int threads : {1, 3}) {
        const Threads set(threads);
        std::uint64_t seed = 0;
        for (const std::uint64_t memory : {0U, 2000U, 40000U, 4000000U}) {
            for (const std::size_t size : {0U, 1U, 2U, 15U, 16U, 17U, 300U, 3000U, 30000U}) {
                if (size / (memory / 8 + 16) > 200) continue;
                CAPTURE(threads, memory, size);
                const SortSpace space{memory, memory / 2, ""};
                check_counts<1>(size, 64, space, ++seed);
                check_counts<1>(size, 13, space, ++seed);
                check_counts<2>(size, 100, space, ++seed);
                check_counts<4>(size, 193, space, ++seed);
                check_records<1>(size, 60, space, ++seed);
                check_records<2>(size, 128, space, ++seed);
                check_records<8>(size, 512, space, ++seed);
                check_stable(size, 20, space, ++seed);
                check_stable(size, 32, space, ++seed);
            }
        }
    }
}

TEST_CASE("an external sorter writes only what does not fit", "[quick]") {
    ExternalSorter<StableValues> small({1 << 20, 1 << 16, ""}, 20, base::Control::none());
    for (std::uint64_t i = 0; i < 65536; ++i) small.add(i << 32);
    small.finish();
    CHECK(small.written() == 0);
    ExternalSorter<StableValues> large({1 << 20, 1 << 16, ""}, 20, base::Control::none());
    for (std::uint64_t i = 0; i < 65537; ++i) large.add(i << 32);
    large.finish();
    CHECK(large.written() > 0);
    CHECK(large.runs() == 2);
}

TEST_CASE("a folder for runs that is not there is an error", "[quick]") {
    ExternalSorter<StableValues> sorter({0, 0, "/nonexistent"}, 20, base::Control::none());
    CHECK_THROWS_AS(
        [&] {
            for (std::uint64_t i = 0; i < 100; ++i) sorter.add(i << 32);
            sorter.finish();
        }(),
        base::IoError);
}

}  // namespace external_sort_test
