#include "io/print.hpp"
#include "optim/linear_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace pipelab::optim {
namespace {

constexpr std::uint64_t all_rows = ~std::uint64_t{0};

FitProgress first_progress(const FitSettings& settings) {
    FitProgress progress;
    progress.rule = settings.rule;
    progress.hold_out = settings.hold_out;
    progress.batch = settings.batch == 0 ? all_rows : settings.batch;
    progress.balanced = settings.balanced;
    for (const auto& [name, weight] : settings.class_weights) {
        progress.class_names.push_back(name);
        progress.class_weights.push_back(weight);
    }
    return progress;
}

std::size_t class_of(Task task, double label) {
    return task == Task::binary ? std::size_t{label > 0} : static_cast<std::size_t>(label);
}

std::string fixed(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    // Wide numbers keep their columns apart.
    if (std::abs(value) >= 1e9) std::snprintf(text, sizeof text, "%.*e", digits, value);
    return text;
}

std::string padded(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

}  // namespace

std::string report_header() {
    return "average  since         example        example        current        current  current\n"
           "loss     last          counter         weight          label        predict features";
}

std::string report_line(const FitReport& report, const LinearModel& model) {
    std::string label, predicted;
    const auto& classes = model.labels.names();
    switch (model.labels.task()) {
        case Task::regression:
            label = fixed(report.label, 4);
            predicted = fixed(report.margins[0], 4);
            break;
        case Task::binary:
            label = classes[class_of(Task::binary, report.label)];
            predicted = fixed(report.margins[0], 4);
            break;
        case Task::multiclass:
            label = classes[class_of(Task::multiclass, report.label)];
            predicted = classes[predicted_class(Task::multiclass, report.margins)];
            break;
    }
    std::string line = fixed(report.average, 6) + " " + fixed(report.since, 6);
    line += " " + padded(std::to_string(report.rows), 12);
    line += " " + padded(fixed(report.weight, 1), 14);
    line += " " + padded(label, 14) + " " + padded(predicted, 14);
    return line + " " + padded(std::to_string(report.features), 8) + (report.held_out ? " h" : "");
}

OnlineFit::OnlineFit(const FitSettings& settings, LinearModel& model, Report report)
    : OnlineFit(first_progress(settings), model, std::move(report), settings.report_every) {}

OnlineFit::OnlineFit(FitProgress progress, LinearModel& model, Report report,
                     std::uint64_t report_every)
    : progress_(std::move(progress)),
      model_(model),
      report_(std::move(report)),
      learner_(model.loss, progress_.rule, std::exchange(progress_.learner, {})),
      seen_(model.loss, 0),
      held_out_(model.loss, 0),
      report_every_(report_every),
      next_report_(report_every > 0 ? report_every : 1),
      row_(progress_.rows) {
    if (row_ > 0) {
        seen_.restore(progress_.seen);
        held_out_.restore(progress_.held_out);
        classes_ = model.labels.size();
        told_apart_ = model.labels.seen();
        width_ = model.features.names().size() + 1;
    }
    if (model.labels.fixed()) classes_ = model.labels.size();
    while (next_report_ <= row_) next_report_ += report_every_ > 0 ? report_every_ : next_report_;
}

/// The importance of a row with that of its class.
double OnlineFit::class_weight(double label, double weight) {
    const Task task = model_.labels.task();
    if (task == Task::regression) return weight;
    const std::size_t number = class_of(task, label);
    auto& counts = progress_.class_counts;
    if (progress_.balanced) {
        counts.resize(std::max(counts.size(), number + 1));
        counts[number] += weight;
        double all = 0, classes = 0;
        for (const double count : counts) {
            all += count;
            classes += count > 0 ? 1 : 0;
        }
        if (counts[number] > 0) weight *= all / (classes * counts[number]);
    }
    const auto& names = progress_.class_names;
    const auto named = std::find(names.begin(), names.end(), model_.labels.names()[number]);
    if (named != names.end())
        weight *= progress_.class_weights[static_cast<std::size_t>(named - names.begin())];
    return weight;
}

void OnlineFit::tell(const LinearRows& rows, std::size_t row, double label, bool held_out) {
    const LinearMetrics& metrics = held_out && seen_.rows() == 0 ? held_out_ : seen_;
    const auto& sums = metrics.sums();
    const double new_weight = sums.weight - progress_.last_weight;
    const double new_loss = sums.loss - progress_.last_loss;
    report_({metrics.mean_loss().value_or(0), new_weight > 0 ? new_loss / new_weight : 0, row_,
             sums.weight, label, margins_, rows.features(row).size(), held_out});
    progress_.last_weight = sums.weight;
    progress_.last_loss = sums.loss;
}

/// False, and nothing has changed, if the row's margins are no numbers.
bool OnlineFit::learn(const LinearRows& rows, std::size_t row) {
    const Features features = rows.features(row);
    const double label = rows.labels[row], weight = rows.weight(row);
    const bool held_out = progress_.hold_out > 0 && (row_ + 1) % progress_.hold_out == 0;
    if (held_out) {
        learner_.predict_model(features, margins_);
    } else {
        learner_.predict(features, margins_);
    }
    if (!learner_.accept(margins_)) return false;
    LinearMetrics& metrics = held_out ? held_out_ : seen_;
    metrics.expect(margins_);
    if (!held_out) {
        const double importance = class_weight(label, weight);
        if (progress_.batch == 1) {
            learner_.learn(features, label, importance, margins_);
        } else {
            learner_.gather(features, label, importance, margins_);
            if (++progress_.waiting == progress_.batch) end_batch();
        }
    }
    ++row_;
    metrics.add(margins_, label, weight);
    if (epoch_ == 1 && row_ == next_report_) {
        if (report_) tell(rows, row, label, held_out);
        next_report_ += report_every_ > 0 ? report_every_ : next_report_;
    }
    return true;
}

/// Softmax has an output for each class that has occurred, so that it does not matter what rows
/// were read at the same time.
void OnlineFit::reserve(std::size_t width) {
    const bool softmax = model_.labels.task() == Task::multiclass;
    const std::size_t outputs = softmax ? std::max<std::size_t>(classes_, 1) : 1;
    learner_.reserve(width, outputs, softmax ? model_.labels.size() : 1);
    margins_.resize(outputs);
}

void OnlineFit::take_row(LinearRows& rows, std::size_t row) {
    if (!rows.labelled(row))
        throw base::DataError(rows.position(row), "the row has no label to learn from");
    const Task task = model_.labels.task();
    const double label = rows.labels[row];
    if (task == Task::regression && !(std::abs(label) <= LinearLearner::greatest_margin))
        throw base::DataError(rows.position(row), "the label is no number below 1e100");
    const std::size_t classes = classes_;
    if (task == Task::multiclass && !(label < static_cast<double>(classes_))) {
        classes_ = class_of(task, label) + 1;
        reserve(0);
    }
    auto& standardization = model_.standardization;
    if (standardization && epoch_ == 1) standardization->add(rows.features(row), model_.features);
    if (standardization) standardization->apply(rows, row);
    if (learn(rows, row)) {
        told_apart_ = told_apart_ || label < 0;
        return;
    }
    if (standardization && epoch_ == 1) standardization->take_back();
    classes_ = classes;
    reserve(0);
    throw Diverged(rows.position(row),
                   "diverged at row " + std::to_string(row_ + 1) +
                       ": its margin is no number below 1e100 (a lower --lr, or --standardize, "
                       "may help)");
}

void OnlineFit::take(LinearRows rows) {
    reserve(rows.width());
    std::size_t row = 0;
    const auto note = [&] {
        width_ = std::max(width_, rows.width());
        if (epoch_ == 1) progress_.rows = row_;
    };
    try {
        for (; row < rows.size(); ++row) take_row(rows, row);
    } catch (const base::DataError&) {
        rows.keep(row);
        note();
        throw;
    }
    note();
}

void OnlineFit::end_batch() {
    learner_.step();
    progress_.waiting = 0;
}

void OnlineFit::begin_epoch() {
    end_batch();
    ++epoch_;
    row_ = 0;
    seen_ = LinearMetrics(model_.loss, classes_);
    held_out_ = LinearMetrics(model_.loss, classes_);
}

void OnlineFit::finish_model() {
    // What was read with the rows taken, but behind them, is not part of the model.
    model_.features.shrink(std::max<std::size_t>(width_, 1) - 1);
    model_.labels.shrink(classes_, told_apart_);
    model_.weights = learner_.model();
    model_.outputs = learner_.outputs();
    const std::size_t outputs = model_.outputs;
    std::size_t width = model_.weights.size() / outputs;
    const auto is_zero = [](double weight) { return weight == 0; };
    while (width > 0 &&
           std::all_of(model_.weights.begin() + static_cast<std::ptrdiff_t>((width - 1) * outputs),
                       model_.weights.begin() + static_cast<std::ptrdiff_t>(width * outputs),
                       is_zero))
        --width;
    model_.weights.resize(width * outputs);
}

FitProgress OnlineFit::progress() const {
    FitProgress progress = progress_;
    progress.learner = learner_.state();
    progress.seen = seen_.saved();
    progress.held_out = held_out_.saved();
    progress.rows = row_;
    return progress;
}

}  // namespace pipelab::optim
