#pragma once

#include "base/frozen_array.hpp"
#include "base/wide.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// Which words follow which contexts: a hash table with open addressing in lines of memory that
/// hold four n-grams each, of which hardly more than one is touched to find one, or that there is
/// none. Keys are compared in full.
class ContextTable {
  public:
    struct Entry {
        std::uint32_t context = no_context;
        WordId word = 0;
        float probability = 0;
        std::uint32_t next = 0;  ///< the context after the word
    };
    static constexpr std::uint32_t no_context = ~std::uint32_t{0};

    struct alignas(64) Line {
        Entry entries[4];
    };

    /// Room for `entries`, 23 bytes each.
    explicit ContextTable(std::uint64_t entries = 0);
    /// What lines() and most_probes() gave; at least one line. Whatever is in them, looking for
    /// a key comes to an end.
    ContextTable(base::FrozenArray<Line> lines, std::uint32_t most_probes)
        : lines_(std::move(lines)), most_probes_(most_probes) {}
    const base::FrozenArray<Line>& lines() const { return lines_; }
    /// Lines that are looked into to find a key.
    std::uint32_t most_probes() const { return most_probes_; }
    /// Adds entries whose keys are all new; no more in all than there is room for. Some 30 ns an
    /// entry on each thread. Where they lie depends only on the entries and their order.
    void insert(const base::Array<Entry>& entries);

    /// The line of memory in which to look for a key next, and how many more there may be.
    struct Probe {
        std::size_t line;
        std::uint32_t left;
    };
    Probe probe(std::uint32_t context, WordId word) const {
        return {home(context, word), most_probes_};
    }
    void prefetch(Probe probe) const { __builtin_prefetch(&lines_[probe.line]); }
    enum class Found { entry, nothing, further };
    /// Looks into one line. `further`: it is full, look into the next, where `probe` is then.
    Found look(Probe& probe, std::uint32_t context, WordId word, const Entry*& entry) const {
        const Entry* const entries = lines_[probe.line].entries;
        for (std::size_t i = 0; i < 4; ++i) {
            if (entries[i].context == context && entries[i].word == word) {
                entry = &entries[i];
                return Found::entry;
            }
        }
        if (entries[3].context == no_context || probe.left <= 1) return Found::nothing;
        probe = {probe.line + 1 < lines_.size() ? probe.line + 1 : 0, probe.left - 1};
        return Found::further;
    }
    /// The entry of a key; nullptr if there is none.
    const Entry* find(std::uint32_t context, WordId word) const;
    /// Calls see(entry) for all entries, in the order in which they lie.
    template <class See>
    void for_each(See&& see) const {
        for (const Line& line : lines_)
            for (const Entry& entry : line.entries)
                if (entry.context != no_context) see(entry);
    }

  private:
    /// Where a key is looked for first.
    std::size_t home(std::uint32_t context, WordId word) const {
        std::uint64_t hash = (std::uint64_t{context} << 32 | word) * 0x9e3779b97f4a7c15;
        hash = (hash ^ hash >> 32) * 0xbf58476d1ce4e5b9;
        return static_cast<std::size_t>(static_cast<base::Wide>(hash) * lines_.size() >> 64);
    }
    /// In a line from `line` to before `end`; `end` if all are full, else where.
    std::size_t put(const Entry& entry, std::size_t line, std::size_t end);

    base::FrozenArray<Line> lines_;
    Line* open_ = nullptr;  // lines_, while entries are added
    std::uint32_t most_probes_ = 0;
};

}  // namespace pipelab::ngram
