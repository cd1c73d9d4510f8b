// The bytes are the state of a stream. What is accepted is written again as it is read, can be
// merged with itself, which gives a state again.
#include "base/error.hpp"
#include "optim/stream_state.hpp"
#include "require.hpp"

#include <string>
#include <vector>

using namespace pipelab;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::vector<optim::StreamSummary> summaries;
    try {
        summaries = optim::parse_stream_state(text, "state");
    } catch (const base::DataError&) {
        return 0;
    }
    const std::string written = optim::state_text(summaries);
    require(optim::state_text(optim::parse_stream_state(written, "state")) == written);
    try {
        optim::join_summaries(summaries, optim::parse_stream_state(written, "state"), "state");
    } catch (const base::DataError&) {
        return 0;
    }
    optim::parse_stream_state(optim::state_text(summaries), "state");
    return 0;
}
