#include "base/error.hpp"
#include "gap/notation.hpp"
#include "gap/state.hpp"
#include "gap/state_bounds.hpp"
#include "gap/state_file.hpp"
#include "gap/state_reader.hpp"
#include "io/print.hpp"
#include "options.hpp"
#include "report.hpp"

#include <cmath>

namespace maxgap {
namespace {

void write_state(cli::Run& run, const gap::State& state, const std::string& path) {
    const std::string bytes = gap::state_bytes(state);
    if (path == "-") {
        run.binary_out().write(bytes);
        return;
    }
    if (run.output_path() != "-") {
        throw base::UsageError("--state has a file of its own: -o is for --state -");
    }
    io::Output file(path);
    file.write(bytes);
    file.finish();
}

std::string width_text(const gap::Notation& notation, std::uint64_t width, bool) {
    return notation.width(width);
}

std::string width_text(const gap::Notation& notation, const gap::RealWidth& width, bool up) {
    const double rounded = up ? gap::rounded_up(width) : gap::rounded_down(width);
    // Beyond the largest double, which has no place in JSON, digits are written all the same.
    return std::isfinite(rounded) ? io::printed(rounded) : notation.width(width);
}

template <class T>
void report_bounds(cli::Run& run, const Options& options, const gap::State& state) {
    const gap::Notation notation{state.type().scale, false};
    const auto bounds = gap::widest_gap_bounds<T>(state);
    io::RecordWriter records(run.out(), run.json(), options.input.header);
    records.number("at_least", std::string_view(width_text(notation, bounds.least, false)));
    records.number("at_most", std::string_view(width_text(notation, bounds.most, true)));
    if (run.json()) {
        records.number("candidates", bounds.candidates)
            .number("within_cells", std::string_view(bounds.unresolved ? "true" : "false"))
            .number("count", state.count())
            .number("skipped", state.skipped());
    }
    records.end();
    io::RecordWriter places(run.out(), run.json(), options.input.header);
    for (const auto& place : bounds.places) {
        notation.put(places, "lower_from", place.lower_least);
        notation.put(places, "lower_to", place.lower_greatest);
        notation.put(places, "upper_from", place.upper_least);
        notation.put(places, "upper_to", place.upper_greatest);
        places.end();
    }
    if (bounds.candidates > bounds.places.size()) {
        run.note(std::to_string(bounds.candidates) + " places are possible, the leftmost " +
                 std::to_string(bounds.places.size()) + " are listed");
    }
    if (bounds.unresolved) run.note("the gap may be narrower than two cells: --resolve finds it");
}

}  // namespace

void answer_state(cli::Run& run, const Options& options) {
    run.reads(options.input.paths, "numbers");
    write_state(run, gap::read_as_state(options.input, run.control()), options.state);
}

void answer_merge(cli::Run& run, const Options& options) {
    const auto& paths = options.input.paths;
    if (paths.empty()) throw base::UsageError("--merge: name the partial results to join");
    gap::State state;
    for (const std::string& path : paths) state.join(gap::read_state(path));
    if (!options.state.empty()) return write_state(run, state, options.state);
    switch (state.type().kind) {
        case io::NumberType::Kind::real:
            return report_bounds<double>(run, options, state);
        case io::NumberType::Kind::uint64:
            return report_bounds<std::uint64_t>(run, options, state);
        default:
            return report_bounds<std::int64_t>(run, options, state);
    }
}

}  // namespace maxgap
