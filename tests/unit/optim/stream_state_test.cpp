#include "optim/stream_state.hpp"

#include "../io/temporary.hpp"
#include "catch.hpp"

#include <string>

namespace stream_state_test {

using namespace pipelab;
using testing::message_of;

namespace {

std::string state_of(const std::string& text) {
    const testing::File file(text);
    io::NumberInput input;
    input.paths = {file.path()};
    optim::SummaryRequest request;
    request.steps = optim::StepSequence::parse("power:1,0.7");
    request.quantiles = {0.25, 0.5};
    return optim::state_text(optim::summarise(input, {}, request, {}, {}, base::Control::none()));
}

}  // namespace

TEST_CASE("states read back to the same bytes") {
    for (const char* text :
         {"1", "0.1 -3 1e-300 1e300", "18446744073709551615 -0.000000000000000001"})
        CHECK(optim::state_text(optim::parse_stream_state(state_of(text), "s")) == state_of(text));
}

TEST_CASE("damaged states are refused") {
    const std::string good = state_of("1 2.5 3e-40 4");
    const auto refused = [](const std::string& text) {
        return message_of<base::DataError>([&] { optim::parse_stream_state(text, "s"); })
            .starts_with("s: not a state");
    };
    for (std::size_t length = 0; length < good.size() - 2; length += 7)
        CHECK(refused(good.substr(0, length)));
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        return text.replace(at, from.size(), to);
    };
    CHECK(refused(with("\"count\":\"4\"", "\"count\":\"1\"")));
    CHECK(refused(with("\"count\":\"4\"", "\"count\":4")));
    CHECK(refused(with("\"count\":\"4\"", "\"count\":\"-4\"")));
    CHECK(refused(with("\"maximum\":\"4\"", "\"maximum\":\"-4\"")));
    CHECK(refused(with("\"minimum\":\"", "\"minimum\":\"nan")));
    CHECK(refused(with("\"capacity\":4096", "\"capacity\":0")));
    CHECK(refused(with("\"odd\":[false]", "\"odd\":[]")));
    CHECK(refused(with("power:1,0.7", "power:x")));
    CHECK(refused(with("\"version\":1", "\"version\":2")));
    CHECK(refused(with("\"decimals\":[[\"", "\"decimals\":[[\"-9999")));
    CHECK(refused(with("\"doubles\":[[\"", "\"doubles\":[[\"x")));
    CHECK(refused(std::string(100000, '[')));
}

}  // namespace stream_state_test
