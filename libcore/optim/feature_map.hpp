#pragma once

#include "optim/linear_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pipelab::optim {

/// Numbers the features of tables: a column of numbers is one feature called by its name, each
/// category of a column one called COLUMN=CATEGORY (one-hot). Numbers count from 1 in order of
/// first appearance; with hashing a number is 1 + key_hash(name) mod 2^bits and no name is kept,
/// so that memory is bounded and two features may share one.
class FeatureMap {
  public:
    static constexpr std::uint32_t unknown = ~std::uint32_t{0};

    explicit FeatureMap(int hash_bits = 0) : hash_bits_(hash_bits) {}

    /// The feature of a column of numbers, or of a category; new names get the next number if
    /// `grow`, else they are `unknown`. DataError for more than most_features.
    std::uint32_t number(std::string_view column, bool grow);
    std::uint32_t category(std::string_view column, std::string_view category, bool grow);

    int hash_bits() const { return hash_bits_; }
    /// Names by number, the first that of feature 1; empty with hashing and for libsvm.
    const std::vector<std::string>& names() const { return names_; }
    /// Whether a feature is a category: it is never standardised.
    bool is_category(std::uint32_t feature) const {
        return feature - 1 < categories_.size() && categories_[feature - 1];
    }
    /// Forgets all names but the first `count`.
    void shrink(std::size_t count);
    /// As a model file tells it.
    void restore(std::vector<std::string> names, std::vector<bool> categories);

  private:
    std::uint32_t find(std::string_view name, bool category, bool grow);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    int hash_bits_;
    std::vector<std::string> names_;
    std::vector<bool> categories_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
    std::string joined_;
};

}  // namespace pipelab::optim
