#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace ngram_test {

/// ARPA text of all n-grams up to `order` of a random text, each once, shuffled, with random
/// numbers: probabilities of no distribution. Of `no_backoff` in 100 the weight is missing.
inline std::string random_model(std::mt19937& random, std::size_t order, std::size_t words,
                                std::size_t no_backoff = 0) {
    std::vector<std::vector<std::vector<std::size_t>>> grams(order);
    std::vector<std::size_t> text;
    for (int i = 0; i < 3000; ++i) text.push_back(random() % words);
    for (std::size_t n = 0; n < order; ++n) {
        auto& level = grams[n];
        for (std::size_t i = 0; i + n < text.size(); ++i)
            level.emplace_back(text.begin() + static_cast<std::ptrdiff_t>(i),
                               text.begin() + static_cast<std::ptrdiff_t>(i + n + 1));
        std::sort(level.begin(), level.end());
        level.erase(std::unique(level.begin(), level.end()), level.end());
        std::shuffle(level.begin(), level.end(), random);
    }
    std::string arpa = "\\data\\\n";
    for (std::size_t n = 0; n < order; ++n)
        arpa += "ngram " + std::to_string(n + 1) + "=" + std::to_string(grams[n].size()) + "\n";
    for (std::size_t n = 0; n < order; ++n) {
        arpa += "\n\\" + std::to_string(n + 1) + "-grams:\n";
        for (const auto& gram : grams[n]) {
            arpa += '-';
            arpa += std::to_string(random() % 1000) + "." + std::to_string(random() % 1000);
            for (const std::size_t word : gram) arpa += " w" + std::to_string(word);
            if (n + 1 < order && random() % 100 >= no_backoff)
                arpa += " -0." + std::to_string(random() % 1000);
            arpa += "\n";
        }
    }
    return arpa + "\n\\end\\\n";
}

}  // namespace ngram_test
