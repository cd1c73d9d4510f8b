#include "ngram/tune.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/discounts.hpp"
#include "ngram/tuning_text.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace pipelab::ngram {
namespace {

constexpr double per_decade = 0.43429448190325182765;  // 1 / ln 10
/// That something is always left for words that have not been seen.
constexpr double least_discount = 0.01;

/// Which entries of a table are one variable: blocks of them, which do not meet in any token.
struct Tie {
    bool by_kind = false;  // else by count
    double weight = 0;     // of squared distances from the prior, as log probability: 1 / variance

    std::size_t blocks() const { return by_kind ? DiscountTable::context_kinds : 1; }
    Eigen::Index size() const {
        return static_cast<Eigen::Index>(by_kind ? DiscountTable::gram_kinds
                                                 : DiscountTable::counts);
    }
    std::size_t block(std::size_t context_kind) const { return by_kind ? context_kind : 0; }
    Eigen::Index index(std::size_t gram_kind) const {
        return static_cast<Eigen::Index>(by_kind ? gram_kind
                                                 : DiscountTable::count_of_kind(gram_kind));
    }
};

/// log p of the text by the discounts of one order: first and second derivatives of each block.
struct Derivatives {
    std::vector<Eigen::VectorXd> gradient;
    std::vector<Eigen::MatrixXd> curvature;

    explicit Derivatives(const Tie& tie)
        : gradient(tie.blocks(), Eigen::VectorXd::Zero(tie.size())),
          curvature(tie.blocks(), Eigen::MatrixXd::Zero(tie.size(), tie.size())) {}
    void add(const Derivatives& other) {
        for (std::size_t i = 0; i < gradient.size(); ++i) {
            gradient[i] += other.gradient[i];
            curvature[i] += other.curvature[i];
        }
    }
};

class Tuning {
  public:
    Tuning(const TuningText& text, std::vector<DiscountTable> start, base::Control control)
        : text_(text), control_(control), tables_(std::move(start)), prior_(tables_) {}

    const std::vector<DiscountTable>& tables() const { return tables_; }

    /// Makes the text as probable as can be with discounts that are tied so.
    void run(const Tie& tie) {
        prior_ = tables_;
        constexpr int most_rounds = 100;
        double now = objective(tie);
        for (int round = 0; round < most_rounds; ++round) {
            control_.progress.advance(1);
            const double before = now;
            for (std::size_t n = 0; n < text_.order(); ++n) {
                base::stop_if_requested(control_.cancellation);
                now = improve(n, tie, now);
            }
            if (now - before < 1e-9 * std::fabs(before)) break;
        }
    }

    /// log p of the text.
    double log_probability() const {
        return base::fold_blocks<double>(
            text_.tokens(), tokens_at_once, 0,
            [&](std::size_t begin, std::size_t end) {
                double sum = 0;
                for (std::size_t token = begin; token < end; ++token) {
                    double p = text_.uniform();
                    for (std::size_t n = 0; n < text_.order(); ++n) p = share(n, token).of(p);
                    sum += base::log(p);
                }
                return sum;
            },
            [](double a, double b) { return a + b; });
    }

  private:
    static constexpr std::size_t tokens_at_once = std::size_t{1} << 14;

    /// p = own + factor * p of the order below.
    struct Share {
        double own = 0, factor = 1;
        double of(double lower) const { return own + factor * lower; }
    };
    Share share(std::size_t n, std::size_t token) const {
        const TuningText::Term& term = text_.terms(token)[n];
        const TuningText::Context* const context = text_.context(n, term);
        if (context == nullptr) return {};
        Share share{0, 0};
        if (term.count > 0)
            share.own = static_cast<double>(term.count) - tables_[n](context->kind, term.kind);
        for (std::size_t kind = 0; kind < context->followers.size(); ++kind)
            share.factor += tables_[n](context->kind, kind) * context->followers[kind];
        return {share.own / context->denominator, share.factor / context->denominator};
    }

    double objective(const Tie& tie) const {
        double distance = 0;
        for (std::size_t n = 0; n < tables_.size(); ++n) {
            for (std::size_t c = 0; c < DiscountTable::context_kinds; ++c) {
                for (std::size_t g = 0; g < DiscountTable::gram_kinds; ++g) {
                    const double off = tables_[n](c, g) - prior_[n](c, g);
                    distance += off * off;
                }
            }
        }
        return log_probability() - tie.weight / 2 * distance;
    }

    Derivatives derivatives(std::size_t n, const Tie& tie) const {
        return base::fold_blocks<Derivatives>(
            text_.tokens(), tokens_at_once, Derivatives(tie),
            [&](std::size_t begin, std::size_t end) {
                Derivatives part(tie);
                for (std::size_t token = begin; token < end; ++token)
                    add_token(token, n, tie, part);
                return part;
            },
            [](Derivatives a, const Derivatives& b) {
                a.add(b);
                return a;
            });
    }

    void add_token(std::size_t token, std::size_t n, const Tie& tie, Derivatives& sum) const {
        const TuningText::Term& own = text_.terms(token)[n];
        const TuningText::Context* const context = text_.context(n, own);
        if (context == nullptr) return;
        double below = text_.uniform();
        for (std::size_t k = 0; k < n; ++k) below = share(k, token).of(below);
        double p = share(n, token).of(below), above = 1;  // what higher orders let through
        for (std::size_t k = n + 1; k < text_.order(); ++k) {
            const Share part = share(k, token);
            p = part.of(p);
            above *= part.factor;
        }
        Eigen::VectorXd slope = Eigen::VectorXd::Zero(tie.size());
        for (std::size_t kind = 0; kind < context->followers.size(); ++kind)
            slope[tie.index(kind)] += context->followers[kind] * below;
        if (own.count > 0) slope[tie.index(own.kind)] -= 1;
        slope *= above / context->denominator / p;
        const std::size_t part = tie.block(context->kind);
        sum.gradient[part] += slope;
        sum.curvature[part] -= slope * slope.transpose();
    }

    /// A Newton step within the bounds for one order, halved until it helps; `now` is what the
    /// objective is before. Returns what it is then.
    double improve(std::size_t n, const Tie& tie, double now) {
        Derivatives at = derivatives(n, tie);
        const DiscountTable before = tables_[n];
        std::vector<Eigen::VectorXd> steps(tie.blocks());
        for (std::size_t b = 0; b < tie.blocks(); ++b)
            steps[b] = step(n, tie, b, at.gradient[b], at.curvature[b]);
        for (double length = 1; length > 1e-4; length /= 2) {
            for (std::size_t c = 0; c < DiscountTable::context_kinds; ++c) {
                for (std::size_t g = 0; g < DiscountTable::gram_kinds; ++g) {
                    const double moved = before(c, g) + length * steps[tie.block(c)][tie.index(g)];
                    tables_[n](c, g) = std::clamp(moved, least_discount, most(g));
                }
            }
            if (const double after = objective(tie); after > now) return after;
        }
        tables_[n] = before;
        return now;
    }

    static double most(std::size_t gram_kind) {
        return static_cast<double>(DiscountTable::count_of_kind(gram_kind)) + 1;
    }

    /// For the variables of one block; those that are at a bound and would cross it stay.
    Eigen::VectorXd step(std::size_t n, const Tie& tie, std::size_t part, Eigen::VectorXd& gradient,
                         Eigen::MatrixXd& curvature) const {
        for (std::size_t g = 0; g < DiscountTable::gram_kinds; ++g) {
            const Eigen::Index i = tie.index(g);
            const double d = tables_[n](part, g);
            if (tie.by_kind) gradient[i] -= tie.weight * (d - prior_[n](part, g));
            if ((d <= least_discount && gradient[i] < 0) || (d >= most(g) && gradient[i] > 0)) {
                curvature.row(i).setZero();
                curvature.col(i).setZero();
                gradient[i] = 0;
            }
        }
        curvature.diagonal().array() -= tie.weight + 1e-9;
        return (-curvature).ldlt().solve(gradient);
    }

    const TuningText& text_;
    base::Control control_;
    std::vector<DiscountTable> tables_, prior_;
};

/// Tables of the discounts that the counts give.
std::vector<DiscountTable> tables_of_counts(const Grams& grams, const SmoothingRules& rules) {
    std::vector<DiscountTable> tables(grams.order());
    for (std::size_t n = 0; n < grams.order(); ++n) {
        OrderReport report;
        const LevelRule rule =
            level_rule(counts_of_counts(grams, n, rules.method, nullptr), n, rules, report);
        for (std::size_t c = 0; c < DiscountTable::context_kinds; ++c)
            for (std::size_t g = 0; g < DiscountTable::gram_kinds; ++g)
                tables[n](c, g) =
                    std::max(rule.discounts(DiscountTable::count_of_kind(g) + 1), least_discount);
    }
    return tables;
}

std::vector<double> by_count(const DiscountTable& table) {
    std::vector<double> discounts;
    for (std::size_t g = 0; g < DiscountTable::counts; ++g) discounts.push_back(table(0, g));
    return discounts;
}

}  // namespace

TunedDiscounts tune_discounts(const Grams& grams, const SmoothingRules& rules,
                              const std::vector<base::Array<WordId>>& blocks,
                              base::Control control) {
    const TuningText text(grams, rules.method, blocks, control);
    control.progress.begin("tuning", 0, "rounds");
    Tuning tuning(text, tables_of_counts(grams, rules), control);
    TunedDiscounts result;
    result.tokens = text.tokens();
    tuning.run({.by_kind = false, .weight = 0});
    for (const DiscountTable& table : tuning.tables()) result.by_count.push_back(by_count(table));
    tuning.run({.by_kind = true, .weight = 25});
    result.tables = tuning.tables();
    result.log10_p = tuning.log_probability() * per_decade;
    control.progress.end();
    return result;
}

}  // namespace pipelab::ngram
