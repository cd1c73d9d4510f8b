#include "optim/linear_predict.hpp"

#include "base/error.hpp"
#include "io/record_writer.hpp"
#include "optim/linear_input.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::optim {
namespace {

bool shows(PredictionKind kind, PredictionKind part) {
    return kind == part || kind == PredictionKind::all;
}

/// Writes the fields of one row after the other.
class PredictionWriter {
  public:
    PredictionWriter(const LinearModel& model, PredictionKind kind, io::RecordWriter& to)
        : model_(model), kind_(kind), names_(prediction_fields(model, kind)), to_(to) {}

    void write(std::span<const double> margins) {
        std::size_t field = 0;
        const Task task = model_.labels.task();
        if (shows(kind_, PredictionKind::prediction)) {
            if (task == Task::regression) {
                to_.number(names_[field++], margins[0]);
            } else {
                to_.text(names_[field++], model_.labels.names()[predicted_class(task, margins)]);
            }
        }
        if (shows(kind_, PredictionKind::probability) && has_probability(model_.loss.kind)) {
            if (task == Task::binary) {
                to_.number(names_[field++], logistic(margins[0]));
            } else {
                probabilities_.assign(margins.begin(), margins.end());
                softmax(probabilities_.data(), probabilities_.size());
                for (const double p : probabilities_) to_.number(names_[field++], p);
            }
        }
        if (shows(kind_, PredictionKind::margin) &&
            (task != Task::regression || kind_ == PredictionKind::margin))
            for (const double margin : margins) to_.number(names_[field++], margin);
        to_.end();
    }

  private:
    const LinearModel& model_;
    PredictionKind kind_;
    std::vector<std::string> names_;
    io::RecordWriter& to_;
    std::vector<double> probabilities_;
};

}  // namespace

std::vector<std::string> prediction_fields(const LinearModel& model, PredictionKind kind) {
    std::vector<std::string> names;
    const bool probable = has_probability(model.loss.kind);
    const Task task = model.labels.task();
    if (kind == PredictionKind::probability && !probable)
        throw base::UsageError(
            "--output-kind probability: only models of logistic and softmax loss have them");
    const auto of_classes = [&](const std::string& name) {
        if (task != Task::multiclass) {
            names.push_back(name);
            return;
        }
        for (const std::string& label : model.labels.names()) names.push_back(name + ":" + label);
    };
    if (shows(kind, PredictionKind::prediction)) names.emplace_back("prediction");
    if (shows(kind, PredictionKind::probability) && probable) of_classes("probability");
    if (kind == PredictionKind::margin || (kind == PredictionKind::all && task != Task::regression))
        of_classes("margin");
    return names;
}

LinearMetrics predict_rows(const RowSource& source, LinearModel model, PredictionKind kind,
                           bool json, bool header, io::Output& out, base::Control control) {
    io::RecordWriter records(out, json, header);
    PredictionWriter writer(model, kind, records);
    LinearMetrics metrics(model.loss, model.labels.size());
    if (model.labels.task() == Task::multiclass && model.labels.size() == 0)
        throw base::UsageError("the model knows no class");
    RowSource own = source;
    own.intercept = model.intercept;
    LinearInput input(own, model.features, model.labels, false);
    input.restore(model.format, model.columns);
    std::vector<double> margins(model.outputs);
    input.read(control, [&](LinearRows&& rows) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (model.standardization) model.standardization->apply(rows, row);
            model.predict(rows.features(row), margins);
            writer.write(margins);
            if (rows.labelled(row)) metrics.add(margins, rows.labels[row], rows.weight(row));
        }
    });
    return metrics;
}

}  // namespace pipelab::optim
