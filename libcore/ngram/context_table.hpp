#pragma once

#include "base/array.hpp"
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

    /// Room for `entries`, 23 bytes each.
    explicit ContextTable(std::uint64_t entries = 0);
    /// Adds entries whose keys are all new; no more in all than there is room for. Some 30 ns an
    /// entry on each thread. Where they lie depends only on the entries and their order.
    void insert(const base::Array<Entry>& entries);

    /// The line of memory in which to look for a key first.
    std::size_t line(std::uint32_t context, WordId word) const {
        std::uint64_t hash = (std::uint64_t{context} << 32 | word) * 0x9e3779b97f4a7c15;
        hash = (hash ^ hash >> 32) * 0xbf58476d1ce4e5b9;
        return static_cast<std::size_t>(static_cast<base::Wide>(hash) * lines_.size() >> 64);
    }
    void prefetch(std::size_t line) const { __builtin_prefetch(&lines_[line]); }
    enum class Found { entry, nothing, further };
    /// Looks into one line. `further`: it is full, look into the next.
    Found look(std::size_t line, std::uint32_t context, WordId word, const Entry*& entry) const {
        for (const Entry& each : lines_[line].entries) {
            if (each.context == context && each.word == word) {
                entry = &each;
                return Found::entry;
            }
        }
        return lines_[line].entries[3].context == no_context ? Found::nothing : Found::further;
    }
    std::size_t next_line(std::size_t line) const {
        return line + 1 < lines_.size() ? line + 1 : 0;
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
    struct alignas(64) Line {
        Entry entries[4];
    };
    /// In a line from `line` to before `end`; false if all are full.
    bool put(const Entry& entry, std::size_t line, std::size_t end);

    base::Array<Line> lines_;
};

}  // namespace pipelab::ngram
