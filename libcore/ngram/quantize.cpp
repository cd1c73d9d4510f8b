#include "ngram/quantize.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/trie.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace pipelab::ngram {
namespace {

/// Of more values than this codes are chosen by a sample.
constexpr std::size_t most_values = std::size_t{1} << 20;
constexpr int most_rounds = 100;

/// Finite values, sorted, with sums of all before each.
struct Values {
    std::vector<float> value;
    std::vector<double> sum;
    bool zero = false;  ///< there are infinite ones: probability zero

    double mean(std::size_t begin, std::size_t end) const {
        return (sum[end] - sum[begin]) / static_cast<double>(end - begin);
    }
};

Values sampled(std::span<const float> all, bool without_zeros) {
    Values values;
    const std::size_t step = all.size() / most_values + 1;
    for (std::size_t i = 0; i < all.size(); i += step) {
        if (std::isinf(all[i])) values.zero = true;
        if (!std::isinf(all[i]) && !(without_zeros && all[i] == 0)) values.value.push_back(all[i]);
    }
    std::sort(values.value.begin(), values.value.end());
    values.sum.push_back(0);
    for (const float each : values.value) values.sum.push_back(values.sum.back() + each);
    return values;
}

/// Where each of at most `bins` bins ends that have about as many values each, equal ones together.
std::vector<std::size_t> equal_population(const Values& values, std::size_t bins) {
    const std::vector<float>& value = values.value;
    std::vector<std::size_t> ends;
    std::size_t begin = 0;
    while (begin < value.size()) {
        const std::size_t left = bins - std::min(bins - 1, ends.size());
        const std::size_t share = std::max<std::size_t>(1, (value.size() - begin) / left);
        const float last = value[begin + share - 1];
        begin = static_cast<std::size_t>(std::upper_bound(value.begin(), value.end(), last) -
                                         value.begin());
        if (left == 1) begin = value.size();
        ends.push_back(begin);
    }
    return ends;
}

std::vector<double> means(const Values& values, const std::vector<std::size_t>& ends) {
    std::vector<double> result;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        if (begin < end) result.push_back(values.mean(begin, end));
        begin = end;
    }
    return result;
}

/// Where the values end that are nearest to each mean.
std::vector<std::size_t> nearest(const Values& values, const std::vector<double>& means) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i + 1 < means.size(); ++i) {
        const double border = (means[i] + means[i + 1]) / 2;
        ends.push_back(static_cast<std::size_t>(
            std::upper_bound(values.value.begin(), values.value.end(), border) -
            values.value.begin()));
    }
    ends.push_back(values.value.size());
    return ends;
}

/// At most `size` numbers, ascending (Lloyd 1982).
std::vector<float> chosen(const Values& values, std::size_t size) {
    std::vector<float> different;
    std::unique_copy(values.value.begin(), values.value.end(), std::back_inserter(different));
    if (different.size() + values.zero > size) {
        std::vector<std::size_t> ends = equal_population(values, size - values.zero);
        std::vector<double> now = means(values, ends);
        for (int round = 0; round < most_rounds; ++round) {
            std::vector<std::size_t> better = nearest(values, now);
            if (better == ends) break;
            ends = std::move(better);
            now = means(values, ends);
        }
        different.assign(now.begin(), now.end());
    }
    if (values.zero) different.insert(different.begin(), -std::numeric_limits<float>::infinity());
    return different;
}

/// Codes for all values, after those that are given; the last one repeated up to `size`.
base::Array<float> codebook(std::span<const float> all, std::vector<float> given,
                            std::size_t size) {
    base::Array<float> book(given.begin(), given.end());
    const auto more = chosen(sampled(all, !given.empty()), size - given.size());
    book.insert(book.end(), more.begin(), more.end());
    const float last = more.empty() ? std::numeric_limits<float>::infinity() : more.back();
    book.resize(size, last);
    return book;
}

/// Rounds values to the nearest ones of an ascending book.
void round_to(std::span<const float> book, base::Array<float>& values, bool without_zeros) {
    std::vector<float> borders;
    for (std::size_t i = 0; i + 1 < book.size(); ++i) {
        // Not beyond either, and of neighbours the lower one.
        const double middle = (double{book[i]} + double{book[i + 1]}) / 2;
        borders.push_back(std::clamp(static_cast<float>(middle), book[i], book[i + 1]));
    }
    base::parallel_blocks(
        values.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                if (without_zeros && values[i] == 0) continue;
                const auto border = std::lower_bound(borders.begin(), borders.end(), values[i]);
                values[i] = book[static_cast<std::size_t>(border - borders.begin())];
            }
        });
}

}  // namespace

std::vector<Codebooks> quantize(Model& model, int bits, base::Control control) {
    const std::size_t size = std::size_t{1} << bits;
    std::vector<Codebooks> books(model.order() - 1);
    base::parallel_for(books.size() * 2, [&](std::size_t i) {
        const ModelLevel& level = model.levels[i / 2 + 1];
        if (i % 2 == 0) {
            books[i / 2].probabilities = codebook(level.probability, {}, size);
        } else if (i / 2 + 1 < books.size()) {
            books[i / 2].backoffs = codebook(level.backoff, {no_context_weight, 0.0F}, size);
        }
    });
    for (std::size_t n = 1; n < model.order(); ++n) {
        base::stop_if_requested(control.cancellation);
        const Codebooks& own = books[n - 1];
        round_to(own.probabilities, model.levels[n].probability, false);
        if (!own.backoffs.empty())
            round_to(std::span(own.backoffs).subspan(2), model.levels[n].backoff, true);
    }
    return books;
}

}  // namespace pipelab::ngram
