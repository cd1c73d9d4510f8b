#include "base/error.hpp"
#include "gap/by_key.hpp"
#include "gap/keyed_locations.hpp"
#include "options.hpp"
#include "reading.hpp"
#include "report.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maxgap {
namespace {

/// Prints what was found for the keys; with lines, all at the end.
class KeyedAnswer {
  public:
    KeyedAnswer(cli::Run& run, const Options& options, const Reading& reading)
        : run_(run), options_(options), reading_(reading), spooled_input_(reading.input()) {
        if (options_.wants_lines(run_)) {
            spooled_ = gap::spool(spooled_input_, options_.temporary);
        }
    }

    void give(const gap::KeyedQuery& query) {
        const auto totals =
            gap::gaps_by_key(spooled_input_, query, options_.storage(), run_.control(),
                             [&](const gap::KeyGaps& found) { take(found, !query.over); });
        if (options_.wants_lines(run_)) {
            gap::find_locations(spooled_input_, totals.type, ends_, run_.control());
            for (const auto& print : waiting_) print();
        }
        reading_.tell_rounding(totals.type);
    }

  private:
    void take(const gap::KeyGaps& found, bool also_none) {
        if (!report_) report_.emplace(run_, options_, reading_.notation(found.type));
        std::visit([&](const auto gaps) { take(found, gaps, also_none); }, found.gaps);
    }

    template <class T>
    void take(const gap::KeyGaps& found, std::span<const gap::Gap<T>> gaps, bool also_none) {
        const std::string key(found.key);
        const std::uint64_t count = found.count;
        if (gaps.empty() && also_none) {
            later([this, key, count] { report_->keyed_none(key, count); });
        }
        for (const auto& gap : gaps) {
            const std::size_t at = ends_.size();
            if (options_.wants_lines(run_)) {
                ends_.push_back({key, gap::bits_of(gap.lower), {}});
                ends_.push_back({key, gap::bits_of(gap.upper), {}});
            }
            later([this, key, count, gap, at] {
                const bool known = at + 1 < ends_.size();
                report_->keyed(key, count, gap, known ? ends_[at].location : gap::Location{},
                               known ? ends_[at + 1].location : gap::Location{});
            });
        }
    }

    void later(std::function<void()> print) {
        if (options_.wants_lines(run_)) {
            waiting_.push_back(std::move(print));
        } else {
            print();
        }
    }

    cli::Run& run_;
    const Options& options_;
    const Reading& reading_;
    io::NumberInput spooled_input_;
    std::vector<std::unique_ptr<io::TemporaryFile>> spooled_;
    std::optional<Report> report_;
    std::vector<gap::KeyedValue> ends_;
    std::vector<std::function<void()>> waiting_;
};

}  // namespace

void answer_by_key(cli::Run& run, const Options& options) {
    const Reading reading(run, options);
    if (reading.guesses_time_unit()) {
        throw base::UsageError("--by needs --time-unit or --time-format beside --time");
    }
    if (options.over.ends_with('x')) {
        throw base::UsageError("--over " + options.over + ": multiples are not for --by");
    }
    gap::KeyedQuery query{options.top, std::nullopt};
    if (!options.over.empty()) query.over = reading.width_option("--over", options.over);
    KeyedAnswer(run, options, reading).give(query);
}

}  // namespace maxgap
