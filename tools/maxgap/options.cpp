#include "options.hpp"

#include "cli/fields.hpp"

namespace maxgap {
namespace {

void declare_input(cli::Declaration& tool, Options& options) {
    tool.section("Input");
    tool.option("-k,--column", "NAME|N", options.input.column,
                "Read the numbers of one column only: its number, from 1, or its name in the "
                "header (in JSON its key).");
    cli::declare_fields(tool, options.input,
                        "The first line of each input names the columns; the first line of text "
                        "output names the fields.",
                        "Numbers");
    tool.choice("--nan", "POLICY", options.input.nan,
                {{"error", io::NanPolicy::error}, {"skip", io::NanPolicy::skip}},
                "What to do with nan and infinities, in JSON also null, in fields also NA and "
                "nothing: an error, or leave them out.");
    tool.flag(
        "--time", options.time,
        "Values are points in time, one a line or field: ISO 8601 (with its hyphens: 20240228 is a "
        "count), seconds or smaller units since 1970, also as the beginning of the lines of a log. "
        "Gaps are in seconds.");
    tool.choice("--time-unit", "UNIT", options.time_unit,
                {{"auto", TimeUnit::automatic},
                 {"s", TimeUnit::seconds},
                 {"ms", TimeUnit::milliseconds},
                 {"us", TimeUnit::microseconds},
                 {"ns", TimeUnit::nanoseconds}},
                "The unit of times that are plain numbers. auto goes by the largest: s below "
                "1e11, ms below 1e14, us below 1e17, else ns.")
        .needs({"--time"});
    tool.option("--time-format", "FORMAT", options.time_format,
                "How times are written, in the directives of strptime and %f for a fraction: "
                "'%d/%b/%Y:%H:%M:%S %z'. Implies --time.")
        .excludes({"--time-unit"});
    tool.option("--time-year", "YEAR", options.time_year,
                "The year of times whose format has none, such as '%b %d %H:%M:%S' of syslog.")
        .range(-9999, 9999)
        .needs({"--time-format"});
}

void declare_questions(cli::Declaration& tool, Options& options) {
    tool.section("What to report");
    tool.option("--top", "K", options.top,
                "The K widest gaps, widest first; of equal ones the leftmost first.")
        .range(1, 1e15)
        .excludes({"--over", "--split", "--histogram", "--test"});
    tool.option(
            "--over", "T", options.over,
            "All gaps wider than T, from left to right. 5x means 5 times the median of the "
            "gaps between different values (of an even number the lower one in the middle; with "
            "--period the one over the border is among them) "
            "and has to sort; widths of doubles are rounded for it. With --time also 90s, 5m, "
            "2h, 1d.")
        .excludes({"--split", "--histogram", "--test"});
    tool.option("--split", "K", options.split,
                "Cut the values at the K-1 widest gaps: number, size and range of each cluster.")
        .range(1, 1e15)
        .excludes({"--histogram", "--test"})
        .shown_default("");
    tool.flag("--labels", options.labels,
              "The number of the cluster of each input value, in input order, instead.")
        .needs({"--split"})
        .excludes({"--nan"});
    tool.flag("--histogram", options.histogram,
              "How many of the n-1 gaps are how wide, in bins from 1 to 2 to 5 to 10. Has to sort.")
        .excludes({"--test"});
    tool.flag("--in-order", options.in_order,
              "Gaps between values that follow each other in the input, whichever way they go, as "
              "in logs; with --top and --over. Gaps of 0 count. Answers when all is read.")
        .excludes({"--split", "--histogram", "--test", "--by", "--period", "--method"});
    tool.option("--by", "COLUMN", options.input.key_column,
                "The gaps of each group of rows with equal COLUMN, in order of appearance. With "
                "--time it needs --time-unit or --time-format.")
        .needs({"--column"})
        .excludes({"--split", "--histogram", "--test", "--period", "--plot", "--method"});
    tool.option("--period", "P", options.period,
                "Values are points on a circle of circumference P, such as angles (360) or times "
                "of day (24): the gap from the last to the first counts too. Equal gaps of doubles "
                "come in order from P/2 on, all others from 0.")
        .excludes({"--split", "--histogram", "--test", "--method"});
    tool.flag("--test", options.test,
              "Also the probability that uniformly drawn values leave a gap as wide as this "
              "somewhere, and Dixon's ratio for an outlier at either end.");
    tool.flag("--index", options.index,
              "Also the input lines of both ends (JSON has them anyway). Of equal values the "
              "first line.")
        .excludes({"--split", "--histogram"});
    tool.choice("--method", "METHOD", options.method,
                {{"bitmap", gap::Method::bitmap},
                 {"buckets", gap::Method::buckets},
                 {"sort", gap::Method::sort}},
                "How to search: occupied cells and an exact second look; the textbook's n-1 "
                "buckets (only for the widest gap); sorting a copy. The answer is the same.")
        .excludes({"--over", "--memory"});
}

void declare_size(cli::Declaration& tool, Options& options) {
    tool.section("Larger than memory, on many machines");
    tool.option("--memory", "SIZE", options.memory,
                "Stay within SIZE, at least 32M, however long the inputs are: they are read as "
                "often as needed, pipes copied to a temporary file first.");
    tool.option("--temp", "DIR", options.temporary,
                "Where temporary files go (default: $TMPDIR, else /tmp).")
        .directory();
    tool.option("--state", "FILE", options.state,
                "Instead of an answer, write a partial result of at most 1 MB (- is standard "
                "output), for --merge and --resolve. One pass, constant memory.")
        .file()
        .excludes({"--top", "--over", "--split", "--histogram", "--in-order", "--by", "--period",
                   "--test", "--index", "--method", "--plot", "--resolve", "--time"});
    tool.flag("--merge", options.merge,
              "The inputs are partial results: report the interval that contains the widest gap "
              "and where it can lie; with --state write the joined partial result.")
        .excludes({"--top", "--over", "--split", "--histogram", "--in-order", "--by", "--period",
                   "--test", "--index", "--method", "--plot", "--resolve", "--column",
                   "--delimiter", "--nan", "--input-format", "--memory", "--time"});
    tool.option("--resolve", "STATE", options.resolve,
                "The exact answer for the inputs of a (merged) partial result, which is checked "
                "against them.")
        .file()
        .excludes({"--by", "--in-order", "--period"});
}

}  // namespace

gap::Storage Options::storage() const {
    gap::Storage storage;
    if (memory) storage.memory = memory->count;
    storage.temporary = temporary;
    return storage;
}

gap::Resources Options::resources() const { return {gap::search_memory(storage()), temporary}; }

void declare_options(cli::Declaration& tool, Options& options) {
    tool.usage("[OPTION]... [FILE]...");
    tool.about(
        "Reads numbers and reports the widest gap between neighbours in sorted order: the gap, "
        "its lower end and its upper end, tab separated. Fewer than two values: 0 and two empty "
        "fields.\n\n"
        "Numbers are separated by blanks, newlines or commas; # starts a comment. They are exact: "
        "64-bit integers, signed or unsigned, decimals as long as 64 bits hold them all on one "
        "scale, else doubles (a note on standard error says so). Gaps compare as exact real "
        "numbers and are rounded once for printing.");
    tool.example("seq 1 3 1000000 | maxgap --json", "the widest gap with line numbers and counts");
    tool.example("maxgap --time --in-order --over 5m app.log",
                 "where a log was silent for more than 5 minutes");
    tool.example("maxgap -t, --header -k price --split 3 items.csv",
                 "three clusters of prices, cut at the widest gaps");
    tool.common({.plot = true});
    tool.arguments("FILE", options.input.paths,
                   "Inputs, read one after the other; - or none is standard input. gzip and zstd "
                   "data is unpacked.");
    declare_input(tool, options);
    declare_questions(tool, options);
    declare_size(tool, options);
    tool.chapter(
        "Memory",
        "8 bytes a value and 16 MiB for the search, besides 2 MiB a thread for reading. More is "
        "needed by --over 5x (8 bytes a value), --by (12 bytes a value, 40 bytes and its length a "
        "key), --method sort (16 bytes a value), --method buckets (16 to 32 bytes a value), --json "
        "and --index (4 bytes a value where not every line holds one number, with --over 8 more; "
        "with --by 400 bytes a gap), --top and --split (160 bytes for each of K), and JSON rows "
        "within one "
        "array (5 times the document).\n\n"
        "With --memory SIZE the process stays within SIZE however many values there are: they "
        "stay in memory while they take a quarter of it, else every pass reads the inputs again. "
        "What comes on top even then: a large K (160 bytes each), --by 80 bytes and its length a "
        "key, --period with --over 50 bytes a gap, a line longer than 1 MiB, JSON rows within one "
        "array. --by with --json or --index holds 400 bytes a gap until the end; --over with them "
        "reads the inputs once more for every 65536 gaps. What has to sort (--histogram, --over "
        "5x, values spaced so evenly that nothing "
        "else decides) writes 8 to 16 bytes a value to a temporary file.");
    tool.chapter(
        "Output",
        "gap, lower, upper (with --index lower_line, upper_line, of several inputs also "
        "lower_file, upper_file). --in-order: gap, from, to. --by: key in front, count behind. "
        "--test: p_value, dixon_ratio, dixon_value, dixon_end and dixon_critical (5 %) behind. "
        "--split: label, count, lower, upper; --labels: label. --histogram: from, to, count, "
        "where 0 to 0 are equal neighbours; else gaps are between different values, and only "
        "values that are all equal have one of 0. --merge: at_least, at_most, then a line for each "
        "place: lower end from, to, upper end from, to. --json writes one object a line instead; "
        "gaps have the lines of both ends there, and, without --by, the number of all values "
        "(count) and of those left out (skipped); no value is null. Times are ISO 8601 in UTC. A "
        "width beyond the largest double is written as it is: 2e+308.");
    tool.chapter("Limits",
                 "Lines and fields of 64 MiB, JSON nested 1000 deep, 9 decimals of a second.");
}

}  // namespace maxgap
