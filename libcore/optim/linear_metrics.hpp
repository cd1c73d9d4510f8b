#pragma once

#include "optim/linear_loss.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::optim {

/// The area under the ROC curve of scores that come one by one, in constant memory: the chance
/// that a positive scores higher than a negative, equal scores counting half (Mann, Whitney 1947).
/// Scores fall into cells of relative width 2^-11; those in one cell count as equal, and what that
/// can be wrong by is known.
class RocArea {
  public:
    /// `score` finite, `weight` >= 0.
    void add(double score, bool positive, double weight);
    /// A hint that this score will be added soon: its cell is fetched meanwhile.
    void expect(double score) const;
    void join(const RocArea& other);
    struct Area {
        double value;
        double error;  ///< the area of exact scores is within value -+ error
    };
    /// nullopt unless both classes were seen. O(cells in use).
    std::optional<Area> area() const;

    /// The cells that are not empty, in order: number, weight of negatives, of positives.
    struct Cell {
        std::uint32_t number;
        double negatives, positives;
        bool operator==(const Cell&) const = default;
    };
    std::vector<Cell> cells() const;
    void restore(std::span<const Cell> cells);

  private:
    static constexpr std::size_t page_ = std::size_t{1} << 11;  // the scores of one exponent
    static constexpr std::size_t pages_count_ = (std::size_t{1} << 20) / page_;

    std::pair<double, double>& cell(std::uint32_t number);

    /// Weights of negatives and of positives, in order; a page is empty until it is needed.
    std::vector<std::vector<std::pair<double, double>>> pages_;
};

/// How good predictions are, gathered row by row; all means are weighted by importance.
class LinearMetrics {
  public:
    /// `outputs`: classes of softmax, else 1.
    explicit LinearMetrics(const LinearLoss& loss, std::size_t outputs = 1);

    /// A hint that a row with these margins will be added soon.
    void expect(std::span<const double> margins) const {
        if (loss_.task() == Task::binary) scores_.expect(margins[0]);
    }
    /// A row predicted with `margins`. O(outputs). Returns its loss.
    double add(std::span<const double> margins, double label, double weight);
    void join(const LinearMetrics& other);

    /// Plain sums, as they are saved.
    struct Sums {
        std::uint64_t rows = 0;
        double weight = 0;
        double loss = 0;
        double correct = 0;                    ///< classes: weight of the rows told right
        double squares = 0, sizes = 0;         ///< regression: of errors
        double labels = 0, label_squares = 0;  ///< regression: mean and sum of squares about it
        bool operator==(const Sums&) const = default;
    };
    const Sums& sums() const { return sums_; }
    std::uint64_t rows() const { return sums_.rows; }
    /// The rest is nullopt without rows, or where it has no meaning for the loss.
    std::optional<double> mean_loss() const;
    std::optional<double> accuracy() const;
    std::optional<double> rmse() const;
    std::optional<double> mean_absolute_error() const;
    /// 1 - sum of squared errors / sum of squares about the mean; nullopt for equal labels.
    std::optional<double> r_squared() const;
    std::optional<RocArea::Area> roc_area() const;
    /// By true class, then by the class predicted; empty for regression.
    const std::vector<std::vector<double>>& confusion() const { return confusion_; }

    /// What a state file holds.
    struct Saved {
        Sums sums;
        std::vector<std::vector<double>> confusion;
        std::vector<RocArea::Cell> scores;
    };
    Saved saved() const { return {sums_, confusion_, scores_.cells()}; }
    void restore(Saved saved);

  private:
    LinearLoss loss_;
    Sums sums_;
    RocArea scores_;
    std::vector<std::vector<double>> confusion_;
};

/// The class a model says: of two the positive (1) for margins above 0 and at 0; of any number
/// the one of the largest margin, of equal ones the first.
std::size_t predicted_class(Task task, std::span<const double> margins);

}  // namespace pipelab::optim
