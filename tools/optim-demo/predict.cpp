#include "cli/tool.hpp"
#include "linear_options.hpp"
#include "optim/linear_predict.hpp"
#include "optim/linear_summary.hpp"
#include "verb.hpp"

#include <memory>
#include <string>
#include <utility>

namespace optim_demo {
namespace {

using optim::PredictionKind;

struct PredictOptions {
    optim::RowSource source;
    PredictionKind kind = PredictionKind::prediction;
    std::string model;
    bool names = false;
};

void predict(cli::Run& run, const PredictOptions& options) {
    if (options.model.empty()) throw base::UsageError("--model FILE is missing: what predicts?");
    optim::SavedModel saved = optim::read_model(options.model);
    run.reads(options.source.paths, "rows");
    const optim::LinearModel model = saved.model;
    const optim::LinearMetrics metrics =
        optim::predict_rows(options.source, std::move(saved.model), options.kind, run.json(),
                            options.names, run.out(), run.control());
    if (metrics.rows() > 0) tell(run, optim::metrics_text(metrics, model, run.json()));
}

}  // namespace

cli::Body predict(cli::Declaration& verb) {
    const auto options = std::make_shared<PredictOptions>();
    verb.usage("--model FILE [OPTION]... [FILE]...");
    verb.about(
        "Predicts each row by a model that fit wrote, one line a row. Rows may have labels or "
        "not; where some have, a summary on standard error tells how good the predictions are.");
    verb.example("optim-demo predict --model m.json test.svm", "a class or number for each row");
    verb.example("optim-demo predict --model m.json --output-kind probability test.svm",
                 "the probability of the positive class, or of each class");
    verb.arguments("FILE", options->source.paths,
                   "Rows, read one file after the other; - or none is standard input. gzip and "
                   "zstd data is unpacked.");
    verb.section("Prediction");
    verb.option("--model", "FILE", options->model, "The model.").file();
    verb.choice("--output-kind", "KIND", options->kind,
                {{"prediction", PredictionKind::prediction},
                 {"probability", PredictionKind::probability},
                 {"margin", PredictionKind::margin},
                 {"all", PredictionKind::all}},
                "prediction: the number or class. probability: of the positive class; of more "
                "than two classes one field each, in the model's order. margin: w'x.");
    verb.flag("--names", options->names, "The first line of text output names the fields.");
    declare_rows(verb, options->source);
    verb.choice("--unknown", "POLICY", options->source.unknown,
                {{"skip", optim::Gap::skip}, {"error", optim::Gap::error}},
                "What to do with a category that the model has not seen: nothing comes of it, or "
                "an error.");
    return [options](cli::Run& run) { predict(run, *options); };
}

}  // namespace optim_demo
