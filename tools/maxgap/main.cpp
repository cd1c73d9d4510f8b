#include "options.hpp"

#include <memory>

namespace {

using namespace pipelab;

cli::Body declare(cli::Declaration& tool) {
    const auto options = std::make_shared<maxgap::Options>();
    maxgap::declare_options(tool, *options);
    return [options](cli::Run& run) {
        if (options->merge) {
            maxgap::answer_merge(run, *options);
        } else if (!options->state.empty()) {
            maxgap::answer_state(run, *options);
        } else if (!options->input.key_column.empty()) {
            maxgap::answer_by_key(run, *options);
        } else {
            maxgap::answer_gaps(run, *options);
        }
    };
}

}  // namespace

int main(int argc, char** argv) {
    return cli::run_tool(argc, argv, "maxgap",
                         "Find the widest gaps between sorted neighbours, without sorting.",
                         declare);
}
