#include "gap/split.hpp"

#include <algorithm>

namespace pipelab::gap {

template <class T>
Split<T>::Split(std::vector<Gap<T>> cuts) : cuts_(std::move(cuts)) {
    std::sort(cuts_.begin(), cuts_.end(),
              [](const Gap<T>& a, const Gap<T>& b) { return a.lower < b.lower; });
}

template <class T>
std::size_t Split<T>::cluster_of(T value) const {
    const auto behind = std::upper_bound(cuts_.begin(), cuts_.end(), value,
                                         [](T v, const Gap<T>& cut) { return v < cut.upper; });
    return static_cast<std::size_t>(behind - cuts_.begin());
}

template <class T>
void Split<T>::write_labels(std::span<const T> values, io::Output& out, bool json) const {
    const std::string_view before = json ? "{\"label\":" : "";
    const std::string_view behind = json ? "}\n" : "\n";
    for (const T value : values) {
        out.write(before);
        out.number(static_cast<std::uint64_t>(cluster_of(value) + 1));
        out.write(behind);
    }
}

template <class T>
std::vector<Cluster<T>> Split<T>::clusters(const Values<T>& values) const {
    const Extent<T> extent = values.extent();
    if (extent.count == 0) return {};
    std::vector<std::vector<std::uint64_t>> counts(static_cast<std::size_t>(values.workers()));
    values.visit([&](const Block<T>& block, int worker) {
        auto& own = counts[static_cast<std::size_t>(worker)];
        own.resize(cuts_.size() + 1);
        for (const T value : block.values) ++own[cluster_of(value)];
    });
    std::vector<Cluster<T>> clusters(cuts_.size() + 1);
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        clusters[i].lower = i == 0 ? extent.minimum : cuts_[i - 1].upper;
        clusters[i].upper = i == cuts_.size() ? extent.maximum : cuts_[i].lower;
        for (const auto& own : counts) clusters[i].count += own.empty() ? 0 : own[i];
    }
    return clusters;
}

template class Split<double>;
template class Split<std::int64_t>;
template class Split<std::uint64_t>;

}  // namespace pipelab::gap
