#include "models.hpp"

#include "base/error.hpp"
#include "io/number.hpp"
#include "io/print.hpp"
#include "io/source.hpp"
#include "ngram/rules_text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ngram_score {
namespace {

struct MixedModel {
    std::string path;
    std::optional<double> weight;
};

/// "MODEL:W", or "MODEL" if no number follows the last colon.
MixedModel mixed_model(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (text.empty() || colon == 0 || colon + 1 == text.size())
        throw base::UsageError("--mix: expected MODEL or MODEL:W, found '" + text + "'");
    if (colon == std::string::npos) return {text, std::nullopt};
    const auto weight = io::parse_double(text.substr(colon + 1));
    if (!weight) return {text, std::nullopt};
    if (!(*weight > 0 && *weight < 1)) {
        throw base::UsageError("--mix: expected a weight between 0 and 1, found '" +
                               text.substr(colon + 1) + "'");
    }
    return {text.substr(0, colon), weight};
}

/// Of the first model and the others.
std::vector<double> weights_of(const std::vector<MixedModel>& mixed, bool tuned) {
    const auto given = std::count_if(mixed.begin(), mixed.end(), [](const MixedModel& model) {
        return model.weight.has_value();
    });
    if (given == 0 || tuned) {
        const std::size_t models = mixed.size() + 1;
        return std::vector<double>(models, 1 / static_cast<double>(models));
    }
    if (static_cast<std::size_t>(given) < mixed.size())
        throw base::UsageError("--mix: some models have a weight, others do not");
    std::vector<double> weights{1};
    for (const MixedModel& model : mixed) {
        weights.push_back(*model.weight);
        weights[0] -= *model.weight;
    }
    if (!(weights[0] > 0))
        throw base::UsageError("--mix: the weights leave nothing for the first model");
    return weights;
}

/// Three numbers.
void parse_three(const std::string& option, const std::string& text, double least, double most,
                 std::array<double, ngram::CacheRules::orders>& to) {
    if (text.empty()) return;
    const auto numbers = ngram::parse_weights(text);
    if (!numbers || numbers->size() != to.size() ||
        *std::min_element(numbers->begin(), numbers->end()) < least ||
        *std::max_element(numbers->begin(), numbers->end()) > most) {
        throw base::UsageError(option + ": expected three numbers from " + io::printed(least) +
                               " to " + io::printed(most) + ", found '" + text + "'");
    }
    std::copy(numbers->begin(), numbers->end(), to.begin());
}

ngram::CacheRules cache_rules(const Options& options) {
    ngram::CacheRules rules;
    parse_three("--half-lives", options.half_lives, 1, 1e9, rules.half_lives);
    parse_three("--cache-weights", options.cache_weights, 1e-6, 1, rules.weights);
    if (!(std::accumulate(rules.weights.begin(), rules.weights.end(), 0.0) < 1))
        throw base::UsageError("--cache-weights: the weights leave nothing for the models");
    return rules;
}

std::string list(const std::array<double, ngram::CacheRules::orders>& numbers) {
    std::string text;
    for (const double number : numbers) {
        if (!text.empty()) text += ',';
        text += io::printed(number);
    }
    return text;
}

/// In whole millionths, so that they can be told and given again; none is nothing, not even what is
/// left of one.
template <class Weights>
void round_weights(Weights& weights) {
    double left = 1e6;
    for (double& weight : weights) {
        weight = std::max(1.0, std::floor(weight * 1e6));
        left -= weight;
    }
    *std::max_element(weights.begin(), weights.end()) -= std::max(0.0, 1 - left);
    for (double& weight : weights) weight /= 1e6;
}

}  // namespace

Models::Models(cli::Run& run, const Options& options) : cache_(cache_rules(options)) {
    if (!options.tune.empty() && options.mix.empty() && !options.cache)
        throw base::UsageError("--tune needs --mix or --cache");
    std::vector<MixedModel> mixed;
    for (const std::string& text : options.mix) {
        mixed.push_back(mixed_model(text));
        if (mixed.back().path == "-" && options.paths[0] == "-")
            throw base::UsageError("standard input cannot be two models");
        if (mixed.back().path == "-") refuse_input_twice(options, "a model");
    }
    std::vector<double> weights = weights_of(mixed, !options.tune.empty());
    opened_.push_back(open_model(run, options.paths[0], options.next || options.generate));
    for (const MixedModel& model : mixed) opened_.push_back(open_model(run, model.path));
    ngram::UnitSigns signs;
    std::vector<const ngram::Scorer*> scorers;
    for (const ngram::FileScorer& model : opened_) {
        signs.see(model.scorer.vocabulary(), model.text);
        scorers.push_back(&model.scorer);
    }
    tokenizer_.emplace(opened_[0].scorer.vocabulary(), token_rules(run, options, signs));
    mixture_.emplace(*tokenizer_, std::move(scorers), std::move(weights),
                     ngram::SentenceRules{!options.no_begin, !options.no_end});
    if (!options.tune.empty()) tune(run, options);
}

void Models::tune(cli::Run& run, const Options& options) {
    ngram::SentenceInput text = options.input;
    text.paths = {options.tune};
    run.control().progress.begin("tuning", io::total_size(text.paths), "B");
    ngram::TunedMixture tuned = ngram::tune_mixture(*mixture_, text, options.cache, run.control());
    run.control().progress.end();
    std::string note = "tuned on " + io::printed(tuned.tokens) + " tokens:";
    std::vector<double> weights(tuned.weights.begin() + 1, tuned.weights.end());
    if (!weights.empty()) round_weights(weights);
    for (std::size_t m = 0; m < weights.size(); ++m)
        note += " --mix " + mixed_model(options.mix[m]).path + ":" + io::printed(weights[m]);
    weights.insert(weights.begin(), 1 - std::accumulate(weights.begin(), weights.end(), 0.0));
    mixture_->set_weights(std::move(weights));
    if (tuned.cache) {
        cache_ = *tuned.cache;
        round_weights(cache_.weights);
        note +=
            " --cache-weights " + list(cache_.weights) + " --half-lives " + list(cache_.half_lives);
    }
    run.note(note + "; perplexity " + io::printed(std::round(tuned.perplexity * 1e4) / 1e4));
}

void Models::require_whole() const {
    for (const ngram::FileScorer& model : opened_) model.require_whole();
}

}  // namespace ngram_score
