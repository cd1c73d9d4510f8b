#pragma once

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/scatter.hpp"
#include "ngram/arpa_sections.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/model.hpp"
#include "ngram/radix_sort.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pipelab::ngram {

/// The sections from bigrams on, which become a tree by sorting n-grams from their last words on.
template <std::size_t Words>
class LongerGrams {
    using Layout = KeyLayout<Words>;
    using Key = typename Layout::Key;
    struct Entry {
        Key key;
        float probability, backoff;
    };
    using Entries = base::Array<Entry>;
    /// N-grams of one order from one chunk.
    struct Piece {
        std::size_t order = 0;
        Entries entries;
    };
    using Pieces = std::vector<Piece>;

  public:
    LongerGrams(const std::string& path, std::size_t order, int bits, Model& model)
        : path_(path), layout_(order, bits), model_(model), pieces_(order), entries_(order) {}

    Pieces parse(const io::Chunk& chunk, const std::vector<ArpaPart>& parts) const {
        Pieces pieces;
        for (const ArpaPart& part : parts) {
            if (part.order < 2) continue;
            pieces.push_back({part.order, {}});
            parse_part(chunk, part, pieces.back().entries);
        }
        return pieces;
    }

    void add(Pieces&& pieces) {
        for (Piece& piece : pieces) pieces_[piece.order - 1].push_back(std::move(piece.entries));
    }

    void check_counts(const ArpaOutline& outline) const {
        for (std::size_t n = 1; n < layout_.order(); ++n) {
            std::size_t found = 0;
            for (const Entries& piece : pieces_[n]) found += piece.size();
            check_count(outline, n + 1, found);
        }
    }

    /// The number of blanks.
    std::uint64_t build(base::Control control) {
        for (std::size_t n = 1; n < layout_.order(); ++n) {
            base::stop_if_requested(control.cancellation);
            sort(n);
        }
        std::uint64_t blanks = 0;
        for (std::size_t n = layout_.order() - 1; n > 0; --n) {
            Entries missing = link(n);
            if (missing.empty()) continue;
            blanks += missing.size();
            insert(n - 1, missing);
            link(n);
        }
        for (std::size_t n = 1; n < layout_.order(); ++n) store(n);
        model_.levels.back().child.assign(model_.levels.back().size() + 1, 0);
        return blanks;
    }

  private:
    /// Words are looked up in batches; one that repeats that of the line before is not looked up
    /// again.
    void parse_part(const io::Chunk& chunk, const ArpaPart& part, Entries& entries) const {
        constexpr std::size_t batch = 256;
        const std::size_t order = part.order;
        ArpaLines lines = lines_of(chunk, part, layout_.order());
        ArpaLine line;
        entries.reserve((part.end - part.begin) / (8 + 6 * order));
        std::vector<std::string_view> words;
        std::vector<WordId> ids;
        std::vector<std::uint32_t> of_lines;
        const auto flush = [&] {
            ids.resize(words.size());
            model_.vocabulary.ids(words, ids.data());
            for (std::size_t i = 0; i < words.size(); ++i)
                if (ids[i] == unknown && canonical(words[i]) != "<unk>")
                    lines.fail(words[i],
                               "'" + std::string(words[i]) + "' is not among the unigrams");
            const std::size_t count = of_lines.size() / order;
            for (std::size_t i = 0; i < count; ++i) {
                Key& key = entries[entries.size() - count + i].key;
                key = Key{};
                for (std::size_t j = 0; j < order; ++j)
                    key = layout_.after(key, std::uint64_t{ids[of_lines[i * order + j]]} + 1);
            }
            words.clear();
            of_lines.clear();
        };
        while (lines.next(line)) {
            entries.push_back({{}, line.probability, line.backoff});
            for (std::size_t j = 0; j < order; ++j) {
                const bool first = of_lines.size() < order;
                const std::uint32_t before = first ? 0 : of_lines[of_lines.size() - order];
                if (!first && words[before] == line.words[j]) {
                    of_lines.push_back(before);
                    continue;
                }
                of_lines.push_back(static_cast<std::uint32_t>(words.size()));
                words.push_back(line.words[j]);
            }
            if (of_lines.size() == batch * order) flush();
        }
        flush();
    }

    /// Scatters the pieces of a level into buckets of last words, and sorts these.
    void sort(std::size_t n) {
        const auto bucket_of = [&](const Entry& entry) {
            return static_cast<std::size_t>((layout_.digit(entry.key, 0) - 1) >> bucket_shift());
        };
        auto& pieces = pieces_[n];
        const std::size_t buckets = (model_.vocabulary.size() >> bucket_shift()) + 1;
        std::vector<std::vector<std::size_t>> next(pieces.size());
        base::parallel_for(pieces.size(), [&](std::size_t p) {
            next[p].assign(buckets, 0);
            for (const Entry& entry : pieces[p]) ++next[p][bucket_of(entry)];
        });
        const std::vector<std::size_t> begins = base::places_in_buckets(next, buckets);
        Entries& entries = entries_[n];
        entries.resize(begins[buckets]);
        base::parallel_for(pieces.size(), [&](std::size_t p) {
            for (const Entry& entry : pieces[p]) entries[next[p][bucket_of(entry)]++] = entry;
            pieces[p] = {};
        });
        base::parallel_for(buckets, [&](std::size_t bucket) {
            const std::size_t size = begins[bucket + 1] - begins[bucket];
            if (size < 2) return;
            Entry* const first = entries.data() + begins[bucket];
            const auto less = [](const Entry& a, const Entry& b) { return a.key < b.key; };
            if (std::is_sorted(first, first + size, less)) return;
            Entries scratch(size);
            radix_sort<Layout>(first, scratch.data(), size, layout_.total_bits());
        });
        for (std::size_t i = 1; i < entries.size(); ++i)
            if (entries[i - 1].key == entries[i].key) fail_duplicate(n, entries[i].key);
    }

    int bucket_shift() const {
        return std::max(0, static_cast<int>(std::bit_width(model_.vocabulary.size())) - 12);
    }

    [[noreturn]] void fail_duplicate(std::size_t n, const Key& key) const {
        std::string gram;
        for (std::size_t i = n + 1; i-- > 0;) {
            gram += model_.vocabulary.word(static_cast<WordId>(layout_.digit(key, i) - 1));
            if (i > 0) gram += ' ';
        }
        fail_at(path_, n + 1, gram, 2, "'" + gram + "' for the second time");
    }

    /// The first digits of a key, from the last word on.
    Key front(const Key& key, std::size_t digits) const {
        Key result{};
        for (std::size_t i = digits; i-- > 0;)
            result = layout_.after(result, layout_.digit(key, i));
        return result;
    }

    std::size_t size(std::size_t n) const {
        return n == 0 ? model_.vocabulary.size() : entries_[n].size();
    }

    /// The index in the level below of the last n-gram that is no longer than, and not behind, this
    /// one: its suffix, if that is there.
    std::size_t last_before(std::size_t n, const Key& key) const {
        if (n == 1) return static_cast<std::size_t>(layout_.digit(key, 0) - 1);
        const Entries& below = entries_[n - 1];
        const auto behind =
            std::upper_bound(below.begin(), below.end(), key,
                             [](const Key& a, const Entry& b) { return a < b.key; });
        return static_cast<std::size_t>(behind - below.begin()) - 1;
    }

    /// Finds the children of all n-grams of level n - 1. Those that are missing, in order.
    Entries link(std::size_t n) {
        auto& child = model_.levels[n - 1].child;
        const Entries& entries = entries_[n];
        const std::size_t parents = size(n - 1);
        child.resize(parents + 1);
        const base::Blocks blocks{entries.size(), block};
        std::vector<Entries> missing(blocks.count());
        base::parallel_for(blocks.count(), [&](std::size_t b) {
            const std::size_t begin = blocks.begin(b);
            std::size_t parent = begin == 0 ? none : last_before(n, entries[begin - 1].key);
            for (std::size_t x = begin; x < blocks.end(b); ++x) {
                const std::size_t last = advance(n, parent, entries[x].key);
                for (std::size_t i = parent + 1; i != last + 1; ++i)
                    child[i] = static_cast<std::uint32_t>(x);
                parent = last;
                if (has_suffix(n, parent, entries[x].key)) continue;
                const Key key = front(entries[x].key, n);
                if (missing[b].empty() || missing[b].back().key != key)
                    missing[b].push_back({key, blank_probability, 0});
            }
        });
        const std::size_t last = entries.empty() ? none : last_before(n, entries.back().key);
        for (std::size_t i = last + 1; i <= parents; ++i)
            child[i] = static_cast<std::uint32_t>(entries.size());
        Entries all;
        for (const Entries& each : missing)
            for (const Entry& entry : each)
                if (all.empty() || all.back().key != entry.key) all.push_back(entry);
        return all;
    }

    /// last_before(n, key), which is `from` or behind it.
    std::size_t advance(std::size_t n, std::size_t from, const Key& key) const {
        if (n == 1) return static_cast<std::size_t>(layout_.digit(key, 0) - 1);
        const Entries& below = entries_[n - 1];
        while (from + 1 < below.size() && !(key < below[from + 1].key)) ++from;
        return from;
    }

    bool has_suffix(std::size_t n, std::size_t parent, const Key& key) const {
        return n == 1 || (parent != none && layout_.shared(entries_[n - 1][parent].key, key) >= n);
    }

    void insert(std::size_t n, const Entries& more) {
        Entries merged(entries_[n].size() + more.size());
        std::merge(entries_[n].begin(), entries_[n].end(), more.begin(), more.end(), merged.begin(),
                   [](const Entry& a, const Entry& b) { return a.key < b.key; });
        entries_[n] = std::move(merged);
    }

    void store(std::size_t n) {
        Entries& entries = entries_[n];
        ModelLevel& level = model_.levels[n];
        level.word.resize(entries.size());
        level.probability.resize(entries.size());
        level.backoff.resize(entries.size());
        base::parallel_blocks(entries.size(), block,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x) {
                                      const auto digit = layout_.digit(entries[x].key, n);
                                      level.word[x] = static_cast<WordId>(digit - 1);
                                      level.probability[x] = entries[x].probability;
                                      level.backoff[x] = entries[x].backoff;
                                  }
                              });
        entries = {};
    }

    static constexpr std::size_t block = std::size_t{1} << 15;
    static constexpr std::size_t none = ~std::size_t{0};

    const std::string& path_;
    Layout layout_;
    Model& model_;
    std::vector<std::vector<Entries>> pieces_;  // of each level, in the order of the text
    std::vector<Entries> entries_;              // of each level, sorted
};

}  // namespace pipelab::ngram
