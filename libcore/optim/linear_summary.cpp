#include "optim/linear_summary.hpp"

#include "io/print.hpp"

#include <cmath>
#include <optional>
#include <vector>

namespace pipelab::optim {
namespace {

/// Members in order, as lines or as an object.
class Summary {
  public:
    explicit Summary(bool json) : json_(json), text_(json ? "{" : "") {}

    void put(const std::string& name, const std::string& value) {
        if (json_) {
            if (text_.size() > 1) text_ += ',';
            text_ += "\"" + name + "\":" + value;
        } else {
            text_ += name + "\t" + value + "\n";
        }
    }
    void number(const std::string& name, double value) { put(name, io::printed(value)); }
    void number(const std::string& name, const std::optional<double>& value) {
        if (value) {
            number(name, *value);
        } else if (json_) {
            put(name, "null");
        }
    }
    void flag(const std::string& name, bool value) {
        put(name, json_ ? (value ? "true" : "false") : (value ? "yes" : "no"));
    }

    void measures(const std::string& prefix, const LinearMetrics& metrics,
                  const LinearModel& model) {
        number(prefix + "rows", static_cast<double>(metrics.rows()));
        number(prefix + "loss", metrics.mean_loss());
        if (model.labels.task() == Task::regression) {
            number(prefix + "rmse", metrics.rmse());
            number(prefix + "mae", metrics.mean_absolute_error());
            number(prefix + "r2", metrics.r_squared());
            return;
        }
        number(prefix + "accuracy", metrics.accuracy());
        if (model.labels.task() == Task::binary) {
            const auto area = metrics.roc_area();
            number(prefix + "auc", area ? std::optional(area->value) : std::nullopt);
            number(prefix + "auc_error", area ? std::optional(area->error) : std::nullopt);
        }
        confusion(prefix + "confusion", metrics.confusion(), model.labels.names());
    }

    std::string finish() { return text_ + (json_ ? "}\n" : ""); }

  private:
    void confusion(const std::string& name, const std::vector<std::vector<double>>& counts,
                   const std::vector<std::string>& labels) {
        if (!json_) {
            for (std::size_t i = 0; i < counts.size(); ++i)
                for (std::size_t k = 0; k < counts[i].size(); ++k)
                    if (counts[i][k] > 0)
                        put(name, labels[i] + "\t" + labels[k] + "\t" + io::printed(counts[i][k]));
            return;
        }
        std::string lines;
        for (const auto& line : counts) {
            lines += lines.empty() ? "[" : ",[";
            for (std::size_t k = 0; k < line.size(); ++k)
                lines += (k > 0 ? "," : "") + io::printed(line[k]);
            lines += "]";
        }
        put(name, "[" + lines + "]");
    }

    bool json_;
    std::string text_;
};

/// Mean and standard deviation (n - 1) of the losses of folds.
void put_folds(Summary& summary, const FitResult& result) {
    double sum = 0, squares = 0, count = 0;
    for (const LinearMetrics& fold : result.folds) {
        if (!fold.mean_loss()) continue;
        sum += *fold.mean_loss();
        count += 1;
    }
    if (count == 0) return;
    const double mean = sum / count;
    for (const LinearMetrics& fold : result.folds) {
        const double away = fold.mean_loss().value_or(mean) - mean;
        squares += away * away;
    }
    summary.number("folds", static_cast<double>(result.folds.size()));
    summary.number("fold_loss_mean", mean);
    summary.number("fold_loss_sd",
                   count > 1 ? std::optional(std::sqrt(squares / (count - 1))) : std::nullopt);
}

void put_classes(Summary& summary, const LinearModel& model, bool json) {
    if (model.labels.task() == Task::regression) return;
    std::string names;
    for (const std::string& name : model.labels.names()) {
        if (!names.empty()) names += json ? "," : "\t";
        if (json) {
            io::append_json_quoted_bytes(names, name);
        } else {
            names += name;
        }
    }
    summary.put("classes", json ? "[" + names + "]" : names);
}

}  // namespace

std::string summary_text(const FitResult& result, const LinearModel& model, bool json) {
    Summary summary(json);
    put_classes(summary, model, json);
    if (!result.folds.empty()) {
        summary.measures("held_out_", result.held_out, model);
        put_folds(summary, result);
        return summary.finish();
    }
    summary.measures("", result.seen, model);
    if (result.held_out.rows() > 0) summary.measures("held_out_", result.held_out, model);
    if (result.exact) {
        summary.number("objective", result.exact->objective);
        summary.number("gradient", result.exact->gradient);
        if (result.reduced) {
            summary.number("epochs", static_cast<double>(result.epochs));
        } else {
            summary.number("newton_steps", result.exact->iterations);
            summary.number("hessian_products", result.exact->products);
        }
        summary.flag("converged", result.exact->converged);
    } else {
        summary.number("epochs", static_cast<double>(result.epochs));
        if (result.stopped_early) summary.flag("stopped_early", true);
    }
    summary.number("weights", static_cast<double>(model.nonzero()));
    return summary.finish();
}

std::string metrics_text(const LinearMetrics& metrics, const LinearModel& model, bool json) {
    Summary summary(json);
    put_classes(summary, model, json);
    summary.measures("", metrics, model);
    return summary.finish();
}

}  // namespace pipelab::optim
