#include "base/error.hpp"
#include "gap/by_key.hpp"
#include "options.hpp"
#include "reading.hpp"
#include "report.hpp"

#include <optional>

namespace maxgap {

void answer_by_key(cli::Run& run, const Options& options) {
    Reading reading(run, options);
    if (reading.guesses_time_unit()) {
        throw base::UsageError("--by needs --time-unit or --time-format beside --time");
    }
    if (options.over.ends_with('x')) {
        throw base::UsageError("--over " + options.over + ": multiples are not for --by");
    }
    gap::KeyedQuery query{options.top, std::nullopt};
    if (!options.over.empty()) query.over = reading.width_option("--over", options.over);
    std::optional<Report> report;
    const auto totals = gap::gaps_by_key(
        reading.input(), query, options.storage(), run.control(), [&](const gap::KeyGaps& found) {
            if (!report) report.emplace(run, options, reading.notation(found.type));
            std::visit(
                [&](const auto gaps) {
                    for (const auto& gap : gaps) report->keyed(found.key, found.count, gap);
                    if (gaps.empty() && !query.over) report->keyed_none(found.key, found.count);
                },
                found.gaps);
        });
    reading.tell_rounding(totals.type);
}

}  // namespace maxgap
