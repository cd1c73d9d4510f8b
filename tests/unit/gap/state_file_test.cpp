#include "gap/state_file.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "state_values.hpp"

namespace state_file_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

std::string error_of(const std::string& bytes) {
    try {
        parse_state(bytes, "a.state");
    } catch (const base::DataError& error) {
        return error.what();
    }
    return "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the file is as its header describes it") {
    const std::string bytes = state_bytes(state_of({"-0.5", "0.25", "7"}));
    const std::string head =
        "pipelab gap state 1\n"
        R"({"count":"3","skipped":"0","kind":"decimal","scale":"2","minimum":"-0.5","maximum":"7",)"
        // 7.5 = 3932160 * 2^-19 = 3932160 cells and the one that 7 opens
        R"("exact_level":"-19","exact_cells":"3932161","real_level":"","real_cells":"",)"
        R"("bytes":"491521"})"
        "\n\x28\xb5\x2f\xfd";
    REQUIRE(bytes.substr(0, head.size()) == head);
}

TEST_CASE("damaged files are told") {
    const std::string bytes = state_bytes(state_of({"1.5", "2", "4.25", "0.999999999999999999"}));
    REQUIRE(error_of(bytes) == "");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        REQUIRE(error_of(bytes.substr(0, size)) != "");
    }
    const std::size_t frame = bytes.find("}\n") + 2;
    for (std::size_t i = 0; i < 8 * bytes.size(); ++i) {
        std::string flipped = bytes;
        flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ 1 << i % 8);
        // zstd ignores one bit of its frames; else the checksum tells.
        const bool told = error_of(flipped) != "";
        if (i / 8 >= frame && !told) REQUIRE(state_bytes(parse_state(flipped, "s")) == bytes);
    }
    REQUIRE(error_of("1\n2\n") == "a.state: this is no gap state (maxgap --state writes one)");
    REQUIRE(error_of(replaced(bytes, "state 1", "state 2")) ==
            "a.state: gap state of a version that is not known (expected version 1)");
    const std::string start = "a.state: damaged gap state: ";
    REQUIRE(error_of(bytes + "x") == start + "its bits are cut short or not as they were written");
    REQUIRE(error_of(replaced(bytes, "\"skipped\"", "\"Skipped\"")) ==
            start + "its header is not as it was written");
    REQUIRE(error_of(replaced(bytes, "\"0\"", "\"00\"")) ==
            start + "its header contradicts itself");
    REQUIRE(error_of(replaced(bytes, "4.25", "4.250")) == start + "its header contradicts itself");
    REQUIRE(error_of(replaced(bytes, "4.25", "nan")) == start + "maximum is no such number");
    REQUIRE(error_of(replaced(bytes, "4.25", "0.25")) ==
            start + "the minimum is above the maximum");
    REQUIRE(error_of(replaced(bytes, "\"4\"", "\"2\"")) == start + "it has more cells than values");
    REQUIRE(error_of(replaced(bytes, "\"4\"", "\"-4\"")) == start + "count is no such number");
    REQUIRE(error_of(replaced(bytes, "\"decimal\"", "\"real\"")) ==
            start + "its header contradicts itself");
}

TEST_CASE("a state read goes on like the one written") {
    Random random(5);
    for (int round = 0; round < rounds; ++round) {
        const Texts first = generated(random, round % families);
        const Texts second = generated(random, static_cast<int>(random() % families));
        State kept = state_of(first);
        State read = parse_state(state_bytes(kept), "s");
        kept.add(block_of(second));
        read.add(block_of(second));
        CAPTURE(first, second);
        REQUIRE(state_bytes(read) == state_bytes(kept));
    }
}

}  // namespace state_file_test
