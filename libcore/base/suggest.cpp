#include "base/suggest.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace pipelab::base {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char x = folded(a[i - 1]), y = folded(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0 : 1)});
            if (i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y)
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    const auto begins = [&](const std::string& candidate) { return candidate.starts_with(word); };
    if (word.size() >= 4 && std::count_if(candidates.begin(), candidates.end(), begins) == 1)
        return *std::find_if(candidates.begin(), candidates.end(), begins);
    const std::string* best = nullptr;
    std::size_t least = 2 + word.size() / 4;
    for (const std::string& candidate : candidates) {
        const std::size_t longer = std::max(word.size(), candidate.size());
        const std::size_t shorter = std::min(word.size(), candidate.size());
        if (longer - shorter >= least) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < std::min(least, shorter)) {
            least = distance;
            best = &candidate;
        }
    }
    return best == nullptr ? std::nullopt : std::optional<std::string>(*best);
}

}  // namespace pipelab::base
