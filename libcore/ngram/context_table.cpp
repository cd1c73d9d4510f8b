#include "ngram/context_table.hpp"

#include "base/parallel.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

/// Lines that are filled together, so that they stay in the cache meanwhile.
constexpr int region_bits = 12;

}  // namespace

ContextTable::ContextTable(std::uint64_t entries) {
    lines_.resize(static_cast<std::size_t>(entries * 10 / 28) + 1);
    base::parallel_blocks(lines_.size(), std::size_t{1} << 14,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::fill(&lines_[0] + begin, &lines_[0] + end, Line{});
                          });
}

bool ContextTable::put(const Entry& entry, std::size_t line, std::size_t end) {
    for (; line < end; ++line) {
        for (Entry& slot : lines_[line].entries) {
            if (slot.context != no_context) continue;
            slot = entry;
            return true;
        }
    }
    return false;
}

void ContextTable::insert(const base::Array<Entry>& entries) {
    const std::size_t regions = (lines_.size() >> region_bits) + 1;
    const base::Blocks blocks{entries.size(), std::size_t{1} << 17};
    const auto region_of = [&](const Entry& entry) {
        return line(entry.context, entry.word) >> region_bits;
    };
    std::vector<std::vector<std::size_t>> next(blocks.count());
    base::parallel_for(blocks.count(), [&](std::size_t b) {
        next[b].assign(regions, 0);
        for (std::size_t i = blocks.begin(b); i < blocks.end(b); ++i)
            ++next[b][region_of(entries[i])];
    });
    std::vector<std::size_t> begins(regions + 1);
    std::size_t all = 0;
    for (std::size_t region = 0; region < regions; ++region) {
        begins[region] = all;
        for (auto& each : next) {
            const std::size_t size = each[region];
            each[region] = all;
            all += size;
        }
    }
    begins[regions] = all;
    base::Array<Entry> scattered(all);
    base::parallel_for(blocks.count(), [&](std::size_t b) {
        for (std::size_t i = blocks.begin(b); i < blocks.end(b); ++i)
            scattered[next[b][region_of(entries[i])]++] = entries[i];
    });
    // What does not fit into its region waits until all regions are done.
    std::vector<std::vector<Entry>> late(regions);
    base::parallel_for(regions, [&](std::size_t region) {
        const std::size_t end = std::min((region + 1) << region_bits, lines_.size());
        for (std::size_t i = begins[region]; i < begins[region + 1]; ++i) {
            const Entry& entry = scattered[i];
            if (!put(entry, line(entry.context, entry.word), end)) late[region].push_back(entry);
        }
    });
    for (const auto& each : late) {
        for (const Entry& entry : each) {
            const std::size_t home = line(entry.context, entry.word);
            if (!put(entry, home, lines_.size())) put(entry, 0, home);
        }
    }
}

const ContextTable::Entry* ContextTable::find(std::uint32_t context, WordId word) const {
    const Entry* entry = nullptr;
    std::size_t at = line(context, word);
    while (true) {
        const Found found = look(at, context, word, entry);
        if (found != Found::further) return found == Found::entry ? entry : nullptr;
        at = next_line(at);
    }
}

}  // namespace pipelab::ngram
