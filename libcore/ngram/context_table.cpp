#include "ngram/context_table.hpp"

#include "base/parallel.hpp"
#include "base/scatter.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

/// Lines that are filled together, so that they stay in the cache meanwhile.
constexpr int region_bits = 12;

}  // namespace

ContextTable::ContextTable(std::uint64_t entries) {
    base::Array<Line> lines(static_cast<std::size_t>(entries * 10 / 28) + 1);
    base::parallel_blocks(lines.size(), std::size_t{1} << 14,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::fill(&lines[0] + begin, &lines[0] + end, Line{});
                          });
    open_ = lines.data();
    lines_ = std::move(lines);
}

std::size_t ContextTable::put(const Entry& entry, std::size_t line, std::size_t end) {
    for (; line < end; ++line) {
        for (Entry& slot : open_[line].entries) {
            if (slot.context != no_context) continue;
            slot = entry;
            return line;
        }
    }
    return end;
}

void ContextTable::insert(const base::Array<Entry>& entries) {
    const std::size_t regions = (lines_.size() >> region_bits) + 1;
    const base::Blocks blocks{entries.size(), std::size_t{1} << 17};
    const auto region_of = [&](const Entry& entry) {
        return home(entry.context, entry.word) >> region_bits;
    };
    std::vector<std::vector<std::size_t>> next(blocks.count());
    base::parallel_for(blocks.count(), [&](std::size_t b) {
        next[b].assign(regions, 0);
        for (std::size_t i = blocks.begin(b); i < blocks.end(b); ++i)
            ++next[b][region_of(entries[i])];
    });
    const std::vector<std::size_t> begins = base::places_in_buckets(next, regions);
    base::Array<Entry> scattered(entries.size());
    base::parallel_for(blocks.count(), [&](std::size_t b) {
        for (std::size_t i = blocks.begin(b); i < blocks.end(b); ++i)
            scattered[next[b][region_of(entries[i])]++] = entries[i];
    });
    // What does not fit into its region waits until all regions are done.
    std::vector<std::vector<Entry>> late(regions);
    std::vector<std::size_t> farthest(regions, 0);
    base::parallel_for(regions, [&](std::size_t region) {
        const std::size_t end = std::min((region + 1) << region_bits, lines_.size());
        for (std::size_t i = begins[region]; i < begins[region + 1]; ++i) {
            const Entry& entry = scattered[i];
            const std::size_t first = home(entry.context, entry.word);
            const std::size_t line = put(entry, first, end);
            if (line < end) {
                farthest[region] = std::max(farthest[region], line - first);
            } else {
                late[region].push_back(entry);
            }
        }
    });
    std::size_t far = *std::max_element(farthest.begin(), farthest.end());
    for (const auto& each : late) {
        for (const Entry& entry : each) {
            const std::size_t first = home(entry.context, entry.word);
            std::size_t line = put(entry, first, lines_.size());
            if (line == lines_.size()) line += put(entry, 0, first);
            far = std::max(far, line - first);
        }
    }
    most_probes_ = std::max(most_probes_, static_cast<std::uint32_t>(far + 1));
}

const ContextTable::Entry* ContextTable::find(std::uint32_t context, WordId word) const {
    const Entry* entry = nullptr;
    Probe next = probe(context, word);
    Found found;
    do {
        found = look(next, context, word, entry);
    } while (found == Found::further);
    return entry;
}

}  // namespace pipelab::ngram
