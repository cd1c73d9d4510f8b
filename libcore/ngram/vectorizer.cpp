#include "ngram/vectorizer.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pipelab::ngram {
namespace {

/// By their words.
std::vector<std::uint32_t> sorted_features(const FeatureList& list) {
    std::vector<std::uint32_t> order(list.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    const auto less = [&](std::uint32_t a, std::uint32_t b) {
        const auto x = list.gram(a), y = list.gram(b);
        return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
    };
    if (!std::is_sorted(order.begin(), order.end(), less))
        std::sort(order.begin(), order.end(), less);
    return order;
}

}  // namespace

void SparseRows::append(const SparseRows& more) {
    for (const std::size_t end : more.ends) ends.push_back(features.size() + end);
    features.insert(features.end(), more.features.begin(), more.features.end());
    values.insert(values.end(), more.values.begin(), more.values.end());
}

Vectorizer::Vectorizer(const FeatureList& list)
    : features_(list.size()), of_word_(list.vocabulary.size(), 0), at_node_(1, 0) {
    base::Array<ContextTable::Entry> entries;
    std::vector<std::uint32_t> path;  // nodes of the n-gram before
    std::span<const WordId> before;
    for (const std::uint32_t feature : sorted_features(list)) {
        const auto gram = list.gram(feature);
        const auto same = static_cast<std::size_t>(
            std::mismatch(before.begin(), before.end(), gram.begin(), gram.end()).first -
            before.begin());
        path.resize(same);
        for (std::size_t n = same; n < gram.size(); ++n) {
            const auto node = static_cast<std::uint32_t>(at_node_.size());
            at_node_.push_back(0);
            if (n == 0) {
                of_word_[gram[0]] = node;
            } else {
                entries.push_back({path[n - 1], gram[n], 0, node});
            }
            path.push_back(node);
        }
        at_node_[path.back()] = feature + 1;
        before = gram;
    }
    of_word_[unknown] = 0;  // <unk> is what no feature has
    table_ = ContextTable(entries.size());
    table_.insert(entries);
}

void Vectorizer::find(const Words& words, std::size_t first, std::size_t last,
                      std::vector<Hit>& hits) const {
    struct Walk {
        std::uint32_t at, sentence, node;
    };
    // Behind each sentence an unknown word, which ends all n-grams.
    std::vector<WordId> ids;
    std::vector<Walk> walks;
    const auto see = [&](std::uint32_t sentence, std::uint32_t node) {
        if (at_node_[node] > 0) hits.push_back({sentence, at_node_[node] - 1});
    };
    for (std::size_t i = first; i < last; ++i) {
        for (std::size_t k = i > 0 ? words.ends[i - 1] : 0; k < words.ends[i]; ++k) {
            const std::uint32_t node = of_word_[words.ids[k]];
            if (node > 0)
                walks.push_back({static_cast<std::uint32_t>(ids.size()),
                                 static_cast<std::uint32_t>(i - first), node});
            ids.push_back(words.ids[k]);
        }
        ids.push_back(unknown);
    }
    for (const Walk& walk : walks) see(walk.sentence, walk.node);
    constexpr std::size_t ahead = 16;
    while (!walks.empty()) {
        std::size_t kept = 0;
        const auto probe = [&](const Walk& walk) {
            return table_.probe(walk.node, ids[walk.at + 1]);
        };
        for (std::size_t i = 0; i < walks.size(); ++i) {
            if (i + ahead < walks.size() && ids[walks[i + ahead].at + 1] != unknown)
                table_.prefetch(probe(walks[i + ahead]));
            Walk walk = walks[i];
            ++walk.at;
            if (ids[walk.at] == unknown) continue;
            const auto* const entry = table_.find(walk.node, ids[walk.at]);
            if (entry == nullptr) continue;
            walk.node = entry->next;
            see(walk.sentence, walk.node);
            walks[kept++] = walk;
        }
        walks.resize(kept);
    }
}

SparseRows Vectorizer::count(const Words& words) const {
    constexpr std::size_t block_tokens = std::size_t{1} << 14;
    SparseRows rows;
    std::vector<Hit> hits;
    std::vector<std::uint32_t> sorted;
    std::vector<std::size_t> places;
    for (std::size_t first = 0, last = 0; first < words.ends.size(); first = last) {
        const std::size_t begin = first > 0 ? words.ends[first - 1] : 0;
        while (last < words.ends.size() &&
               (last == first || words.ends[last] - begin <= block_tokens))
            ++last;
        hits.clear();
        find(words, first, last, hits);
        places.assign(last - first + 1, 0);
        for (const Hit& hit : hits) ++places[hit.sentence + 1];
        std::partial_sum(places.begin(), places.end(), places.begin());
        sorted.resize(hits.size());
        for (const Hit& hit : hits) sorted[places[hit.sentence]++] = hit.feature;
        auto from = sorted.begin();
        for (std::size_t i = 0; i < last - first; ++i) {
            const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(places[i]);
            std::sort(from, end);
            while (from != end) {
                const auto next = std::find_if(from, end, [&](auto f) { return f != *from; });
                rows.features.push_back(*from);
                rows.values.push_back(static_cast<double>(next - from));
                from = next;
            }
            rows.ends.push_back(rows.features.size());
        }
    }
    return rows;
}

void RowSum::add(const SparseRows& rows) {
    for (std::size_t i = 0; i < rows.features.size(); ++i) {
        double& sum = sums_[rows.features[i]];
        if (sum == 0) touched_.push_back(rows.features[i]);
        sum += rows.values[i];
    }
}

SparseRows RowSum::take() {
    SparseRows row;
    std::sort(touched_.begin(), touched_.end());
    for (const std::uint32_t feature : touched_) {
        row.features.push_back(feature);
        row.values.push_back(sums_[feature]);
        sums_[feature] = 0;
    }
    touched_.clear();
    row.ends.push_back(row.features.size());
    return row;
}

Weigher::Weigher(const FeatureList& features, const WeightRules& rules) : rules_(rules) {
    using Weight = WeightRules::Weight;
    using Norm = WeightRules::Norm;
    if (!rules_.norm) rules_.norm = rules.weight == Weight::tf_idf ? Norm::l2 : Norm::none;
    if (rules.weight != Weight::tf_idf) return;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const std::uint64_t documents = rules.documents.value_or(features.documents[i]);
        if (features.having[i] == 0 || documents == 0) {
            throw base::DataError(
                {}, "tf-idf: the list of features does not say " +
                        std::string(features.having[i] == 0 ? "how many documents have them"
                                                            : "how many documents there were") +
                        " (ngram-train --features writes both)");
        }
        const double having = 1 + static_cast<double>(features.having[i]);
        idf_.push_back(base::log((1 + static_cast<double>(documents)) / having) + 1);
    }
}

void Weigher::operator()(SparseRows& rows) const {
    using Weight = WeightRules::Weight;
    using Norm = WeightRules::Norm;
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
        if (rules_.weight == Weight::presence) rows.values[i] = 1;
        if (rules_.weight == Weight::tf_idf) rows.values[i] *= idf_[rows.features[i]];
    }
    if (rules_.norm == Norm::none) return;
    for (std::size_t row = 0; row < rows.ends.size(); ++row) {
        double sum = 0;
        for (std::size_t i = rows.begin(row); i < rows.ends[row]; ++i)
            sum += rules_.norm == Norm::l2 ? rows.values[i] * rows.values[i] : rows.values[i];
        if (sum == 0) continue;
        const double scale = rules_.norm == Norm::l2 ? std::sqrt(sum) : sum;
        for (std::size_t i = rows.begin(row); i < rows.ends[row]; ++i) rows.values[i] /= scale;
    }
}

}  // namespace pipelab::ngram
