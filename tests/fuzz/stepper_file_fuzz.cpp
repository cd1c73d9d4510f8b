// The bytes are a stepper's file. What is accepted is written again as it is read, and steps on the
// same way from both.
#include "base/error.hpp"
#include "optim/stepper_file.hpp"
#include "require.hpp"

#include <string>

using namespace pipelab;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        optim::Stepper stepper = optim::parse_stepper(text, "state");
        const std::string written = optim::stepper_text(stepper);
        optim::Stepper again = optim::parse_stepper(written, "state");
        require(optim::stepper_text(again) == written);
        const std::vector<double> gradient(stepper.parameters().size(), 0.5);
        const bool same = stepper.push(gradient) == again.push(gradient);
        require(same && optim::stepper_text(stepper) == optim::stepper_text(again));
    } catch (const base::DataError&) {
    }
    return 0;
}
