#pragma once

#include "base/error.hpp"
#include "base/progress.hpp"
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
    std::optional<double> exact_l2;     ///< its cost is 1 / (l2 * importance of all rows)
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

/// A margin or loss that is no number any more. The state is that before the row.
class Diverged : public base::DataError {
  public:
    using base::DataError::DataError;
};

/// Learns a linear model online. take() is given all rows in order; begin_epoch() starts another
/// pass over them. What has been learnt so far can be had at any time.
class OnlineFit {
  public:
    using Report = std::function<void(const FitReport&)>;

    /// `model` (features, labels, how rows are read) must outlive the object; it grows as its
    /// owner reads rows. `centred`: rows are dense (see Standardization).
    OnlineFit(const FitSettings& settings, LinearModel& model, Report report);
    /// Goes on from a state, whose settings hold.
    OnlineFit(FitProgress progress, LinearModel& model, Report report);

    /// Progressive validation, then learning. DataError for a row without a label, Diverged.
    void take(LinearRows rows);
    /// What a batch is still waiting for is learnt.
    void end_epoch();
    void begin_epoch();
    std::uint64_t epoch() const { return epoch_; }

    /// Of the epoch of now: progressive validation in the first, later of rows seen before.
    const LinearMetrics& seen() const { return seen_; }
    const LinearMetrics& held_out() const { return held_out_; }
    std::uint64_t rows() const { return progress_.rows; }
    /// Into the model.
    void finish_model();
    FitProgress progress() const;

  private:
    void learn(const LinearRows& rows, std::size_t row);
    double class_weight(double label, double weight);
    void tell(const LinearRows& rows, std::size_t row, double label, bool held_out);

    FitProgress progress_;
    LinearModel& model_;
    Report report_;
    LinearLearner learner_;
    LinearMetrics seen_, held_out_;
    std::uint64_t report_every_ = 0, next_report_ = 1;
    std::uint64_t epoch_ = 1, row_ = 0, waiting_ = 0;
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
    std::vector<LinearMetrics> folds;  ///< cross-validation: of the rows of each
};

/// Fits to stored rows, which it may change: `settings` say how. Held-out rows are every N-th.
FitResult fit_stored(RowStore rows, const FitSettings& settings, LinearModel& model,
                     const OnlineFit::Report& report, base::Control control);

/// Cross-validation: row i belongs to the fold permuted(i) mod K, a random partition into parts
/// whose sizes differ by at most one; each part is predicted by a model that knows the other rows
/// alone, their standardisation and class weights too. Folds run in parallel, each with a copy of
/// its rows.
std::vector<LinearMetrics> cross_validate(const RowStore& rows, const FitSettings& settings,
                                          const LinearModel& model, base::Control control);

/// Reads the inputs and fits: in one pass in constant memory, in several over files that can be
/// read again, else from stored rows. `resumed`: goes on with it; its settings hold, not these.
/// `state`, if given, gets what a later run can resume from, also when Diverged is thrown.
FitResult fit_linear(const RowSource& source, const FitSettings& settings, LinearModel& model,
                     std::optional<FitProgress> resumed, const OnlineFit::Report& report,
                     base::Control control, FitProgress* state);

}  // namespace pipelab::optim
