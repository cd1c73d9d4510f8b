#include "optim/linear_fit.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::optim {
namespace {

/// Every hold_out-th row goes to the second store.
std::pair<RowStore, RowStore> divided(RowStore rows, std::uint64_t hold_out) {
    std::pair<RowStore, RowStore> parts;
    if (hold_out == 0) {
        parts.first = std::move(rows);
        return parts;
    }
    std::uint64_t number = 0;
    for (LinearRows& block : rows.blocks()) {
        for (std::size_t i = 0; i < block.size(); ++i)
            (++number % hold_out == 0 ? parts.second : parts.first).append(block, i, i + 1);
        block = {};
    }
    return parts;
}

void standardize(RowStore& rows, const Standardization& standardization) {
    base::parallel_for(rows.blocks().size(), [&](std::size_t b) {
        for (std::size_t i = 0; i < rows.blocks()[b].size(); ++i)
            standardization.apply(rows.blocks()[b], i);
    });
}

/// The weights of rows by their classes; empty where all are 1.
std::vector<double> class_weights(const RowStore& rows, const FitSettings& settings,
                                  const LabelMap& labels) {
    std::vector<double> weights;
    if (labels.task() == Task::regression || (!settings.balanced && settings.class_weights.empty()))
        return weights;
    const bool binary = labels.task() == Task::binary;
    const auto number = [&](double label) {
        return binary ? std::size_t{label > 0} : static_cast<std::size_t>(label);
    };
    std::vector<double> by_class(labels.size(), 1.0), counts(labels.size());
    double all = 0, classes = 0;
    for (const LinearRows& block : rows.blocks())
        for (std::size_t i = 0; i < block.size(); ++i)
            counts[number(block.labels[i])] += block.weight(i);
    for (const double count : counts) {
        all += count;
        classes += count > 0 ? 1 : 0;
    }
    for (std::size_t k = 0; k < by_class.size(); ++k) {
        if (settings.balanced && counts[k] > 0) by_class[k] = all / (classes * counts[k]);
        for (const auto& [name, weight] : settings.class_weights)
            if (name == labels.names()[k]) by_class[k] *= weight;
    }
    for (const LinearRows& block : rows.blocks())
        for (std::size_t i = 0; i < block.size(); ++i)
            weights.push_back(by_class[number(block.labels[i])]);
    return weights;
}

LinearMetrics measured(const RowStore& rows, const LinearModel& model) {
    LinearMetrics metrics(model.loss, model.labels.size());
    std::vector<double> margins(model.outputs);
    for (const LinearRows& block : rows.blocks())
        for (std::size_t i = 0; i < block.size(); ++i) {
            model.predict(block.features(i), margins);
            metrics.add(margins, block.labels[i], block.weight(i));
        }
    return metrics;
}

double importance(const RowStore& rows) {
    double all = 0;
    for (const LinearRows& block : rows.blocks())
        for (std::size_t i = 0; i < block.size(); ++i) all += block.weight(i);
    return all;
}

FitResult fit_stored_exactly(RowStore all, const FitSettings& settings, LinearModel& model,
                             base::Control control) {
    FitResult result(model.loss);
    auto [rows, held_out] = divided(std::move(all), settings.hold_out);
    result.rows = rows.size() + held_out.size();
    if (model.standardization) {
        for (const LinearRows& block : rows.blocks())
            for (std::size_t i = 0; i < block.size(); ++i)
                model.standardization->add(block.features(i), model.features);
        standardize(rows, *model.standardization);
        standardize(held_out, *model.standardization);
    }
    ExactProblem problem = *settings.exact;
    problem.loss = model.loss;
    if (settings.exact_l2) {
        problem.penalty = *settings.exact_l2 > 0 ? 1 : 0;
        problem.cost = 1 / ((*settings.exact_l2 > 0 ? *settings.exact_l2 : 1) * importance(rows));
    }
    const bool softmax = model.loss.kind == LinearLoss::Kind::softmax;
    model.outputs = softmax ? std::max<std::size_t>(model.labels.size(), 1) : 1;
    const std::vector<double> weights = class_weights(rows, settings, model.labels);
    result.exact = settings.reduction ? fit_reduced(rows, weights, model.outputs, problem,
                                                    *settings.reduction, control)
                                      : fit_exact(rows, weights, model.outputs, problem, control);
    model.weights = std::move(result.exact->weights);
    result.seen = measured(rows, model);
    result.held_out = measured(held_out, model);
    result.reduced = settings.reduction.has_value();
    result.epochs = result.reduced ? static_cast<std::uint64_t>(result.exact->iterations) : 1;
    return result;
}

/// Epochs until the last, or until held-out rows are predicted no better.
template <class Pass>
FitResult run_epochs(const FitSettings& settings, LinearModel& model, OnlineFit& fit,
                     const base::Cancellation& cancellation, const Pass& pass) {
    FitResult result(model.loss);
    double best = std::numeric_limits<double>::infinity();
    std::uint64_t best_epoch = 0;
    std::optional<std::vector<double>> best_weights;
    for (std::uint64_t epoch = 1; epoch <= settings.epochs; ++epoch) {
        if (epoch > 1) fit.begin_epoch();
        pass();
        result.epochs = epoch;
        result.held_out = fit.held_out();
        if (cancellation.requested()) break;
        if (settings.patience == 0) continue;
        const double loss = fit.held_out().mean_loss().value_or(best);
        if (loss < best) {
            best = loss;
            best_epoch = epoch;
            fit.finish_model();
            best_weights = model.weights;
        } else if (epoch - best_epoch >= settings.patience) {
            result.stopped_early = true;
            break;
        }
    }
    fit.finish_model();
    if (best_weights) model.weights = std::move(*best_weights);
    result.seen = fit.seen();
    result.rows = fit.rows();
    return result;
}

/// Epochs, and what there is to go on from behind them or behind the last row that was one.
template <class Pass>
FitResult fit_online(const FitSettings& settings, LinearModel& model, OnlineFit& fit,
                     base::Control control, FitProgress* state, const Pass& pass) {
    try {
        FitResult result = run_epochs(settings, model, fit, control.cancellation, pass);
        if (state != nullptr) *state = fit.progress();
        return result;
    } catch (const base::DataError&) {
        fit.finish_model();
        if (state != nullptr) *state = fit.progress();
        throw;
    }
}

/// Without rows there is no model.
void refuse_nothing(const FitResult& result, const FitSettings& settings,
                    const base::Cancellation& cancellation, FitProgress* state) {
    if (cancellation.requested()) return;
    const bool folded = settings.folds > 0;
    if (result.rows > 0 && (folded ? result.rows >= settings.folds : result.seen.rows() > 0))
        return;
    if (state != nullptr) *state = {};
    if (result.rows == 0) throw base::DataError({}, "no rows in the input");
    throw base::DataError({}, folded ? "fewer rows than folds: " + std::to_string(result.rows)
                                     : "no rows to learn from: all are held out");
}

bool can_be_read_again(const std::vector<std::string>& paths) {
    return !paths.empty() && std::all_of(paths.begin(), paths.end(), [](const std::string& path) {
        return path != "-" && io::ByteSource(path).repeatable();
    });
}

/// Rows as they are read, and the model told how.
class Reading {
  public:
    Reading(const RowSource& source, const FitSettings& settings, LinearModel& model, bool resumed,
            base::Control control)
        : input_(source, model.features, model.labels, true),
          standardize_(settings.standardize && !model.standardization),
          model_(model),
          control_(control) {
        if (resumed) input_.restore(model.format, model.columns);
    }

    void each(const std::function<void(LinearRows&&)>& sink) {
        try {
            input_.read(control_, [&](LinearRows&& rows) {
                if (std::exchange(standardize_, false))
                    model_.standardization.emplace(input_.format() != RowFormat::libsvm);
                sink(std::move(rows));
            });
        } catch (const base::DataError&) {
            describe();
            throw;
        }
        describe();
    }

    /// All rows, or those before `failure`.
    RowStore all(std::optional<base::DataError>& failure) {
        RowStore rows;
        try {
            each([&](LinearRows&& more) {
                std::size_t labelled = 0;
                while (labelled < more.size() && more.labelled(labelled)) ++labelled;
                rows.append(more, 0, labelled);
                if (labelled < more.size())
                    throw base::DataError(more.position(labelled),
                                          "the row has no label to learn from");
            });
        } catch (const base::DataError& error) {
            failure = error;
        }
        return rows;
    }

  private:
    void describe() {
        model_.format = input_.format();
        model_.columns = input_.columns();
    }

    LinearInput input_;
    bool standardize_;
    LinearModel& model_;
    base::Control control_;
};

}  // namespace

FitResult fit_stored(RowStore rows, const FitSettings& settings, LinearModel& model,
                     const OnlineFit::Report& report, base::Control control, FitProgress* state,
                     const std::optional<base::DataError>& failure) {
    if (settings.exact && failure) throw base::DataError(*failure);
    if (settings.exact) return fit_stored_exactly(std::move(rows), settings, model, control);
    OnlineFit fit(settings, model, report);
    return fit_online(settings, model, fit, control, state, [&] {
        for (const LinearRows& block : rows.blocks()) {
            base::stop_if_requested(control.cancellation);
            fit.take(block);
        }
        if (failure) throw base::DataError(*failure);
    });
}

std::vector<LinearMetrics> cross_validate(const RowStore& rows, const FitSettings& settings,
                                          const LinearModel& model, base::Control control) {
    const std::uint64_t folds = settings.folds;
    const base::Random random(settings.seed);
    std::vector<LinearMetrics> results(folds, LinearMetrics(model.loss));
    base::parallel_for(folds, [&](std::size_t fold) {
        RowStore train, test;
        std::uint64_t number = 0;
        for (const LinearRows& block : rows.blocks())
            for (std::size_t i = 0; i < block.size(); ++i, ++number) {
                const bool tested = random.permuted(number, rows.size()) % folds == fold;
                (tested ? test : train).append(block, i, i + 1);
            }
        LinearModel own = model;
        // Classes that only the others have.
        own.labels =
            LabelMap::restored(own.labels.task(), own.labels.names(), true, own.labels.seen());
        FitSettings alone = settings;
        alone.folds = 0;
        fit_stored(std::move(train), alone, own, {}, control);
        if (own.standardization) standardize(test, *own.standardization);
        results[fold] = measured(test, own);
    });
    return results;
}

namespace {

FitResult fit_folds(const RowStore& rows, const FitSettings& settings, const LinearModel& model,
                    base::Control control) {
    FitResult result(model.loss);
    result.rows = rows.size();
    if (rows.size() < settings.folds) return result;
    result.folds = cross_validate(rows, settings, model, control);
    for (const LinearMetrics& fold : result.folds) result.held_out.join(fold);
    return result;
}

}  // namespace

FitResult fit_linear(const RowSource& source, const FitSettings& settings, LinearModel& model,
                     std::optional<FitProgress> resumed, const OnlineFit::Report& report,
                     base::Control control, FitProgress* state) {
    Reading reading(source, settings, model, resumed.has_value(), control);
    std::optional<FitResult> result;
    const bool again = settings.epochs == 1 || can_be_read_again(source.paths);
    if (settings.folds > 0 || settings.exact || !again) {
        std::optional<base::DataError> failure;
        RowStore rows = reading.all(failure);
        if (settings.folds > 0 && failure) throw base::DataError(*failure);
        result = settings.folds > 0 ? fit_folds(rows, settings, model, control)
                                    : fit_stored(std::move(rows), settings, model, report, control,
                                                 state, failure);
    } else {
        OnlineFit fit = resumed
                            ? OnlineFit(std::move(*resumed), model, report, settings.report_every)
                            : OnlineFit(settings, model, report);
        result = fit_online(settings, model, fit, control, state, [&] {
            reading.each([&](LinearRows&& rows) { fit.take(std::move(rows)); });
        });
    }
    refuse_nothing(*result, settings, control.cancellation, state);
    return std::move(*result);
}

}  // namespace pipelab::optim
