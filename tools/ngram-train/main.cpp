#include "options.hpp"

#include <memory>

namespace {

using namespace pipelab;

cli::Body declare(cli::Declaration& tool) {
    const auto options = std::make_shared<ngram_train::Options>();
    ngram_train::declare_options(tool, *options);
    return [options](cli::Run& run) { ngram_train::train(run, *options); };
}

}  // namespace

int main(int argc, char** argv) {
    return cli::run_tool(argc, argv, "ngram-train", "Train n-gram language models.", declare);
}
