#pragma once

#include "cli/declaration.hpp"
#include "cli/tool.hpp"
#include "ngram/binary_file.hpp"
#include "ngram/corpus.hpp"
#include "ngram/features.hpp"
#include "ngram/smoothing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ngram_train {

using namespace pipelab;

/// What the command line says.
struct Options {
    std::vector<std::string> paths;
    ngram::TextRules text;  ///< but the unit
    std::optional<ngram::Unit> unit;
    std::string vocabulary_path;

    std::optional<std::uint64_t> order;
    std::string smoothing = "kn";
    bool interpolate = false, no_interpolate = false, no_uniform = false;
    std::vector<std::string> discounts;
    std::string tune;
    std::string prune;
    std::optional<double> prune_entropy;
    bool kenlm_compat = false;

    bool counts = false;
    bool from_counts = false;
    bool from_arpa = false;
    std::string weights;
    bool features = false;
    ngram::FeatureRules feature_rules;
    std::string shard;
    bool check = false;
    std::optional<ngram::BinaryKind> binary;
    std::optional<int> quantize;
    bool stats = false;

    std::optional<cli::Bytes> memory;
    std::string temporary;
};

/// The options as users see them.
void declare_options(cli::Declaration& tool, Options& options);

/// What the options ask for. UsageError for what is none.
ngram::TextRules text_rules(const Options& options);
/// For a model of this order.
ngram::SmoothingRules smoothing_rules(const Options& options, std::size_t order);
std::size_t order(const Options& options);

/// Trains a model and writes it.
void train(cli::Run& run, const Options& options);

}  // namespace ngram_train
