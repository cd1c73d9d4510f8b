#pragma once

#include "base/error.hpp"
#include "base/progress.hpp"
#include "optim/finite_sum.hpp"
#include "optim/linear_input.hpp"
#include "optim/linear_model.hpp"
#include "optim/linear_newton.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pipelab::optim {

/// How a linear model is fitted.
struct FitSettings {
    LinearLoss loss;
    SparseRule rule;
    std::vector<std::string> labels;  ///< names of the classes; empty: as they come
    int hash_bits = 0;
    bool standardize = false;
    bool balanced = false;  ///< each row weighs total / (classes * total of its class)
    std::vector<std::pair<std::string, double>> class_weights;
    std::uint64_t epochs = 1;
    std::uint64_t batch = 1;     ///< rows a step; 0: all
    std::uint64_t hold_out = 0;  ///< every how many rows one is held out; 0: none
    std::uint64_t patience = 0;  ///< epochs without a better held-out loss before stopping; 0: all
    std::uint64_t folds = 0;     ///< cross-validation; 0: none
    std::uint64_t seed = 0;      ///< of the folds
    std::uint64_t report_every = 0;     ///< rows between reports; 0: at 1, 2, 4, 8, ...
    std::optional<ExactProblem> exact;  ///< instead of learning online
    /// Of the mean loss, instead of its cost and penalty: cost 1 / (l2 * importance of all rows),
    /// penalty 1; if it is 0, cost 1 / importance and penalty 0.
    std::optional<double> exact_l2;
    std::optional<VarianceReduction> reduction;  ///< how it is solved; none: Newton's method
};

/// One line of progressive validation: what was thought of a row before it was learnt from.
struct FitReport {
    double average;  ///< mean loss so far
    double since;    ///< mean loss since the last line
    std::uint64_t rows;
    double weight;  ///< importance of all rows so far
    double label;
    std::vector<double> margins;
    std::size_t features;  ///< of the row, with the intercept
    bool held_out;
};
/// Vowpal Wabbit's columns, with the names of classes; the first line is that of the header.
std::string report_header();
std::string report_line(const FitReport& report, const LinearModel& model);

/// Learns a linear model online. take() is given all rows in order; begin_epoch() starts another
/// pass over them. What has been learnt so far can be had at any time.
class OnlineFit {
  public:
    using Report = std::function<void(const FitReport&)>;

    /// `model` (features, labels, how rows are read) must outlive the object; it grows as its
    /// owner reads rows.
    OnlineFit(const FitSettings& settings, LinearModel& model, Report report);
    /// Goes on from a state, whose settings hold.
    OnlineFit(FitProgress progress, LinearModel& model, Report report, std::uint64_t report_every);

    /// Progressive validation, then learning. DataError for a row without a label, Diverged: then
    /// the object is what it would be without that row and those behind it.
    void take(LinearRows rows);
    /// Makes the step that a batch waits for.
    void begin_epoch();
    std::uint64_t epoch() const { return epoch_; }

    /// Of the epoch of now: progressive validation in the first, later of rows seen before.
    const LinearMetrics& seen() const { return seen_; }
    const LinearMetrics& held_out() const { return held_out_; }
    std::uint64_t rows() const { return progress_.rows; }
    /// Into the model, with the step of a batch that waits for more rows.
    void finish_model();
    /// What it goes on from if more rows come, whatever pieces these rows came in.
    FitProgress progress() const;

  private:
    void reserve(std::size_t width);
    void take_row(LinearRows& rows, std::size_t row);
    bool learn(const LinearRows& rows, std::size_t row);
    void end_batch();
    double class_weight(double label, double weight);
    void tell(const LinearRows& rows, std::size_t row, double label, bool held_out);

    FitProgress progress_;
    LinearModel& model_;
    Report report_;
    LinearLearner learner_;
    LinearMetrics seen_, held_out_;
    std::uint64_t report_every_, next_report_;
    std::uint64_t epoch_ = 1, row_;
    std::size_t width_ = 0, classes_ = 0;  // of the rows taken
    bool told_apart_ = false;              // two classes: whether they are 0 and 1 or -1 and 1
    std::vector<double> margins_;
};

/// What a fit ends with.
struct FitResult {
    explicit FitResult(const LinearLoss& loss) : seen(loss), held_out(loss) {}
    LinearMetrics seen;      ///< of the last epoch, before each row; exact: of the rows learnt from
    LinearMetrics held_out;  ///< of the last epoch; with folds of all of them
    std::uint64_t rows = 0, epochs = 0;
    bool stopped_early = false;
    std::optional<ExactFit> exact;
    bool reduced = false;              ///< whether by variance reduction, in so many epochs
    std::vector<LinearMetrics> folds;  ///< cross-validation: of the rows of each
};

/// Fits to stored rows, which it may change: `settings` say how. Held-out rows are every N-th.
/// `failure`: why these rows are not all, thrown when they have been learnt from once. `state`: see
/// fit_linear.
FitResult fit_stored(RowStore rows, const FitSettings& settings, LinearModel& model,
                     const OnlineFit::Report& report, base::Control control,
                     FitProgress* state = nullptr,
                     const std::optional<base::DataError>& failure = std::nullopt);

/// Cross-validation: row i belongs to the fold permuted(i) mod K, a random partition into parts
/// whose sizes differ by at most one; each part is predicted by a model that knows the other rows
/// alone, their standardisation and class weights too. Folds run in parallel, each with a copy of
/// its rows.
std::vector<LinearMetrics> cross_validate(const RowStore& rows, const FitSettings& settings,
                                          const LinearModel& model, base::Control control);

/// Reads the inputs and fits: in one pass in constant memory, in several over files that can be
/// read again, else from stored rows. `resumed`: goes on with it; its settings hold, not these.
/// `state`, if given, gets what a later run can resume from, not where `settings.exact` or folds
/// are asked for. DataError: of a row that is none or cannot be learnt from, Diverged included,
/// when `model` and `state` are those of the rows before it; without rows, or with none to learn
/// from, when `state` has none.
FitResult fit_linear(const RowSource& source, const FitSettings& settings, LinearModel& model,
                     std::optional<FitProgress> resumed, const OnlineFit::Report& report,
                     base::Control control, FitProgress* state);

}  // namespace pipelab::optim
