#pragma once

#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// The usual ways to tell languages apart by byte n-grams.
namespace bench {

struct Language {
    std::string name, train, test;
};

using GramCounts = std::unordered_map<std::string_view, std::uint32_t>;

inline GramCounts count_grams(std::string_view text, std::size_t longest) {
    GramCounts counts;
    for (std::size_t i = 0; i < text.size(); ++i)
        for (std::size_t n = 1; n <= std::min(longest, text.size() - i); ++n)
            ++counts[text.substr(i, n)];
    return counts;
}

inline std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

/// Calls answer(text) for all, on all threads.
template <class Answer>
std::vector<std::size_t> answers(const std::vector<std::string>& texts, Answer&& answer) {
    std::vector<std::size_t> found(texts.size());
    pipelab::base::parallel_blocks(texts.size(), 64,
                                   [&](std::size_t, std::size_t begin, std::size_t end) {
                                       for (std::size_t i = begin; i < end; ++i)
                                           found[i] = answer(texts[i]);
                                   });
    return found;
}

/// Multinomial naive Bayes over n-grams of 1 to 4 bytes that some language has twice, with 0.5
/// added to counts.
class NaiveBayes {
    static constexpr std::size_t longest = 4;
    static constexpr double alpha = 0.5;

  public:
    explicit NaiveBayes(const std::vector<Language>& languages) : bases_(languages.size()) {
        std::vector<std::string> texts;
        for (const Language& each : languages) texts.push_back(one_line(each.train));
        std::vector<GramCounts> counts;
        for (const std::string& text : texts) counts.push_back(count_grams(text, longest));
        for (const GramCounts& each : counts)
            for (const auto& [gram, count] : each)
                if (count >= 2) gains_.try_emplace(std::string(gram));
        const auto features = static_cast<double>(gains_.size());
        for (std::size_t l = 0; l < languages.size(); ++l) {
            double all = 0;
            for (const auto& [gram, count] : counts[l])
                if (gains_.contains(std::string(gram))) all += count;
            bases_[l] = std::log(alpha / (all + alpha * features));
            for (const auto& [gram, count] : counts[l]) {
                const auto gain = gains_.find(std::string(gram));
                if (gain != gains_.end())
                    gain->second.emplace_back(l, std::log((count + alpha) / alpha));
            }
        }
    }
    std::vector<std::size_t> operator()(const std::vector<std::string>& texts) const {
        return answers(texts, [&](const std::string& text) { return best(text); });
    }

  private:
    std::size_t best(const std::string& text) const {
        std::vector<double> scores(bases_.size(), 0);
        double known = 0;
        for (const auto& [gram, count] : count_grams(text, longest)) {
            const auto gain = gains_.find(std::string(gram));
            if (gain == gains_.end()) continue;
            known += count;
            for (const auto& [language, more] : gain->second) scores[language] += count * more;
        }
        for (std::size_t l = 0; l < scores.size(); ++l) scores[l] += known * bases_[l];
        return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) -
                                        scores.begin());
    }

    std::vector<double> bases_;
    std::unordered_map<std::string, std::vector<std::pair<std::size_t, double>>> gains_;
};

/// The ranks of the 400 most frequent n-grams of 1 to 5 bytes; the least sum of how far those of a
/// text are out of place (Cavnar and Trenkle 1994).
class CavnarTrenkle {
    static constexpr std::size_t longest = 5, ranks = 400;

  public:
    explicit CavnarTrenkle(const std::vector<Language>& languages) {
        for (const Language& each : languages) {
            std::unordered_map<std::string, int> profile;
            for (const std::string& gram : ranked(one_line(each.train)))
                profile.emplace(gram, static_cast<int>(profile.size()));
            profiles_.push_back(std::move(profile));
        }
    }
    std::vector<std::size_t> operator()(const std::vector<std::string>& texts) const {
        return answers(texts, [&](const std::string& text) { return best(text); });
    }

  private:
    static std::vector<std::string> ranked(const std::string& text) {
        const GramCounts counts = count_grams(text, longest);
        std::vector<std::pair<std::uint32_t, std::string_view>> order;
        for (const auto& [gram, count] : counts) order.emplace_back(count, gram);
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        order.resize(std::min(order.size(), ranks));
        std::vector<std::string> grams;
        for (const auto& [count, gram] : order) grams.emplace_back(gram);
        return grams;
    }
    std::size_t best(const std::string& text) const {
        const std::vector<std::string> grams = ranked(text);
        std::size_t nearest = 0;
        long least = 0;
        for (std::size_t l = 0; l < profiles_.size(); ++l) {
            long distance = 0;
            for (std::size_t rank = 0; rank < grams.size(); ++rank) {
                const auto found = profiles_[l].find(grams[rank]);
                distance += found == profiles_[l].end()
                                ? static_cast<long>(ranks)
                                : std::labs(found->second - static_cast<long>(rank));
            }
            if (l == 0 || distance < least) nearest = l;
            if (l == 0 || distance < least) least = distance;
        }
        return nearest;
    }

    std::vector<std::unordered_map<std::string, int>> profiles_;
};

}  // namespace bench
