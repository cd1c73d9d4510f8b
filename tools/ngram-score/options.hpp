#pragma once

#include "cli/tool.hpp"
#include "ngram/generate.hpp"
#include "ngram/judge.hpp"
#include "ngram/sentence_reader.hpp"
#include "ngram/tokenizer.hpp"
#include "ngram/vector_report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ngram_score {

using namespace pipelab;

/// What is asked of vectors.
struct VectorOptions {
    std::string features;
    ngram::WeightRules weights;
    bool grams = false;
    bool whole = false;
    std::vector<std::string> references;
    ngram::Distance distance = ngram::Distance::cosine;
};

/// What the command line asks for.
struct Options {
    std::vector<std::string> paths;  ///< the model, if one is wanted, then the inputs
    ngram::SentenceInput input;
    std::optional<ngram::Unit> unit;
    bool lower = false;
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
    std::optional<ngram::Sieve::Action> action;
    bool rerank = false;
    bool by_token = false;

    std::optional<std::uint64_t> next;
    std::optional<std::uint64_t> generate;
    ngram::GenerationRules generation;
    bool segment = false;

    std::vector<std::string> mix;  ///< MODEL:W or MODEL
    bool cache = false;
    std::string half_lives, cache_weights;  ///< three numbers each
    std::string tune;

    std::vector<std::string> classes, priors;  ///< NAME=MODEL, NAME=P
    VectorOptions vectors;
    std::string lookup;
    std::uint64_t order = 3;
    std::optional<std::uint64_t> top;
    double least = 0;
};

void declare_options(cli::Declaration& tool, Options& options);

/// Does what was asked.
void answer(cli::Run& run, Options& options);

}  // namespace ngram_score
