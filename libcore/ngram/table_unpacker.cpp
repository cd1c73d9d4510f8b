#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/radix_sort.hpp"
#include "ngram/table_engine.hpp"

#include <atomic>
#include <utility>

namespace pipelab::ngram {
namespace {

/// An n-gram, by its parent in the tree and its first word, and where it is in the table.
struct Item {
    GramKey<1> key;
    std::uint64_t slot;
};

/// Makes the tree, level by level. The parent of the context c and the word w is the shorter
/// context of c and w.
class Unpacker {
  public:
    explicit Unpacker(const ModelTable& table)
        : table_(table),
          lines_(table.grams.lines()),
          first_words_(table.contexts.size(), unknown),
          indices_(lines_.size() * 4, 0) {}

    std::optional<Model> unpack(const Vocabulary& vocabulary) {
        model_.vocabulary = vocabulary;
        const std::size_t order = table_.first_of_length.size();
        model_.levels.resize(order);
        put_unigrams();
        std::vector<base::Array<Item>> items = by_length();
        for (std::size_t n = 1; n < order; ++n) {
            if (!sort(items[n], n)) return std::nullopt;
            put_level(items[n], n);
            items[n] = {};
        }
        model_.levels[order - 1].child.assign(model_.levels[order - 1].size() + 1, 0);
        return std::move(model_);
    }

  private:
    const ContextTable::Entry& entry(std::uint64_t slot) const {
        return lines_[slot / 4].entries[slot % 4];
    }
    /// Whether the context has so many words.
    bool has_length(std::uint32_t context, std::size_t length) const {
        const auto& firsts = table_.first_of_length;
        return context >= firsts[length - 1] && length < firsts.size() && context < firsts[length];
    }

    /// The weight of an n-gram of this level by the context that it leads to: its own, if it is
    /// one.
    float weight(std::uint32_t context, std::size_t level, WordId first) {
        if (!has_length(context, level + 1)) return 0;
        first_words_[context] = first;
        return table_.contexts[context].backoff + 0.0F;
    }

    void put_unigrams() {
        ModelLevel& level = model_.levels[0];
        resize(level, table_.unigrams.size());
        for (std::size_t i = 0; i < level.size(); ++i) {
            const auto word = static_cast<WordId>(i);
            const ModelTable::Unigram& unigram = table_.unigrams[i];
            level.word[i] = word;
            level.probability[i] = unigram.probability;
            level.backoff[i] = weight(unigram.next, 0, word);
        }
    }

    /// The n-grams of each level from bigrams on.
    std::vector<base::Array<Item>> by_length() const {
        std::vector<base::Array<Item>> items(table_.first_of_length.size());
        std::uint64_t slot = 0;
        for (const ContextTable::Line& line : lines_) {
            for (const ContextTable::Entry& each : line.entries) {
                std::size_t length = 1;
                while (length < items.size() && !has_length(each.context, length)) ++length;
                if (length < items.size()) items[length].push_back({{}, slot});
                ++slot;
            }
        }
        return items;
    }

    bool sort(base::Array<Item>& items, std::size_t n) const {
        std::atomic<bool> complete{true};
        base::parallel_blocks(items.size(), block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t i = begin; i < end; ++i) {
                                      const ContextTable::Entry& own = entry(items[i].slot);
                                      const auto parent = parent_of(own, n);
                                      if (!parent) {
                                          complete.store(false, std::memory_order_relaxed);
                                          return;
                                      }
                                      items[i].key.words[0] =
                                          std::uint64_t{*parent} << 32 | first_words_[own.context];
                                  }
                              });
        if (!complete) return false;
        base::Array<Item> scratch(items.size());
        radix_sort<KeyLayout<1>>(items.data(), scratch.data(), items.size(), 64);
        return true;
    }

    std::optional<std::uint32_t> parent_of(const ContextTable::Entry& own, std::size_t n) const {
        if (own.word >= table_.unigrams.size()) return std::nullopt;
        if (n == 1) return own.word;
        const std::uint32_t shorter = table_.contexts[own.context].shorter;
        if (!has_length(shorter, n - 1)) return std::nullopt;
        const ContextTable::Entry* const parent = table_.grams.find(shorter, own.word);
        if (parent == nullptr) return std::nullopt;
        const std::uint32_t index = indices_[static_cast<std::size_t>(parent - lines_[0].entries)];
        if (index >= model_.levels[n - 1].size()) return std::nullopt;
        return index;
    }

    void put_level(const base::Array<Item>& items, std::size_t n) {
        ModelLevel& level = model_.levels[n];
        resize(level, items.size());
        auto& child = model_.levels[n - 1].child;
        std::size_t parent = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::uint64_t key = items[i].key.words[0];
            for (; parent <= key >> 32; ++parent) child[parent] = static_cast<std::uint32_t>(i);
            const ContextTable::Entry& own = entry(items[i].slot);
            level.word[i] = static_cast<WordId>(key);
            level.probability[i] = own.probability;
            level.backoff[i] = weight(own.next, n, level.word[i]);
            indices_[items[i].slot] = static_cast<std::uint32_t>(i);
        }
        for (; parent < child.size(); ++parent)
            child[parent] = static_cast<std::uint32_t>(items.size());
    }

    static void resize(ModelLevel& level, std::size_t size) {
        level.word.resize(size);
        level.probability.resize(size);
        level.backoff.resize(size);
        level.child.resize(size + 1);
    }

    const ModelTable& table_;
    const base::FrozenArray<ContextTable::Line>& lines_;
    std::vector<WordId> first_words_;     // of each context
    base::Array<std::uint32_t> indices_;  // of each n-gram of the table, in its level
    Model model_;
};

}  // namespace

std::optional<Model> model_of(const Vocabulary& vocabulary, const ModelTable& table) {
    return Unpacker(table).unpack(vocabulary);
}

}  // namespace pipelab::ngram
