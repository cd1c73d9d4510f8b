// The bytes are a linear model, perhaps with its state. What is accepted is written again as it is
// read.
#include "base/error.hpp"
#include "optim/linear_model.hpp"

#include <cstdlib>
#include <string>

using namespace pipelab;

namespace {

std::string written(const optim::SavedModel& saved) {
    return optim::model_json(saved.model, saved.progress ? &*saved.progress : nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        const std::string once = written(optim::parse_model(text, "model"));
        if (written(optim::parse_model(once, "model")) != once) std::abort();
    } catch (const base::DataError&) {
    }
    return 0;
}
