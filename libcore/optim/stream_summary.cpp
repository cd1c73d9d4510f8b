#include "optim/stream_summary.hpp"

#include "base/parallel.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

/// Small enough that the process stays within 8 MB.
constexpr std::size_t small_chunk = std::size_t{32} << 10;

/// Fills summaries block by block.
class Filling {
  public:
    Filling(const SummaryRequest& request, std::vector<StreamSummary> before, const SeeStep& see)
        : request_(request), see_(see), summaries_(std::move(before)) {}

    void start(const std::vector<std::string>& names) {
        if (summaries_.empty())
            for (const std::string& name : names) summaries_.push_back(request_.summary(name));
        bool same = summaries_.size() == names.size();
        for (std::size_t i = 0; same && i < names.size(); ++i)
            same = summaries_[i].name == names[i];
        if (!same) throw base::DataError({}, "the state is not of these columns");
        const auto workers = static_cast<std::size_t>(base::threads());
        sums_.assign(workers, std::vector<PowerSums>(names.size()));
    }

    void add_powers(std::size_t column, const io::NumberBlock& block, int worker) {
        sums_[static_cast<std::size_t>(worker)][column].add(block);
    }

    void add_values(std::size_t column, io::NumberBlock&& block) {
        StreamSummary& summary = summaries_[column];
        summary.skipped += block.skipped;
        if (!request_.by_value()) return;
        block.convert({io::NumberType::Kind::real, 0});
        const auto values = block.reals();
        if (summary.running_mean)
            for (std::size_t i = 0; i < values.size(); ++i) step(summary, column, block, i);
        if (summary.sketch) summary.sketch->add(values);
        if (summary.values)
            summary.values->insert(summary.values->end(), values.begin(), values.end());
        for (QuantileDescent& descent : summary.descents)
            for (const double value : values) descent.push(value);
    }

    std::vector<StreamSummary> finish() {
        for (const auto& worker : sums_)
            for (std::size_t i = 0; i < worker.size(); ++i) summaries_[i].sums.join(worker[i]);
        return std::move(summaries_);
    }

  private:
    void step(StreamSummary& summary, std::size_t column, const io::NumberBlock& block,
              std::size_t i) {
        RunningMean& mean = *summary.running_mean;
        const double x = block.reals()[i];
        const base::Position place{block.start.file, block.line(i), 0};
        if (!mean.push(x))
            throw base::DataError(place, "the list of steps ends after " +
                                             std::to_string(mean.state().steps) + " values");
        if (!std::isfinite(mean.state().mean))
            throw base::DataError(place, "the running mean diverges: infinite after step " +
                                             std::to_string(mean.state().steps));
        if (see_) see_(column, x, mean);
    }

    const SummaryRequest& request_;
    const SeeStep& see_;
    std::vector<StreamSummary> summaries_;
    std::vector<std::vector<PowerSums>> sums_;  // of each worker
};

}  // namespace

StreamSummary SummaryRequest::summary(std::string name) const {
    StreamSummary summary;
    summary.name = std::move(name);
    if (steps) summary.running_mean.emplace(*steps, start);
    for (const double p : quantiles) summary.descents.emplace_back(p);
    if (keep_values) {
        summary.values.emplace();
    } else if (!quantiles.empty()) {
        summary.sketch.emplace();
    }
    return summary;
}

void StreamSummary::join(const StreamSummary& other, const std::string& file) {
    const base::Position place{file, 0, 0};
    if (name != other.name)
        throw base::DataError(place, "column '" + other.name + "' does not join '" + name + "'");
    if (running_mean || other.running_mean)
        throw base::DataError(place,
                              "a recurrence depends on the order of its values: it can be resumed, "
                              "but not merged");
    if (sketch.has_value() != other.sketch.has_value())
        throw base::DataError(place, "quantiles are in some of the states only");
    skipped += other.skipped;
    sums.join(other.sums);
    if (sketch) sketch->join(*other.sketch);
    descents.clear();
}

void join_summaries(std::vector<StreamSummary>& all, const std::vector<StreamSummary>& more,
                    const std::string& file) {
    if (all.size() != more.size())
        throw base::DataError({file, 0, 0}, "expected a state of " + std::to_string(all.size()) +
                                                " columns, found " + std::to_string(more.size()));
    for (std::size_t i = 0; i < all.size(); ++i) all[i].join(more[i], file);
}

std::vector<StreamSummary> resumed(std::vector<StreamSummary> summaries,
                                   const SummaryRequest& request, const std::string& file) {
    const auto refuse = [&](const std::string& what) {
        throw base::DataError({file, 0, 0}, "this state was written " + what + ": ask the same");
    };
    for (StreamSummary& summary : summaries) {
        std::optional<RunningMean>& mean = summary.running_mean;
        if (mean && !request.steps) refuse("with steps " + mean->step_sequence().text());
        if (!mean && request.steps) refuse("without a recurrence");
        if (mean) {
            if (mean->step_sequence().text() != request.steps->text() ||
                mean->start() != request.start)
                refuse("with steps " + mean->step_sequence().text() + " from " +
                       io::printed(mean->start()));
            mean.emplace(*request.steps, request.start, mean->state());
        }
        if (summary.sketch.has_value() == request.quantiles.empty() || request.keep_values ||
            !std::equal(summary.descents.begin(), summary.descents.end(), request.quantiles.begin(),
                        request.quantiles.end(),
                        [](const QuantileDescent& descent, double p) { return descent.p() == p; }))
            refuse("with other quantiles");
    }
    return summaries;
}

std::vector<StreamSummary> summarise(io::NumberInput input,
                                     const std::optional<io::Columns>& columns,
                                     const SummaryRequest& request,
                                     std::vector<StreamSummary> before, const SeeStep& see,
                                     base::Control control) {
    input.keep_numbers = true;
    input.keep_lines = request.steps.has_value();  // for errors
    input.chunk_bytes = std::min(input.chunk_bytes, small_chunk);
    Filling filling(request, std::move(before), see);
    if (columns) {
        io::read_columns(
            input, *columns, control,
            [&](const std::vector<std::string>& names) { filling.start(names); },
            [&](std::vector<io::NumberBlock>& blocks, int worker) {
                for (std::size_t i = 0; i < blocks.size(); ++i)
                    filling.add_powers(i, blocks[i], worker);
            },
            [&](std::vector<io::NumberBlock>&& blocks) {
                for (std::size_t i = 0; i < blocks.size(); ++i)
                    filling.add_values(i, std::move(blocks[i]));
            });
    } else {
        filling.start({""});
        io::read_numbers(
            input, control,
            [&](io::NumberRows& rows, int worker) { filling.add_powers(0, rows.block, worker); },
            [&](io::NumberRows&& rows) { filling.add_values(0, std::move(rows.block)); });
    }
    return filling.finish();
}

}  // namespace pipelab::optim
