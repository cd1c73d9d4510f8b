#pragma once

#include "optim/feature_map.hpp"
#include "optim/linear_labels.hpp"
#include "optim/linear_learner.hpp"
#include "optim/linear_loss.hpp"
#include "optim/linear_metrics.hpp"
#include "optim/row_source.hpp"
#include "optim/standardization.hpp"
#include "optim/table_encoder.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pipelab::optim {

/// A linear model and all that is needed to read rows for it.
struct LinearModel {
    LinearLoss loss;
    LabelMap labels{Task::regression};
    FeatureMap features;
    RowFormat format = RowFormat::automatic;
    TableColumns columns;
    bool intercept = true;
    std::optional<Standardization> standardization;
    std::size_t outputs = 1;
    std::vector<double> weights;  ///< feature * outputs + output

    /// The margins of a row, standardised; features beyond the weights count nothing.
    void predict(const Features& row, std::span<double> margins) const;
    std::size_t nonzero() const;
};

/// What a broken pass goes on from, beyond its model: all that learning and its report depend on.
struct FitProgress {
    SparseRule rule;
    LearnerState learner;
    LinearMetrics::Saved seen, held_out;    ///< of progressive validation; of rows held out
    double last_weight = 0, last_loss = 0;  ///< seen when a line was last reported
    std::uint64_t rows = 0;                 ///< read, those held out too
    std::uint64_t hold_out = 0;             ///< every how many rows one is; 0: none
    std::uint64_t batch = 1;                ///< rows a step
    std::uint64_t waiting = 0;              ///< rows of a batch that waits for more
    bool balanced = false;
    std::vector<std::string> class_names;  ///< of --class-weight
    std::vector<double> class_weights;
    std::vector<double> class_counts;  ///< importance of the rows of each class so far

    /// Whether there is anything to go on from.
    bool learnt() const { return seen.sums.rows > 0 || learner.steps > 0; }
};

/// The model as a JSON object: weights that are not 0 under the numbers of their features, names
/// of features, classes, and how rows are read; with `progress` as a state to resume from. Doubles
/// have the digits that read back to the same value. Ends with a newline. O(size).
std::string model_json(const LinearModel& model, const FitProgress* progress = nullptr);

struct SavedModel {
    LinearModel model;
    std::optional<FitProgress> progress;
};
/// Reads what model_json wrote; `name` is what messages call it. DataError for anything else, with
/// its line and column where that helps. At most 4 GiB.
SavedModel parse_model(std::string_view text, const std::string& name);
SavedModel read_model(const std::string& path);

}  // namespace pipelab::optim
