#include "base/shard.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <cstdlib>
#include <map>
#include <vector>

namespace shard_test {

using Catch::Matchers::Contains;
using pipelab::base::EnvironmentLookup;
using pipelab::base::parse_shard;
using pipelab::base::Shard;
using pipelab::base::UsageError;

namespace {

using Variables = std::map<std::string, std::string>;

EnvironmentLookup lookup(Variables variables) {
    return [variables = std::move(variables)](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

Shard automatic(const Variables& variables) { return parse_shard("auto", lookup(variables)); }

std::string refusal(std::string_view text, const Variables& variables = {}) {
    try {
        parse_shard(text, lookup(variables));
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("parts joined in order are the whole") {
    for (std::uint64_t items = 0; items < 60; ++items) {
        for (std::uint64_t count = 1; count < 25; ++count) {
            std::uint64_t end = 0;
            for (std::uint64_t i = 0; i < count; ++i) {
                const auto [first, second] = Shard{i, count}.range(items);
                REQUIRE(first == end);
                const std::uint64_t size = second - first;
                REQUIRE((size == items / count || size == items / count + 1));
                end = second;
            }
            REQUIRE(end == items);
        }
    }
}

TEST_CASE("parts of the largest numbers do not overflow") {
    const std::uint64_t most = ~std::uint64_t{0};
    using Range = std::pair<std::uint64_t, std::uint64_t>;
    REQUIRE(Shard{0, 1}.range(most) == Range{0, most});
    REQUIRE(Shard{1, 2}.range(most) == Range{std::uint64_t{1} << 63, most});
    REQUIRE(Shard{most - 1, most}.range(most) == Range{most - 1, most});
    REQUIRE(Shard{most - 1, most}.range(3) == Range{3, 3});
    REQUIRE(Shard{2, most}.range(3) == Range{2, 3});
    // 2^64 - 1 = 6 * 3074457345618258602 + 3
    REQUIRE(Shard{5, 6}.range(most) == Range{15372286728091293013u, most});
}

TEST_CASE("i/n") {
    REQUIRE(parse_shard("0/1") == Shard{0, 1});
    REQUIRE(parse_shard("6/7") == Shard{6, 7});
    REQUIRE(parse_shard("18446744073709551614/18446744073709551615") ==
            Shard{18446744073709551614u, 18446744073709551615u});
    for (const char* text : {"", "/", "1", "1/", "/2", "-1/2", "+0/2", "0/2 ", " 0/2", "0/2/3",
                             "0x0/2", "1.0/2", "Auto", "0/18446744073709551616"}) {
        CAPTURE(text);
        REQUIRE_THAT(refusal(text), Contains("shard '" + std::string(text) + "': expected i/n"));
    }
    REQUIRE(refusal("0/0") == "shard '0/0': there must be at least one part");
    REQUIRE(refusal("4/4") == "shard '4/4': parts are counted from 0, so the last is 3/4");
}

TEST_CASE("auto asks the engine") {
    REQUIRE(automatic({{"SLURM_ARRAY_TASK_ID", "3"},
                       {"SLURM_ARRAY_TASK_MIN", "1"},
                       {"SLURM_ARRAY_TASK_COUNT", "8"}}) == Shard{2, 8});
    // sbatch --array=10-30:5, whose script also sees SLURM_PROCID and SLURM_NTASKS
    REQUIRE(automatic({{"SLURM_ARRAY_TASK_ID", "25"},
                       {"SLURM_ARRAY_TASK_MIN", "10"},
                       {"SLURM_ARRAY_TASK_MAX", "30"},
                       {"SLURM_ARRAY_TASK_STEP", "5"},
                       {"SLURM_ARRAY_TASK_COUNT", "5"},
                       {"SLURM_PROCID", "0"},
                       {"SLURM_NTASKS", "4"}}) == Shard{3, 5});
    REQUIRE(automatic({{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "4"}}) == Shard{2, 4});
    REQUIRE(
        automatic({{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "8"}, {"SLURM_STEP_NUM_TASKS", "4"}}) ==
        Shard{2, 4});
    REQUIRE(automatic({{"OMPI_COMM_WORLD_RANK", "1"},
                       {"OMPI_COMM_WORLD_SIZE", "2"},
                       {"SLURM_PROCID", "0"},
                       {"SLURM_NTASKS", "1"}}) == Shard{1, 2});
    REQUIRE(automatic({{"PMI_RANK", "0"}, {"PMI_SIZE", "16"}}) == Shard{0, 16});
}

TEST_CASE("auto refuses what could be wrong") {
    REQUIRE_THAT(refusal("auto"), Contains("none of SLURM_ARRAY_TASK_ID") && Contains("give i/n"));
    REQUIRE_THAT(refusal("auto", {{"PARALLEL_SEQ", "1"}}), Contains("none of"));
    REQUIRE_THAT(refusal("auto", {{"PMI_RANK", "0"}}),
                 Contains("PMI_RANK is set, but PMI_SIZE is not"));
    REQUIRE_THAT(refusal("auto", {{"PMI_RANK", "zero"}, {"PMI_SIZE", "2"}}),
                 Contains("PMI_RANK is 'zero', not a whole number"));
    REQUIRE_THAT(refusal("auto", {{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "2"}}),
                 Contains("index 2") && Contains("count 2"));
    Variables array = {{"SLURM_ARRAY_TASK_ID", "7"},
                       {"SLURM_ARRAY_TASK_MIN", "3"},
                       {"SLURM_ARRAY_TASK_MAX", "7"},
                       {"SLURM_ARRAY_TASK_STEP", "1"},
                       {"SLURM_ARRAY_TASK_COUNT", "2"}};  // sbatch --array=3,7
    REQUIRE_THAT(refusal("auto", array), Contains("not evenly numbered"));
    array["SLURM_ARRAY_TASK_COUNT"] = "5";
    REQUIRE(automatic(array) == Shard{4, 5});
    array["SLURM_PROCID"] = "1";
    array["SLURM_STEP_NUM_TASKS"] = "3";
    REQUIRE_THAT(refusal("auto", array), Contains("one of 3 processes"));
    array["SLURM_ARRAY_TASK_STEP"] = "0";
    REQUIRE_THAT(refusal("auto", array), Contains("not evenly numbered"));
}

TEST_CASE("the environment of the process is the default") {
    REQUIRE(setenv("PIPELAB_SHARD_TEST", "x", 1) == 0);
    REQUIRE(pipelab::base::process_environment()("PIPELAB_SHARD_TEST") == "x");
    REQUIRE(unsetenv("PIPELAB_SHARD_TEST") == 0);
    REQUIRE_FALSE(pipelab::base::process_environment()("PIPELAB_SHARD_TEST").has_value());
}

}  // namespace shard_test
