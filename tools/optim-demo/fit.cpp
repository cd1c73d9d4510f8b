#include "base/error.hpp"
#include "cli/tool.hpp"
#include "io/number.hpp"
#include "io/print.hpp"
#include "linear_options.hpp"
#include "optim/linear_fit.hpp"
#include "optim/linear_summary.hpp"
#include "verb.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace optim_demo {
namespace {

using LossKind = optim::LinearLoss::Kind;
using RuleKind = optim::SparseRule::Kind;
using Reduction = optim::VarianceReduction::Method;

enum class Average { automatic, yes, no };
/// Rules by name: online ones, and those over rows in memory.
enum class Rule { adaptive, sgd, adagrad, adam, ftrl, svrg, saga };

struct FitOptions {
    optim::RowSource source;
    optim::FitSettings settings;
    optim::ExactProblem exact_problem;
    Rule rule = Rule::adaptive;
    std::optional<double> rate, power, l2, cost, tolerance;
    std::optional<std::uint64_t> epochs;
    cli::Numbers betas{{0.9, 0.999}};
    std::string labels, batch = "1", model, state, resume;
    std::vector<std::string> class_weights;
    Average average = Average::automatic;
    bool exact = false, no_intercept = false;
};

void declare_model(cli::Declaration& verb, FitOptions& options) {
    optim::FitSettings& settings = options.settings;
    verb.section("Model");
    verb.choice(
        "--loss", "LOSS", settings.loss.kind,
        {{"squared", LossKind::squared},
         {"logistic", LossKind::logistic},
         {"softmax", LossKind::softmax},
         {"hinge", LossKind::hinge},
         {"huber", LossKind::huber},
         {"quantile", LossKind::quantile}},
        "squared: (p - y)^2. logistic and hinge: two classes, 0 and 1 or -1 and 1. softmax: "
        "any number of classes.");
    verb.option("--huber-delta", "D", settings.loss.delta, "Errors beyond D count linearly: huber.")
        .range(1e-300, 1e300);
    verb.option("--quantile", "Q", settings.loss.quantile,
                "The quantile that the loss of that name estimates (pinball loss).")
        .range(1e-9, 1 - 1e-9);
    verb.option("--labels", "NAME,NAME...", options.labels,
                "The classes, of two the negative first. No other label is allowed then.");
    verb.flag("--no-intercept", options.no_intercept, "No constant feature.");
    verb.option("--hash", "BITS", settings.hash_bits,
                "Feature hashing into 2^BITS weights: bounded memory, no names kept; libsvm "
                "indices modulo 2^BITS. 0: none.")
        .range(0, 27);
    verb.flag("--standardize", settings.standardize,
              "Divide numbers by their standard deviation over the rows so far, in csv and json "
              "after subtracting the mean; with --exact and --folds over all rows learnt from.");
    verb.option("--categorical", "NAME|N", options.source.categorical,
                "The numbers of this column are categories: each value is a feature of its own "
                "(one-hot). Texts are so anyway. Repeats.");
    verb.option("--ignore", "NAME|N", options.source.ignored, "Leave this column out. Repeats.");
    verb.option("--class-weight", "balanced|NAME:W", options.class_weights,
                "The rows of class NAME weigh W times as much; balanced: all classes weigh the "
                "same (online, by the rows so far). Repeats.");
}

void declare_learning(cli::Declaration& verb, FitOptions& options) {
    optim::SparseRule& rule = options.settings.rule;
    verb.section("Learning online");
    verb.choice("-r,--rule", "NAME", options.rule,
                {{"adaptive", Rule::adaptive},
                 {"sgd", Rule::sgd},
                 {"adagrad", Rule::adagrad},
                 {"adam", Rule::adam},
                 {"ftrl", Rule::ftrl},
                 {"svrg", Rule::svrg},
                 {"saga", Rule::saga}},
                "adaptive: a rate for each feature by its gradients (AdaGrad) and the largest "
                "value seen, free of units, as a flow that importance weights cannot overshoot "
                "(Vowpal Wabbit's default is this with --average no). sgd: lr t^-P. adagrad, adam "
                "(lazy), ftrl (FTRL-proximal). svrg, saga: steps along rows drawn by --seed, with "
                "less and less variance, to the optimum; not online: see Variance reduction.");
    verb.option("--lr", "X", options.rate,
                "The learning rate; of ftrl its alpha (default: adaptive 2, without averaging 0.5, "
                "sgd 0.5, adagrad and ftrl 0.1, adam 0.01, svrg 1 / (6 L), saga 1 / (3 L)).")
        .range(1e-300, 1e300);
    verb.option("--power-t", "P", options.power, "sgd: the rate falls as t^-P (default: 0.5).")
        .range(0, 1);
    verb.option("--betas", "B1,B2", options.betas,
                "adam: how much of the means of gradients and of squares stays at each step.");
    verb.option("--eps", "X", rule.epsilon, "adagrad, adam: added to the root.").range(1e-300, 1);
    verb.option("--beta", "X", rule.beta, "ftrl: added to the root of the sum of squares.")
        .range(0, 1e300);
    verb.option("--l1", "L", rule.l1, "Penalty L |w| a row, intercept excepted.").range(0, 1e300);
    verb.option("--l2", "L", options.l2,
                "Penalty L w^2 / 2 a row, intercept excepted. With --exact: of the mean loss, "
                "instead of --cost; 0 is no penalty (least squares, of the squared loss) (default: "
                "0, with --exact --cost 1).")
        .range(0, 1e300);
    verb.option("--weight-decay", "D", rule.decay,
                "Decoupled: each step shrinks weights by the factor 1 - lr D.")
        .range(0, 1e300);
    verb.choice("--average", "WHEN", options.average,
                {{"auto", Average::automatic}, {"yes", Average::yes}, {"no", Average::no}},
                "yes: the model is the average of all steps' weights, step t weighing t (Polyak "
                "and Ruppert's averaging); not with penalties. auto: for adaptive without "
                "penalties. Progressive validation is that of the weights of each step.");
    verb.option("--epochs", "N", options.epochs,
                "Passes over the rows; files are read again, pipes kept in memory (default: 1, "
                "svrg and saga 100 at most).")
        .range(1, 1e9);
    verb.option("--batch", "B|all", options.batch,
                "Rows a step, by their mean gradient: 1 learns from each row. An epoch ends with a "
                "step of those that are left. all makes one step an epoch; with --state and "
                "--resume one of all rows before and behind the break.");
}

void declare_exact(cli::Declaration& verb, FitOptions& options) {
    verb.section("The exact optimum");
    verb.flag("--exact", options.exact,
              "The minimum of |w|^2/2 + C * sum of losses, as LIBLINEAR states it, by truncated "
              "Newton steps over all rows in memory: squared, logistic, softmax, huber.")
        .excludes({"--rule", "--lr", "--power-t", "--l1", "--weight-decay", "--average", "--epochs",
                   "--batch", "--patience", "--state", "--resume", "--progress-every"});
    verb.option("--cost", "C", options.cost, "C of --exact (default: 1).")
        .range(1e-300, 1e300)
        .needs({"--exact"})
        .excludes({"--l2"});
    verb.option("--tolerance", "E", options.tolerance,
                "Stop when the gradient is E times as long as at w = 0, with --exact, svrg and "
                "saga (default: 1e-8).")
        .range(1e-14, 1);
    verb.flag("--penalize-intercept", options.exact_problem.penalize_intercept,
              "The intercept is penalised too, as with LIBLINEAR -B 1.")
        .needs({"--exact"});
}

void declare_validation(cli::Declaration& verb, FitOptions& options) {
    optim::FitSettings& settings = options.settings;
    verb.section("Validation");
    verb.option("--progress-every", "N", settings.report_every,
                "Report progressive validation every N rows; 0: at 1, 2, 4, 8, ...");
    verb.option("--holdout", "N", settings.hold_out,
                "Every N-th row is not learnt from, but measured; 0: none.");
    verb.option("--patience", "P", settings.patience,
                "Stop after P epochs that did not better the loss of rows held out, and keep the "
                "best weights; 0: never.")
        .needs({"--holdout"});
    verb.option("--folds", "K", settings.folds,
                "K-fold cross-validation over stored rows: measures, no model. --seed draws the "
                "folds.")
        .range(2, 1000)
        .shown_default("")
        .excludes({"--holdout", "--model", "--state", "--resume"});
    verb.section("Models and states");
    verb.option("--model", "FILE", options.model,
                "Write the model there, and the summary to standard output.")
        .file();
    verb.option(
            "--state", "FILE", options.state,
            "Also write all that --resume needs. After a row that is none, or a divergence, the "
            "state is written of the rows before it, as a run on these alone would write it, "
            "and no model.")
        .file();
    verb.option("--resume", "FILE", options.resume,
                "Go on where a state was written: further rows give the same bytes as one "
                "unbroken pass (the last, of several epochs). Its settings hold.")
        .file()
        .excludes({"--loss",   "--labels",      "--hash",    "--standardize",  "--class-weight",
                   "--rule",   "--lr",          "--power-t", "--betas",        "--eps",
                   "--beta",   "--l1",          "--l2",      "--weight-decay", "--average",
                   "--epochs", "--batch",       "--holdout", "--no-intercept", "--categorical",
                   "--ignore", "--huber-delta", "--quantile"});
}

RuleKind online_rule(Rule rule) {
    switch (rule) {
        case Rule::sgd:
            return RuleKind::sgd;
        case Rule::adagrad:
            return RuleKind::adagrad;
        case Rule::adam:
            return RuleKind::adam;
        case Rule::ftrl:
            return RuleKind::ftrl;
        default:
            return RuleKind::adaptive;
    }
}

bool reduces_variance(const FitOptions& options) {
    return options.rule == Rule::svrg || options.rule == Rule::saga;
}

void settle_rule(FitOptions& options) {
    optim::SparseRule& rule = options.settings.rule;
    rule.kind = online_rule(options.rule);
    if (options.l2) rule.l2 = *options.l2;
    const bool penalties = rule.l1 > 0 || rule.l2 > 0 || rule.decay > 0;
    if (options.average == Average::yes && penalties)
        throw base::UsageError("--average yes: not with --l1, --l2 or --weight-decay");
    rule.average =
        options.average == Average::yes ||
        (options.average == Average::automatic && !penalties && rule.kind == RuleKind::adaptive);
    switch (rule.kind) {
        case RuleKind::adaptive:
            rule.rate = rule.average ? 2 : 0.5;
            break;
        case RuleKind::sgd:
            rule.rate = 0.5;
            break;
        case RuleKind::adagrad:
        case RuleKind::ftrl:
            rule.rate = 0.1;
            break;
        case RuleKind::adam:
            rule.rate = 0.01;
            break;
    }
    if (options.rate) rule.rate = *options.rate;
    if (options.power && rule.kind != RuleKind::sgd)
        throw base::UsageError("--power-t belongs to --rule sgd");
    if (options.power) rule.power = *options.power;
    const std::vector<double>& betas = options.betas.values;
    if (betas.size() != 2 ||
        !std::all_of(betas.begin(), betas.end(), [](double b) { return b >= 0 && b < 1; }))
        throw base::UsageError("--betas: expected two numbers from 0 to below 1");
    rule.beta1 = betas[0];
    rule.beta2 = betas[1];
}

void settle_labels(FitOptions& options) {
    optim::FitSettings& settings = options.settings;
    std::string_view rest = options.labels;
    while (!options.labels.empty()) {
        const std::size_t comma = rest.find(',');
        settings.labels.emplace_back(rest.substr(0, comma));
        if (comma == rest.npos) break;
        rest.remove_prefix(comma + 1);
    }
    for (const std::string& text : options.class_weights) {
        if (text == "balanced") {
            settings.balanced = true;
            continue;
        }
        const std::size_t colon = text.rfind(':');
        const auto weight = colon == text.npos
                                ? std::nullopt
                                : io::parse_double(std::string_view(text).substr(colon + 1));
        if (!weight || !(*weight >= 0) || *weight > 1e300)
            throw base::UsageError("--class-weight: expected balanced or NAME:WEIGHT, found '" +
                                   text + "'");
        settings.class_weights.emplace_back(text.substr(0, colon), *weight);
    }
    if (!options.class_weights.empty() && settings.loss.task() == optim::Task::regression &&
        options.resume.empty())
        throw base::UsageError("--class-weight: a regression has no classes");
}

void refuse_online_options(const FitOptions& options) {
    const optim::SparseRule& rule = options.settings.rule;
    const std::pair<bool, const char*> given[] = {
        {rule.l1 > 0, "--l1"},
        {rule.decay > 0, "--weight-decay"},
        {options.average == Average::yes, "--average"},
        {options.batch != "1", "--batch"},
        {options.settings.patience > 0, "--patience"},
        {options.settings.report_every > 0, "--progress-every"},
        {!options.state.empty(), "--state"}};
    for (const auto& [is_given, name] : given)
        if (is_given)
            throw base::UsageError(std::string(name) +
                                   ": not with --rule svrg or saga, which are "
                                   "not online");
}

/// Over rows in memory.
void settle_exact(FitOptions& options) {
    optim::FitSettings& settings = options.settings;
    if (settings.loss.kind == LossKind::hinge || settings.loss.kind == LossKind::quantile)
        throw base::UsageError(std::string(options.exact ? "--exact" : "--rule svrg and saga") +
                               ": hinge and quantile loss have no second derivative");
    if (options.cost) options.exact_problem.cost = *options.cost;
    if (options.tolerance) options.exact_problem.tolerance = *options.tolerance;
    settings.exact = options.exact_problem;
    settings.exact_l2 = options.l2;
    if (options.exact) return;
    refuse_online_options(options);
    settings.exact_l2 = options.l2.value_or(0);
    auto& reduction = settings.reduction.emplace();
    reduction.method = options.rule == Rule::svrg ? Reduction::svrg : Reduction::saga;
    reduction.lr = options.rate;
    if (options.epochs) reduction.epochs = *options.epochs;
    reduction.seed = settings.seed;
}

void settle(FitOptions& options) {
    optim::FitSettings& settings = options.settings;
    settle_rule(options);
    settle_labels(options);
    options.source.intercept = !options.no_intercept;
    if (options.batch == "all") {
        settings.batch = 0;
    } else {
        const auto rows = io::parse_uint64(options.batch);
        if (!rows || *rows == 0)
            throw base::UsageError("--batch: expected a number of rows or all, found '" +
                                   options.batch + "'");
        settings.batch = *rows;
    }
    if (settings.standardize && settings.hash_bits > 0)
        throw base::UsageError("--standardize needs features of their own, without --hash");
    if (options.epochs) settings.epochs = *options.epochs;
    if (options.exact || reduces_variance(options)) {
        settle_exact(options);
    } else if (options.tolerance) {
        throw base::UsageError("--tolerance belongs to --exact and to --rule svrg and saga");
    }
}

void write_results(cli::Run& run, const FitOptions& options, const optim::FitResult& result,
                   const optim::LinearModel& model) {
    const std::string summary = optim::summary_text(result, model, run.json());
    if (!options.model.empty()) write_file(options.model, optim::model_json(model));
    if (!options.model.empty() || options.settings.folds > 0) {
        run.out().write(summary);
    } else {
        run.out().write(optim::model_json(model));
        tell(run, summary);
    }
}

void fit_model(cli::Run& run, FitOptions options) {
    settle(options);
    optim::LinearModel model;
    std::optional<optim::FitProgress> resumed;
    if (!options.resume.empty()) {
        optim::SavedModel saved = optim::read_model(options.resume);
        if (!saved.progress)
            throw base::DataError({options.resume, 0, 0},
                                  "this model has no state to go on from (--state writes one)");
        model = std::move(saved.model);
        resumed = std::move(saved.progress);
        options.source.intercept = model.intercept;
    } else {
        model.loss = options.settings.loss;
        model.labels = optim::LabelMap(model.loss.task(), options.settings.labels);
        model.features = optim::FeatureMap(options.settings.hash_bits);
        model.intercept = options.source.intercept;
    }
    run.reads(options.source.paths, "rows");
    run.out();
    bool first = true;
    const auto report = [&](const optim::FitReport& line) {
        if (std::exchange(first, false)) tell(run, optim::report_header() + "\n");
        tell(run, optim::report_line(line, model) + "\n");
    };
    optim::FitProgress state;
    const auto keep_state = [&] {
        if (!options.state.empty() && state.learnt())
            write_file(options.state, optim::model_json(model, &state));
    };
    std::optional<optim::FitResult> result;
    try {
        result = optim::fit_linear(options.source, options.settings, model, std::move(resumed),
                                   report, run.control(), options.state.empty() ? nullptr : &state);
    } catch (const base::DataError&) {
        keep_state();
        throw;
    }
    keep_state();
    if (run.control().cancellation.requested()) return;
    if (result->exact && !result->exact->converged)
        run.warn("the gradient is not within --tolerance: it is " +
                 io::printed(result->exact->gradient));
    write_results(run, options, *result, model);
}

}  // namespace

cli::Body fit(cli::Declaration& verb) {
    const auto options = std::make_shared<FitOptions>();
    verb.usage("[OPTION]... [FILE]...");
    verb.about(
        "Fits a linear model to rows, in one pass and constant memory unless asked otherwise, and "
        "reports progressive validation as it goes: what was thought of each row before learning "
        "from it. Writes the model, a JSON object that predict reads, and a summary on standard "
        "error; with --model FILE the summary is the output.");
    verb.example("optim-demo fit --loss logistic --model m.json train.svm",
                 "logistic regression in one pass over libsvm text, and how good it was");
    verb.example("optim-demo fit --loss logistic --exact --cost 1 --no-intercept train.svm",
                 "the optimum that liblinear-train -s 0 approaches");
    verb.example("optim-demo fit --header -t, -k price --standardize --folds 10 houses.csv",
                 "ten-fold cross-validation of a linear regression on a table");
    verb.arguments("FILE", options->source.paths,
                   "Rows, read one file after the other; - or none is standard input. gzip and "
                   "zstd data is unpacked.");
    verb.common({.seed = true});
    const std::uint64_t& seed = verb.seed();
    declare_rows(verb, options->source);
    declare_model(verb, *options);
    declare_learning(verb, *options);
    declare_exact(verb, *options);
    declare_validation(verb, *options);
    verb.chapter(
        "Variance reduction",
        "svrg (Johnson, Zhang 2013) and saga (Defazio et al. 2014) minimise what --exact does, the "
        "mean loss (by importance) and L w^2 / 2 of --l2, by default 0: squared, logistic, "
        "softmax, huber. --epochs limits the passes; they end when the gradient is within "
        "--tolerance. A step costs what its row's features do, however many others there are. L "
        "of the default --lr is c max |x|^2 + --l2, where c bounds the second derivative of the "
        "loss: 2, 1/4, 1/2, 1, and |x|^2 is the square of a row's length (times its "
        "importance over the mean); rows of unlike lengths need --standardize, or patience.");
    verb.chapter(
        "Memory",
        "One pass: 32 bytes a feature (and class of softmax), 16 more with penalties and "
        "16 with --average; names of features; up to 16 MiB for the AUC; 5 MiB a thread for "
        "reading; nothing a row. --exact, svrg, saga, --folds and epochs over pipes keep the "
        "rows: 12 bytes for each of their values and 20 to 50 a row; svrg and saga 64 more a "
        "row and 32 for each class.");
    verb.chapter(
        "Columns of progressive validation",
        "Mean loss so far and since the last line, rows, their importance, label, prediction "
        "(margin or class) and number of features of this row; h marks a row held out.");
    return [options, &seed](cli::Run& run) {
        options->settings.seed = seed;
        fit_model(run, *options);
    };
}

}  // namespace optim_demo
