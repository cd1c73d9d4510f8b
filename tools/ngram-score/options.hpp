#pragma once

#include "cli/tool.hpp"
#include "ngram/generate.hpp"
#include "ngram/judge.hpp"
#include "ngram/sentence_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ngram_score {

using namespace pipelab;

/// What the command line asks for.
struct Options {
    std::vector<std::string> paths;  ///< the model, then the inputs
    ngram::SentenceInput input;
    bool header = false;
    bool no_begin = false;
    bool no_end = false;
    bool summary = false;
    bool tokens = false;
    bool flush = false;
    bool verify = false;

    std::optional<double> plausible;  ///< the limit
    std::string calibrate;
    double share = 0.05;
    ngram::Sieve::Action action = ngram::Sieve::Action::keep;
    bool rerank = false;
    bool by_token = false;

    std::optional<std::uint64_t> next;
    std::optional<std::uint64_t> generate;
    ngram::GenerationRules generation;
    bool segment = false;
};

void declare_options(cli::Declaration& tool, Options& options);

/// Reads the model and does what was asked.
void answer(cli::Run& run, Options& options);

}  // namespace ngram_score
