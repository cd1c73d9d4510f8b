#include "optim/feature_map.hpp"

#include "base/key_hash.hpp"

#include <utility>

namespace pipelab::optim {

std::uint32_t FeatureMap::number(std::string_view column, bool grow) {
    return find(column, false, grow);
}

std::uint32_t FeatureMap::category(std::string_view column, std::string_view category, bool grow) {
    joined_.assign(column);
    joined_ += '=';
    joined_ += category;
    return find(joined_, true, grow);
}

std::uint32_t FeatureMap::find(std::string_view name, bool category, bool grow) {
    if (hash_bits_ > 0) return 1 + (base::key_hash(name) & ((std::uint32_t{1} << hash_bits_) - 1));
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    if (!grow) return unknown;
    if (names_.size() + 1 == most_features)
        throw base::DataError(
            {}, "more than " + std::to_string(most_features) + " features (--hash bounds them)");
    names_.emplace_back(name);
    categories_.push_back(category);
    const auto feature = static_cast<std::uint32_t>(names_.size());
    numbers_.emplace(names_.back(), feature);
    return feature;
}

void FeatureMap::shrink(std::size_t count) {
    while (names_.size() > count) {
        numbers_.erase(names_.back());
        names_.pop_back();
        categories_.pop_back();
    }
}

void FeatureMap::restore(std::vector<std::string> names, std::vector<bool> categories) {
    names_ = std::move(names);
    categories_ = std::move(categories);
    numbers_.clear();
    for (std::size_t i = 0; i < names_.size(); ++i)
        numbers_.emplace(names_[i], static_cast<std::uint32_t>(i + 1));
}

}  // namespace pipelab::optim
