#include "combination/reconcile.hpp"

#include "base/wide.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

namespace pipelab::combination {
namespace {

using FreeGroup = FreeAmounts::Group;

/// All amounts on one scale.
struct Amounts {
    std::vector<std::int64_t> items, targets;
    std::int64_t tolerance = 0;
    int scale = 0;
};

void refuse_counts(std::span<const Item> items) {
    for (const Item& item : items) {
        if (item.limit)
            throw base::DataError(item.where,
                                  "expected an amount without a count: each is used "
                                  "once at most");
    }
}

Amounts scaled(std::span<const Item> items, std::span<const Item> targets,
               const io::Number& tolerance) {
    refuse_counts(items);
    refuse_counts(targets);
    std::vector<Item> all(items.begin(), items.end());
    all.insert(all.end(), targets.begin(), targets.end());
    Rules rules;
    rules.target = io::Decimal{};
    rules.tolerance = tolerance;
    rules.reuse = 1;
    rules.each_row = true;
    const Problem problem = make_problem(all, rules);
    Amounts amounts;
    amounts.scale = problem.scale;
    amounts.tolerance = problem.tolerance;
    amounts.items.resize(items.size());
    amounts.targets.resize(targets.size());
    base::Wide total = 0;
    for (const Candidate& candidate : problem.candidates) {
        const std::size_t i = candidate.sources.front().item;
        if (i >= items.size()) {
            amounts.targets[i - items.size()] = candidate.value;
            continue;
        }
        amounts.items[i] = candidate.value;
        total += static_cast<std::uint64_t>(std::abs(candidate.value));
    }
    if (total > std::uint64_t{1} << 61)
        throw base::DataError({}, "the sums of items go beyond 64 bits");
    return amounts;
}

/// The matches by groups of one size. For each target it keeps two groups at most that make it:
/// as long as these leave a choice, a match elsewhere needs no new search.
class Round {
  public:
    Round(const Amounts& amounts, std::vector<char>& used, std::vector<char>& settled,
          std::size_t size, const GroupLimits& limits, base::Control control)
        : control_(control),
          amounts_(amounts),
          used_(used),
          settled_(settled),
          free_(amounts.items, used),
          search_(free_, size, limits, control),
          known_(amounts.targets.size()),
          watchers_(free_.values().size()) {}

    /// False if the search took too long; the matches so far hold.
    bool run(std::vector<Match>& matches);

  private:
    struct Choice {
        FreeGroup group;
        std::int64_t sum = 0;
    };
    struct Known {
        std::vector<Choice> choices;
        bool complete = false;  // there are no others
    };

    bool look(std::uint32_t target);
    int ways(const Known& known) const;
    std::optional<Choice> best(std::uint32_t target);
    bool settle(std::uint32_t target, const Choice& choice, bool unique,
                std::vector<Match>& matches);

    base::Control control_;
    const Amounts& amounts_;
    std::vector<char>& used_;
    std::vector<char>& settled_;
    FreeAmounts free_;
    GroupSearch search_;
    std::vector<Known> known_;
    std::vector<std::vector<std::uint32_t>> watchers_;  // targets with a choice of that value
    std::set<std::uint32_t> open_, unique_;
};

bool Round::run(std::vector<Match>& matches) {
    for (std::uint32_t t = 0; t < known_.size(); ++t) {
        if (!settled_[t] && !look(t)) return false;
        control_.progress.advance(1);
    }
    while (!open_.empty()) {
        const bool unique = !unique_.empty();
        const std::uint32_t target = unique ? *unique_.begin() : *open_.begin();
        Choice choice;
        if (unique) {
            const auto& choices = known_[target].choices;
            choice = *std::find_if(choices.begin(), choices.end(),
                                   [&](const Choice& each) { return free_.ways(each.group) > 0; });
        } else {
            auto found = best(target);
            if (!found) return false;
            choice = std::move(*found);
        }
        if (!settle(target, choice, unique, matches)) return false;
    }
    return true;
}

int Round::ways(const Known& known) const {
    int ways = 0;
    for (const Choice& choice : known.choices) ways += free_.ways(choice.group);
    return ways;
}

/// Finds out whether a target has no group, one or several. False if that took too long.
bool Round::look(std::uint32_t target) {
    Known& known = known_[target];
    if (!known.complete && ways(known) < 2) {
        known.choices.clear();
        known.complete = true;
        const auto see = [&](const FreeGroup& group, std::int64_t sum, std::int64_t&) {
            known.choices.push_back({group, sum});
            known.complete = ways(known) < 2;
            return known.complete;
        };
        if (!search_.visit(amounts_.targets[target], amounts_.tolerance, see)) return false;
        for (const Choice& choice : known.choices)
            for (const std::uint32_t value : choice.group) watchers_[value].push_back(target);
    }
    const int number = ways(known);
    if (number > 0) open_.insert(target);
    if (number == 0) open_.erase(target);
    if (number == 1) unique_.insert(target);
    if (number != 1) unique_.erase(target);
    return true;
}

/// nullopt if it took too long.
std::optional<Round::Choice> Round::best(std::uint32_t target) {
    Choice best;
    std::vector<std::uint32_t> best_items;
    const auto see = [&](const FreeGroup& group, std::int64_t sum, std::int64_t& radius) {
        const std::int64_t distance = std::abs(sum - amounts_.targets[target]);
        auto items = free_.amounts(group);
        if (best_items.empty() || distance < radius || items < best_items) {
            best = {group, sum};
            best_items = std::move(items);
        }
        radius = distance;
        return true;
    };
    if (!search_.visit(amounts_.targets[target], amounts_.tolerance, see)) return std::nullopt;
    return best;
}

/// False if what it leaves to others takes too long to find out.
bool Round::settle(std::uint32_t target, const Choice& choice, bool unique,
                   std::vector<Match>& matches) {
    const int scale = amounts_.scale;
    const std::int64_t difference = choice.sum - amounts_.targets[target];
    matches.push_back({target, free_.amounts(choice.group), io::Decimal{choice.sum, scale},
                       io::Decimal{difference, scale}, unique});
    free_.take(choice.group);
    for (const std::uint32_t item : matches.back().items) used_[item] = 1;
    settled_[target] = 1;
    open_.erase(target);
    unique_.erase(target);
    std::set<std::uint32_t> concerned;
    for (const std::uint32_t value : choice.group) {
        // Where more are left than a group can use, no choice has changed.
        if (free_.count(value) > choice.group.size()) continue;
        concerned.insert(watchers_[value].begin(), watchers_[value].end());
    }
    for (const std::uint32_t other : concerned)
        if (!settled_[other] && !look(other)) return false;
    return true;
}

std::vector<std::uint32_t> zeros(const std::vector<char>& flags) {
    std::vector<std::uint32_t> indices;
    for (std::uint32_t i = 0; i < flags.size(); ++i)
        if (!flags[i]) indices.push_back(i);
    return indices;
}

/// How records name the amounts of one input.
class Labels {
  public:
    explicit Labels(std::span<const Item> items) : items_(items) {
        for (std::size_t i = 1; i < items.size(); ++i) {
            const auto &a = items[i - 1].where, &b = items[i].where;
            lines_ = lines_ && (a.line != b.line || a.file != b.file);
        }
        ids_ = std::any_of(items.begin(), items.end(), [](const Item& i) { return !i.id.empty(); });
    }
    bool ids() const { return ids_; }
    std::string operator[](std::uint32_t i) const {
        if (ids_) return items_[i].id;
        return std::to_string(lines_ ? items_[i].where.line : i + std::uint64_t{1});
    }
    void put(io::RecordWriter& records, std::uint32_t i) const {
        if (ids_) {
            records.text("target", (*this)[i]);
        } else {
            records.number("target", std::string_view((*this)[i]));
        }
    }
    void put(io::RecordWriter& records, std::span<const std::uint32_t> indices) const {
        std::string list;
        for (const std::uint32_t i : indices) {
            if (!list.empty()) list += records.json() ? "," : " ";
            list += records.json() && ids_ ? io::json_quoted((*this)[i]) : (*this)[i];
        }
        if (records.json()) {
            records.number("items", std::string_view("[" + list + "]"));
        } else {
            records.text("items", list);
        }
    }

  private:
    std::span<const Item> items_;
    bool lines_ = true, ids_ = false;
};

}  // namespace

Reconciliation reconcile(std::span<const Item> items, std::span<const Item> targets,
                         const ReconcileRules& rules, base::Control control) {
    const Amounts amounts = scaled(items, targets, rules.tolerance);
    std::vector<char> used(items.size(), 0), settled(targets.size(), 0);
    Reconciliation result;
    for (std::uint64_t size = 1; size <= rules.max_items; ++size) {
        const auto unused = static_cast<std::uint64_t>(std::count(used.begin(), used.end(), 0));
        if (size > unused || result.matches.size() == targets.size()) break;
        Round round(amounts, used, settled, static_cast<std::size_t>(size), rules.limits, control);
        control.progress.begin("groups of " + std::to_string(size), targets.size(), "targets");
        try {
            if (!round.run(result.matches)) result.unfinished = size;
        } catch (const base::Stopped&) {
            result.unfinished = size;  // the matches so far hold
        }
        control.progress.end();
        if (result.unfinished) break;
    }
    std::sort(result.matches.begin(), result.matches.end(),
              [](const Match& a, const Match& b) { return a.target < b.target; });
    result.unmatched_items = zeros(used);
    result.unmatched_targets = zeros(settled);
    return result;
}

void write_reconciliation(const Reconciliation& result, std::span<const Item> items,
                          std::span<const Item> targets, io::RecordWriter& records) {
    const Labels item_labels(items), target_labels(targets);
    for (const Match& match : result.matches) {
        records.text("kind", "match");
        target_labels.put(records, match.target);
        records.number("amount", targets[match.target].value);
        records.number("sum", match.sum).number("difference", match.difference);
        item_labels.put(records, match.items);
        if (records.json()) {
            records.number("unique", std::string_view(match.unique ? "true" : "false"));
        } else {
            records.text("unique", match.unique ? "yes" : "no");
        }
        records.end();
    }
    for (const std::uint32_t target : result.unmatched_targets) {
        records.text("kind", "target");
        target_labels.put(records, target);
        records.number("amount", targets[target].value).none("sum").none("difference");
        item_labels.put(records, std::span<const std::uint32_t>());
        records.none("unique").end();
    }
    for (const std::uint32_t item : result.unmatched_items) {
        records.text("kind", "item").none("target").number("amount", items[item].value);
        records.none("sum").none("difference");
        item_labels.put(records, std::span(&item, 1));
        records.none("unique").end();
    }
}

}  // namespace pipelab::combination
