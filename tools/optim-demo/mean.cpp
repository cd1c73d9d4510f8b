#include "cli/fields.hpp"
#include "cli/tool.hpp"
#include "io/print.hpp"
#include "io/record_writer.hpp"
#include "optim/mean_curve.hpp"
#include "optim/statistics.hpp"
#include "optim/stream_state.hpp"
#include "verb.hpp"

#include <memory>

namespace optim_demo {
namespace {

struct MeanOptions {
    io::NumberInput input;
    std::vector<std::string> columns;
    bool every_column = false;
    std::string statistics;
    std::string step = "1/k";
    std::optional<double> ewma;
    double start = 0;
    bool corrected = false;
    bool trace = false;
    std::vector<double> quantiles;
    bool exact_quantiles = false;
    std::string state, resume;
    bool merge = false;

    bool recurrence_asked() const { return ewma || step != "1/k" || corrected || start != 0; }
};

void declare_options(cli::Declaration& verb, MeanOptions& options) {
    verb.section("Input");
    verb.option("-k,--column", "NAME|N", options.columns,
                "Read this column of the rows: its number, from 1, or its name in the header (in "
                "JSON its key). Given again, another column beside it.");
    verb.flag("--columns", options.every_column, "Every column of the rows, each by itself.")
        .excludes({"--column"});
    cli::declare_fields(
        verb, options.input,
        "The first line of each input names the columns, all of which are read if no "
        "-k is given; the first line of text output names the fields.",
        "Numbers");
    verb.choice("--nan", "POLICY", options.input.nan,
                {{"error", io::NanPolicy::error}, {"skip", io::NanPolicy::skip}},
                "What to do with nan and infinities, in JSON also null, in fields also NA and "
                "nothing: an error, or leave them out.");

    verb.section("What to report");
    verb.option("--stats", "LIST", options.statistics,
                "Statistics to print, such as mean,sd,count; all: each of those listed below. All "
                "are computed exactly and rounded once.")
        .shown_default("mean");
    verb.option(
            "--quantile", "P", options.quantiles,
            "The P-quantile, 0 <= P <= 1, three times: of a sketch whose rank error is bounded; "
            "that bound, as a share of the count; and by stochastic approximation. Repeats.")
        .range(0, 1);
    verb.flag("--exact-quantiles", options.exact_quantiles,
              "Keep all values (8 bytes each) and give exact quantiles instead of the sketch's, "
              "linear between neighbours as in numpy and R.")
        .needs({"--quantile"})
        .excludes({"--state", "--resume", "--merge"});

    verb.section("The recurrence w <- w - a_k (w - x_k)");
    verb.option(
        "--step", "SEQUENCE", options.step,
        "Step sizes a_k: 1/k, C/k, const:A, power:A,P[,K0] for A / (k + K0)^P, or list:FILE "
        "with one number for each value. Anything but 1/k prints where the recurrence "
        "ends, in the order of the input; with 1/k that is the sample mean, which "
        "is printed exactly rounded instead.");
    verb.option("--ewma", "A", options.ewma,
                "The exponentially weighted mean with weight A of the newest value and without "
                "bias to the start: --step const:A --corrected.")
        .range(1e-300, 1)
        .excludes({"--step"});
    verb.option("--start", "W", options.start, "w before the first value.");
    verb.flag("--corrected", options.corrected,
              "Take the weight out that the start still has: divide w - P start by 1 - P, where P "
              "is the product of all 1 - a_k.");
    verb.flag("--trace", options.trace, "Print k, x, a_k and w for each value as it is read.");

    verb.section("States");
    verb.option("--state", "FILE", options.state,
                "Also write what is known of the stream, for --resume and --merge.")
        .file();
    verb.option("--resume", "FILE", options.resume, "Go on from this state.").file();
    verb.flag("--merge", options.merge,
              "The files are states of parts of a stream: the statistics of the whole, the same "
              "bytes in any order. Not of recurrences.")
        .excludes({"--resume", "--trace", "--step", "--ewma", "--column", "--columns"});
    verb.arguments("FILE", options.input.paths,
                   "Numbers as text, JSON or .npy, perhaps packed by gzip or zstd; standard input "
                   "if none. "
                   "States of --merge.")
        .file();
}

std::string statistics_table() {
    std::string text;
    for (const optim::Statistic& one : optim::statistics())
        text += "  " + std::string(one.name) + std::string(19 - one.name.size(), ' ') +
                std::string(one.meaning) + "\n";
    return text;
}

optim::StepSequence step_sequence(const MeanOptions& options) {
    if (options.ewma) return optim::StepSequence::constant(*options.ewma);
    if (!options.step.starts_with("list:")) return optim::StepSequence::parse(options.step);
    return optim::read_step_list(options.step.substr(5));
}

optim::SummaryRequest request_of(const MeanOptions& options, bool watched) {
    optim::SummaryRequest request;
    if (options.recurrence_asked() || watched) request.steps = step_sequence(options);
    request.start = options.start;
    request.quantiles = options.quantiles;
    request.keep_values = options.exact_quantiles;
    return request;
}

void put(io::RecordWriter& records, const std::string& name,
         const std::optional<io::Number>& value) {
    if (value) {
        records.number(name, *value);
    } else {
        records.none(name);
    }
}

std::optional<io::Number> as_number(const std::optional<double>& value) {
    if (!value) return std::nullopt;
    return *value;
}

/// The running mean as asked for.
std::optional<double> estimate(const MeanOptions& options, const optim::RunningMean& mean) {
    if (options.corrected || options.ewma) return mean.corrected();
    return mean.state().mean;
}

void put_quantiles(io::RecordWriter& records, const MeanOptions& options,
                   optim::StreamSummary& summary) {
    for (std::size_t i = 0; i < options.quantiles.size(); ++i) {
        const double p = options.quantiles[i];
        const std::string name = io::printed(p);
        if (!summary.values && !summary.sketch)
            throw base::UsageError(
                "these states know no quantiles: ask for --quantile when they are "
                "written");
        if (summary.values) {
            put(records, "quantile_" + name, as_number(optim::exact_quantile(*summary.values, p)));
        } else {
            put(records, "quantile_" + name, as_number(summary.sketch->quantile(p)));
            put(records, "rank_error_" + name, as_number(summary.sketch->rank_error_share()));
        }
        if (i < summary.descents.size())
            put(records, "descent_" + name, as_number(summary.descents[i].estimate()));
    }
}

bool prints_recurrence(const MeanOptions& options) {
    return options.recurrence_asked() && !options.merge;
}

std::vector<optim::Statistic> wanted_statistics(const MeanOptions& options) {
    if (!options.statistics.empty()) return optim::parse_statistics(options.statistics);
    if (prints_recurrence(options) || !options.quantiles.empty()) return {};
    return optim::parse_statistics("mean");
}

/// A record for each column.
void report(cli::Run& run, const MeanOptions& options,
            const std::vector<optim::Statistic>& statistics,
            std::vector<optim::StreamSummary>& summaries) {
    io::RecordWriter records(run.out(), run.json(), options.input.header);
    for (optim::StreamSummary& summary : summaries) {
        if (!summary.name.empty()) records.text("column", summary.name);
        for (const optim::Statistic& one : statistics)
            put(records, std::string(one.name), one.of(summary.sums));
        if (prints_recurrence(options)) {
            const optim::RunningMean& mean = *summary.running_mean;
            put(records, "estimate", as_number(estimate(options, mean)));
        }
        put_quantiles(records, options, summary);
        records.end();
    }
}

void require_numbers(const std::vector<optim::StreamSummary>& summaries) {
    for (const optim::StreamSummary& summary : summaries)
        if (summary.sums.count() > 0) return;
    throw base::DataError({}, "no numbers in the input");
}

std::vector<optim::StreamSummary> merged(const std::vector<std::string>& paths) {
    auto all = optim::read_stream_state(paths.front());
    for (std::size_t i = 1; i < paths.size(); ++i)
        optim::join_summaries(all, optim::read_stream_state(paths[i]), paths[i]);
    return all;
}

std::vector<optim::StreamSummary> read_stream(cli::Run& run, const MeanOptions& options) {
    std::optional<io::Columns> columns;
    if (options.every_column || options.input.header || !options.columns.empty())
        columns = io::Columns{options.columns};
    optim::MeanCurve curve;
    const bool plots = !run.plot_path().empty();
    const bool watched = options.trace || plots;
    const optim::SummaryRequest request = request_of(options, watched);
    std::vector<optim::StreamSummary> before;
    if (!options.resume.empty())
        before = optim::resumed(optim::read_stream_state(options.resume), request, options.resume);
    run.reads(options.input.paths, "numbers");
    io::Output& out = run.out();
    io::RecordWriter records(out, run.json(), options.input.header);
    const bool numbered = columns.has_value();
    const auto see = [&](std::size_t column, double x, const optim::RunningMean& mean) {
        if (plots && column == 0)
            curve.push(x, estimate(options, mean).value_or(mean.state().mean));
        if (!options.trace) return;
        if (numbered) records.number("column", std::uint64_t{column + 1});
        records.number("k", mean.state().steps).number("x", x).number("step", mean.last_step());
        put(records, "w", as_number(estimate(options, mean)));
        records.end();
    };
    auto summaries =
        optim::summarise(options.input, columns, request, std::move(before),
                         watched ? optim::SeeStep(see) : optim::SeeStep(), run.control());
    if (plots) {
        const bool corrected = options.corrected || options.ewma;
        run.draw(
            curve.plot((corrected ? "w corrected, step " : "w, step ") + request.steps->text()));
    }
    return summaries;
}

void answer(cli::Run& run, MeanOptions& options) {
    if (options.merge && options.input.paths.empty())
        throw base::UsageError("--merge needs the files of states");
    const auto statistics = wanted_statistics(options);
    std::optional<io::Output> state;
    if (!options.state.empty()) state.emplace(options.state);
    auto summaries = options.merge ? merged(options.input.paths) : read_stream(run, options);
    require_numbers(summaries);
    if (!options.trace) report(run, options, statistics, summaries);
    if (!state) return;
    state->write(optim::state_text(summaries));
    state->finish();
}

}  // namespace

cli::Body mean(cli::Declaration& verb) {
    const auto options = std::make_shared<MeanOptions>();
    verb.about(
        "Averages numbers in one pass and constant memory. Means, variances and all other moments "
        "are those of the decimals as written (of more than 18 digits or 18 places: of the nearest "
        "doubles), rounded once: the order of the input, threads and merging change no bit of "
        "them.\n"
        "Without columns all numbers of the input are one stream.");
    verb.example("seq 1000000 | optim-demo mean", "500000.5");
    verb.example("optim-demo mean --header --columns --stats count,mean,sd,min,max data.csv",
                 "A line for each column.");
    verb.example("optim-demo mean --ewma 0.1 --trace < prices.txt",
                 "The exponentially weighted mean after each value.");
    verb.common({.plot = true});
    declare_options(verb, *options);
    verb.chapter("Statistics", statistics_table());
    return [options](cli::Run& run) { answer(run, *options); };
}

}  // namespace optim_demo
