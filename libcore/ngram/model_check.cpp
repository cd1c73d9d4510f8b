#include "ngram/model_check.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/model_links.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string_view>

namespace pipelab::ngram {
namespace {

using namespace std::literals;

/// Whether holds(i) for all i below `size`.
template <class Holds>
bool all_of(std::size_t size, Holds&& holds) {
    std::atomic<bool> all{true};
    base::parallel_blocks(size, block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i)
                                  if (!holds(i)) all.store(false, std::memory_order_relaxed);
                          });
    return all;
}

/// The children of a level are the next one, each parent's in order.
bool is_tree(const ModelLevel& level, const ModelLevel& next, std::size_t words) {
    const auto& child = level.child;
    if (child.size() != level.size() + 1 || child[0] != 0 || child.back() != next.size())
        return false;
    if (!all_of(level.size(), [&](std::size_t i) { return child[i] <= child[i + 1]; }))
        return false;
    return all_of(level.size(), [&](std::size_t i) {
        for (std::size_t x = child[i]; x < child[i + 1]; ++x)
            if (next.word[x] >= words || (x > child[i] && next.word[x - 1] >= next.word[x]))
                return false;
        return true;
    });
}

bool has_numbers(const ModelLevel& level) {
    return all_of(level.size(), [&](std::size_t i) {
        return level.probability[i] <= 0 && std::isfinite(level.backoff[i]);
    });
}

}  // namespace

std::optional<std::string> problem_of(const Vocabulary& vocabulary) {
    if (vocabulary.size() <= sentence_end || vocabulary.word(unknown) != "<unk>" ||
        vocabulary.word(sentence_begin) != "<s>" || vocabulary.word(sentence_end) != "</s>")
        return "it lacks <unk>, <s> or </s>";
    const bool words = all_of(vocabulary.size(), [&](std::size_t i) {
        const std::string_view word = vocabulary.word(static_cast<WordId>(i));
        return !word.empty() && word.find_first_of(" \t\r\n\0"sv) == word.npos &&
               (i <= sentence_end + 1 || vocabulary.word(static_cast<WordId>(i - 1)) < word);
    });
    if (!words) return "its words are not in order";
    return std::nullopt;
}

std::optional<std::string> problem_of(const Model& model) {
    for (std::size_t n = 0; n < model.order(); ++n) {
        const bool highest = n + 1 == model.order();
        if (!highest && !is_tree(model.levels[n], model.levels[n + 1], model.vocabulary.size()))
            return "its n-grams are no tree";
        if (!has_numbers(model.levels[n])) return "it has numbers that cannot be";
    }
    const auto contexts = context_links(model);
    for (std::size_t n = 1; n < model.order(); ++n)
        if (!all_of(contexts[n].size(), [&](std::size_t i) { return contexts[n][i] != absent; }))
            return "it has n-grams without their context";
    return std::nullopt;
}

}  // namespace pipelab::ngram
