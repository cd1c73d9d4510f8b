#include "options.hpp"

#include <memory>

namespace {

using namespace pipelab;

cli::Body declare(cli::Declaration& tool) {
    const auto options = std::make_shared<ngram_score::Options>();
    ngram_score::declare_options(tool, *options);
    return [options, &tool](cli::Run& run) {
        options->generation.seed = tool.seed();
        ngram_score::answer(run, *options);
    };
}

}  // namespace

int main(int argc, char** argv) {
    return cli::run_tool(argc, argv, "ngram-score", "Score sentences by an n-gram language model.",
                         declare);
}
