#include "answer.hpp"
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "io/number.hpp"
#include "io/source.hpp"
#include "ngram/classifier.hpp"
#include "ngram/model_file.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace ngram_score {
namespace {

/// NAME=VALUE.
std::pair<std::string, std::string> parted(const std::string& option, const std::string& text,
                                           const std::string& value) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
        throw base::UsageError(option + ": expected NAME=" + value + ", found '" + text + "'");
    return {text.substr(0, equals), text.substr(equals + 1)};
}

struct NamedModel {
    std::string name, path;
    double weight = 1;
};

std::vector<NamedModel> named_models(const Options& options) {
    std::vector<NamedModel> models;
    const auto find = [&](const std::string& name) {
        return std::find_if(models.begin(), models.end(),
                            [&](const NamedModel& model) { return model.name == name; });
    };
    for (const std::string& text : options.classes) {
        const auto [name, path] = parted("--classify", text, "MODEL");
        if (find(name) != models.end())
            throw base::UsageError("--classify: '" + name + "' is the name of two models");
        if (path == "-") refuse_input_twice(options, "a model");
        models.push_back({name, path, 1});
    }
    std::set<std::string> given;
    for (const std::string& text : options.priors) {
        const auto [name, value] = parted("--prior", text, "P");
        const auto model = find(name);
        if (model == models.end())
            throw base::UsageError("--prior: no model has the name '" + name + "'");
        const auto weight = io::parse_double(value);
        if (!weight || !(*weight > 0))
            throw base::UsageError("--prior: expected a positive number, found '" + value + "'");
        if (!given.insert(name).second)
            throw base::UsageError("--prior: two values for '" + name + "'");
        model->weight = *weight;
    }
    return models;
}

ngram::Classifier read_classifier(cli::Run& run, const Options& options) {
    const std::vector<NamedModel> models = named_models(options);
    std::vector<std::optional<ngram::FileScorer>> opened(models.size());
    // Models are small and many: each by one thread.
    base::parallel_for(models.size(), [&](std::size_t i) {
        base::stop_if_requested(run.control().cancellation);
        opened[i].emplace(ngram::open_scorer(models[i].path, false, base::Control::none()));
    });
    std::vector<ngram::SentenceClass> classes;
    ngram::UnitSigns signs;
    bool letters = false;
    for (std::size_t i = 0; i < models.size(); ++i) {
        ngram::FileScorer& read = *opened[i];
        for (const std::string& warning : read.warnings) run.warn(models[i].path + ": " + warning);
        ngram::UnitSigns own;
        own.see(read.scorer.vocabulary(), read.text);
        letters |= own.unit() != ngram::Unit::word;
        signs.see(read.scorer.vocabulary(), read.text);
        classes.push_back({models[i].name, std::move(read.scorer), models[i].weight});
    }
    if (!options.unit && letters && signs.unit() == ngram::Unit::word) {
        throw base::UsageError(
            "--classify: some models are of characters or bytes, others are not (see --unit)");
    }
    return {
        std::move(classes), token_rules(run, options, signs), {!options.no_begin, !options.no_end}};
}

void add(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& more) {
    to.resize(more.size());
    for (std::size_t i = 0; i < more.size(); ++i) to[i] += more[i];
}

}  // namespace

void classify(cli::Run& run, const Options& options) {
    Answers answers(run, options);
    const ngram::Classifier classifier = read_classifier(run, options);
    const ngram::ClassReport report(classifier, run.json());
    run.reads(options.input.paths, "sentences");
    run.control().progress.begin("classifying", io::total_size(inputs(options)), "B");
    if (options.header && !options.summary) answers.write(report.header());
    ngram::ClassReport::Block all;
    ngram::for_sentences(
        options.input, run.control(), [](const auto&) {}, report,
        [&](ngram::ClassReport::Block&& block) {
            add(all.found, block.found);
            add(all.labelled, block.labelled);
            add(all.right, block.right);
            if (!options.summary) answers.write(block.text);
        },
        ngram::hard_work_chunk);
    for (auto* const counts : {&all.found, &all.labelled, &all.right})
        counts->resize(classifier.size());
    if (options.summary)
        answers.write(report.summary(all, !options.input.label.empty(), options.header));
    run.control().progress.end();
}

}  // namespace ngram_score
