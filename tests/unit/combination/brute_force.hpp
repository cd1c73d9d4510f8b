#pragma once

#include "combination/problem.hpp"

#include <algorithm>
#include <random>
#include <vector>

/// Small random questions, and their answers by trying everything.
namespace pipelab::testing {

using Combination = std::vector<std::int64_t>;

struct Question {
    std::vector<combination::Item> items;
    combination::Rules rules;
};

/// Whole numbers; never an endless answer.
inline Question random_question(std::mt19937_64& random) {
    const auto pick = [&](std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
    };
    const auto one_in = [&](int n) { return pick(1, n) == 1; };
    using combination::unlimited;
    Question question;
    auto& rules = question.rules;
    rules.ordered = one_in(5);
    const bool negative = one_in(3);
    const std::int64_t count = pick(0, 6);
    bool only_positive = true;
    for (std::int64_t i = 0; i < count; ++i) {
        combination::Item item;
        const std::int64_t value = pick(negative ? -4 : one_in(8) ? 0 : 1, rules.ordered ? 5 : 9);
        only_positive = only_positive && value > 0;
        item.value = io::Decimal{value, 0};
        if (one_in(6)) item.limit = static_cast<std::uint64_t>(pick(0, 3));
        question.items.push_back(item);
    }
    rules.target = io::Decimal{pick(negative ? -5 : 0, rules.ordered ? 10 : 22), 0};
    if (one_in(3)) rules.tolerance = io::Decimal{pick(0, 2), 0};
    if (one_in(2)) rules.max_items = static_cast<std::uint64_t>(pick(0, 5));
    if (one_in(3)) {
        const auto least = static_cast<std::uint64_t>(pick(0, 4));
        rules.min_items = std::min(least, rules.max_items);
    }
    if (!rules.ordered || one_in(2))
        rules.reuse = one_in(3) ? unlimited : static_cast<std::uint64_t>(pick(1, 2));
    // Sequences of numbers that cancel out are many even where they end.
    if (!only_positive && rules.ordered)
        rules.max_items = std::min<std::uint64_t>(rules.max_items, 4);
    rules.min_items = std::min(rules.min_items, rules.max_items);
    if (!only_positive && rules.reuse == unlimited && rules.max_items == unlimited) rules.reuse = 1;
    if (!question.items.empty() && one_in(6)) {
        const auto& item = question.items[random() % question.items.size()];
        if (!item.limit || *item.limit > 0) rules.must.push_back(item.value);
    }
    return question;
}

/// The answer in lexicographic order.
inline std::vector<Combination> try_everything(const Question& question) {
    const auto whole = [](const io::Number& n) { return std::get<io::Decimal>(n).mantissa; };
    const std::int64_t low = whole(question.rules.target) - whole(question.rules.tolerance);
    const std::int64_t high = whole(question.rules.target) + whole(question.rules.tolerance);
    std::vector<std::pair<std::int64_t, std::uint64_t>> values;  // and how often
    for (const auto& item : question.items) {
        const std::uint64_t uses = item.limit.value_or(question.rules.reuse);
        const auto found = std::find_if(values.begin(), values.end(), [&](const auto& value) {
            return value.first == whole(item.value);
        });
        if (found == values.end()) {
            values.emplace_back(whole(item.value), uses);
        } else {
            found->second = found->second > ~uses ? ~std::uint64_t{0} : found->second + uses;
        }
    }
    std::sort(values.begin(), values.end());
    const bool growing = values.empty() || values.front().first > 0;
    std::vector<Combination> found;
    Combination taken;
    const auto extend = [&](const auto& self, std::size_t from, std::int64_t sum) -> void {
        const bool must = std::all_of(
            question.rules.must.begin(), question.rules.must.end(),
            [&](const auto& n) { return std::count(taken.begin(), taken.end(), whole(n)) > 0; });
        if (sum >= low && sum <= high && taken.size() >= question.rules.min_items && must)
            found.push_back(taken);
        if (taken.size() >= question.rules.max_items) return;
        for (std::size_t i = question.rules.ordered ? 0 : from; i < values.size(); ++i) {
            const auto used =
                static_cast<std::uint64_t>(std::count(taken.begin(), taken.end(), values[i].first));
            if (used >= values[i].second || (growing && sum + values[i].first > high)) continue;
            // Without a limit on length, numbers that are not positive are limited: sums end.
            if (values[i].first > 0 && sum + values[i].first > high + 40) continue;
            taken.push_back(values[i].first);
            self(self, i, sum + values[i].first);
            taken.pop_back();
        }
    };
    extend(extend, 0, 0);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace pipelab::testing
