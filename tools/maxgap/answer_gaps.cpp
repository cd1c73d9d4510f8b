#include "base/error.hpp"
#include "gap/circle.hpp"
#include "gap/every_gap.hpp"
#include "gap/extremes.hpp"
#include "gap/picture.hpp"
#include "gap/split.hpp"
#include "gap/state_file.hpp"
#include "gap/state_reader.hpp"
#include "gap/threshold.hpp"
#include "options.hpp"
#include "reading.hpp"
#include "report.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace maxgap {
namespace {

/// One run over one column of values held as T.
template <class T>
class Answer {
  public:
    Answer(cli::Run& run, const Options& options, const Reading& reading, const gap::Column& column,
           const gap::Values<T>& values)
        : run_(run),
          options_(options),
          reading_(reading),
          column_(column),
          values_(values),
          report_(run, options, reading.notation(column)) {
        report_.counts(column.count(), column.skipped());
    }

    void give() {
        if (options_.in_order) return steps();
        if (!options_.period.empty()) return arcs();
        if (options_.split > 0) return split();
        if (options_.histogram) return histogram();
        if (!options_.over.empty()) return over();
        top();
    }

  private:
    static constexpr std::size_t most_drawn = 1000;

    /// Their lines are found in one visit.
    std::size_t listed_at_once() const {
        constexpr std::size_t least = 65536;
        return options_.memory ? least : std::max<std::size_t>(least, column_.count() / 16);
    }

    gap::Resources resources() const { return options_.resources(); }

    std::vector<gap::Location> ends_of(const std::vector<T>& ends,
                                       const std::function<T(T)>& map = {}) const {
        if (!options_.wants_lines(run_)) return std::vector<gap::Location>(ends.size());
        return column_.locations(ends, map);
    }

    void list(const std::vector<gap::Gap<T>>& gaps) {
        std::vector<T> ends;
        for (const auto& gap : gaps) ends.insert(ends.end(), {gap.lower, gap.upper});
        const auto locations = ends_of(ends);
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            report_.gap(gaps[i].lower, gaps[i].upper, gaps[i].width(), locations[2 * i],
                        locations[2 * i + 1]);
            if (options_.test) test(gaps[i]);
            report_.end();
        }
    }

    void draw(const std::vector<gap::Gap<T>>& gaps) {
        if (run_.plot_path().empty()) return;
        run_.draw(gap::values_picture(values_, gaps, report_.notation()));
    }

    void no_gaps() {
        report_.no_gap();
        if (options_.test) report_.test(std::nullopt, std::nullopt);
        report_.end();
        draw({});
    }

    void top() {
        auto gaps = gap::widest_gaps<T>(values_, options_.top, resources(), run_.control(),
                                        options_.method);
        const auto extent = values_.extent();
        if (extent.count < 2) return no_gaps();
        if (gaps.empty()) gaps.push_back({extent.minimum, extent.minimum});
        list(gaps);
        draw(gaps);
    }

    void test(const gap::Gap<T>& gap) {
        const auto extent = values_.extent();
        report_.test(gap::largest_gap_p_value(extent.count, gap.width(),
                                              gap::width_between(extent.minimum, extent.maximum)),
                     gap::dixon_ratio(gap::extreme_values(values_)));
    }

    /// `median` finds the median of what is compared with it.
    template <class Median>
    gap::Width<T> threshold(Median&& median) {
        if (options_.over.ends_with('x')) {
            const io::Number factor = reading_.factor_option("--over", options_.over, "x");
            return gap::once_rounded(gap::multiple_of(median().value_or(gap::Width<T>{}), factor));
        }
        io::NumberType type = column_.type();
        type.scale = report_.notation().scale;
        return std::get<gap::Width<T>>(
            gap::width_of(reading_.width_option("--over", options_.over), type));
    }

    void over() {
        std::vector<gap::Gap<T>> gaps, drawn;
        const auto width =
            threshold([&] { return gap::median_gap<T>(values_, resources(), run_.control()); });
        gap::gaps_over<T>(values_, width, resources(), run_.control(), [&](const gap::Gap<T>& gap) {
            gaps.push_back(gap);
            if (drawn.size() < most_drawn) drawn.push_back(gap);
            if (gaps.size() < listed_at_once()) return;
            list(gaps);
            gaps.clear();
        });
        list(gaps);
        draw(drawn);
    }

    void steps() {
        std::optional<gap::Width<T>> over;
        if (!options_.over.empty()) over = step_threshold();
        bool any = false;
        std::vector<gap::Gap<T>> drawn;
        gap::widest_steps<T>(column_, options_.top, over, [&](const gap::Step<T>& step) {
            report_.step(step);
            any = true;
            if (drawn.size() < most_drawn) drawn.push_back(step.span());
        });
        if (!any && !over) {
            report_.no_step();
        }
        draw(drawn);
    }

    gap::Width<T> step_threshold() {
        if (options_.over.ends_with('x')) {
            throw base::UsageError("--over " + options_.over +
                                   ": multiples of the median are for sorted values, not for "
                                   "--in-order");
        }
        return threshold([] { return std::optional<gap::Width<T>>(); });
    }

    void arcs() {
        const io::Number period = reading_.width_option("--period", options_.period);
        const gap::Circle<T> circle(gap::period_from<T>(period, report_.notation().scale));
        const auto reduced = gap::on_circle(values_, circle);
        const bool all = !options_.over.empty();
        const auto median = [&] {
            return gap::median_arc<T>(*reduced, circle, resources(), run_.control());
        };
        const auto arcs =
            all ? gap::arcs_over<T>(*reduced, circle, threshold(median), resources(),
                                    run_.control())
                : gap::widest_arcs<T>(*reduced, circle, options_.top, resources(), run_.control());
        if (arcs.empty() && !all) return no_gaps();
        std::vector<T> ends;
        for (const auto& arc : arcs) ends.insert(ends.end(), {arc.lower, arc.upper});
        const auto locations = ends_of(ends, [&](T value) { return circle.reduce(value); });
        for (std::size_t i = 0; i < arcs.size(); ++i) {
            report_.gap(circle.positive(arcs[i].lower), circle.positive(arcs[i].upper),
                        arcs[i].width, locations[2 * i], locations[2 * i + 1]);
            report_.end();
        }
        if (!run_.plot_path().empty()) {
            run_.draw(gap::values_picture<T>(*reduced, gap::inner_gaps(arcs), report_.notation()));
        }
    }

    void split() {
        const auto cuts = gap::widest_gaps<T>(values_, options_.split - 1, resources(),
                                              run_.control(), options_.method);
        if (cuts.size() + 1 < options_.split && column_.count() > 0) {
            run_.warn("the values make no more than " + std::to_string(cuts.size() + 1) +
                      " clusters");
        }
        const gap::Split<T> split(cuts);
        if (options_.labels) {
            io::Output& out = run_.out();
            if (options_.input.header && !run_.json()) out.write("label\n");
            column_.in_order([&](const io::NumberBlock& block) {
                split.write_labels(gap::values_of<T>(block), out, run_.json());
            });
        } else {
            std::uint64_t label = 0;
            for (const auto& cluster : split.clusters(values_)) {
                auto& records = report_.records();
                records.number("label", ++label).number("count", cluster.count);
                report_.notation().put(records, "lower", cluster.lower);
                report_.notation().put(records, "upper", cluster.upper);
                records.end();
            }
        }
        draw(cuts);
    }

    void histogram() {
        const gap::Histogram histogram =
            gap::gap_histogram<T>(values_, report_.notation().scale, resources(), run_.control());
        auto& records = report_.records();
        if (histogram.zeros() > 0) {
            records.number("from", "0").number("to", "0").number("count", histogram.zeros()).end();
        }
        for (const gap::Bin& bin : histogram.bins()) {
            records.number("from", std::string_view(bin.low.text()))
                .number("to", std::string_view(bin.high.text()))
                .number("count", bin.count)
                .end();
        }
        if (!run_.plot_path().empty()) run_.draw(gap::histogram_picture(histogram));
    }

    cli::Run& run_;
    const Options& options_;
    const Reading& reading_;
    const gap::Column& column_;
    const gap::Values<T>& values_;
    Report report_;
};

}  // namespace

void answer_gaps(cli::Run& run, const Options& options) {
    if (options.method == gap::Method::buckets && (options.top > 1 || options.split > 0)) {
        throw base::UsageError("--method buckets finds only the widest gap");
    }
    const Reading reading(run, options);
    std::function<io::Number(const io::TypeNeed&)> period;
    if (!options.period.empty()) {
        const io::Number given = reading.width_option("--period", options.period);
        if (io::compare(given, io::Decimal{}) <= 0) {
            throw base::UsageError("--period: expected a number above 0, found '" + options.period +
                                   "'");
        }
        period = [&reading, given](const io::TypeNeed& need) {
            return reading.in_unit_of_values(given, need);
        };
    }
    io::NumberInput input = reading.input();
    std::vector<std::unique_ptr<io::TemporaryFile>> spooled;
    if (!options.resolve.empty()) {
        spooled = gap::spool(input, options.temporary);
        gap::require_same_values(gap::read_state(options.resolve),
                                 gap::read_as_state(input, run.control()), options.resolve);
    }
    const gap::Column column(input, options.storage(), run.control(), period);
    reading.tell_rounding(column.type());
    column.with_values([&](const auto& values) {
        using T = std::remove_cvref_t<decltype(values.extent().minimum)>;
        Answer<T>(run, options, reading, column, values).give();
    });
}

}  // namespace maxgap
