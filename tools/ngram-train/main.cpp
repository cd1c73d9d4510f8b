#include "cli/tool.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/smoothing.hpp"

#include <memory>

namespace {

using namespace pipelab;

struct Options {
    std::vector<std::string> paths;
    std::uint64_t order = 3;
    ngram::SmoothingRules smoothing;
    bool compat = false;
};

void train(cli::Run& run, Options& options) {
    io::Output& out = run.out();
    run.reads(options.paths, "sentences");
    ngram::Corpus corpus = ngram::read_corpus(options.paths, {}, run.control());
    ngram::Model model;
    ngram::Grams grams = ngram::count_grams(corpus, options.order, run.control());
    model.vocabulary = std::move(corpus.vocabulary);
    ngram::Estimate estimate = ngram::estimate(std::move(grams), options.smoothing, run.control());
    model.levels = std::move(estimate.levels);
    ngram::write_arpa(model, out, run.control());
}

cli::Body declare(cli::Declaration& tool) {
    const auto options = std::make_shared<Options>();
    tool.about("Trains an n-gram language model on text, one sentence a line.");
    tool.example("ngram-train corpus.txt -o corpus.arpa", "a model of order 3");
    tool.example("ngram-train --order 5 corpus.txt", "one of order 5");
    tool.common({});
    tool.arguments("FILE", options->paths, "Text.");
    tool.option("--order", "N", options->order, "The length of the longest n-grams.").range(1, 16);
    using ngram::Smoothing;
    tool.choice("--smoothing", "METHOD", options->smoothing.method,
                {{"kn", Smoothing::kneser_ney},
                 {"kn1", Smoothing::kneser_ney_single},
                 {"wb", Smoothing::witten_bell},
                 {"katz", Smoothing::katz},
                 {"abs", Smoothing::absolute},
                 {"add", Smoothing::additive},
                 {"mle", Smoothing::maximum_likelihood},
                 {"stupid", Smoothing::stupid_backoff}},
                "How counts become probabilities.");
    return [options](cli::Run& run) { train(run, *options); };
}

}  // namespace

int main(int argc, char** argv) {
    return cli::run_tool(argc, argv, "ngram-train", "Train n-gram language models.", declare);
}
