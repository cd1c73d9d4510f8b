#include "options.hpp"

#include <memory>

namespace {

using namespace pipelab;

cli::Body declare(cli::Declaration& tool) {
    const auto options = std::make_shared<combsum::Options>();
    combsum::declare_options(tool, *options);
    tool.verb("reconcile", "Match many amounts to many targets, each used once.",
              combsum::declare_reconcile);
    return [options, &tool](cli::Run& run) {
        options->seed = tool.seed();
        combsum::answer(run, *options);
    };
}

}  // namespace

int main(int argc, char** argv) {
    return cli::run_tool(argc, argv, "combsum",
                         "List, count and find combinations of numbers that reach a sum.", declare);
}
