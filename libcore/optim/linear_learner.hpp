#pragma once

#include "optim/linear_loss.hpp"
#include "optim/linear_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::optim {

/// How a linear model learns from sparse rows. Step t, from 1, sees the gradient g of row t; n is
/// the learning rate; a coordinate that the row does not touch moves by penalties alone.
struct SparseRule {
    enum class Kind {
        /// Per coordinate n / sqrt(sum g^2) (AdaGrad), divided by the largest |x| seen of the
        /// feature and scaled by the mean size of rows (normalised, free of the features' units),
        /// as a flow that is invariant to importance weights (LinearLoss::flow). Ross, Mineiro,
        /// Langford, "Normalized online learning", UAI 2013, algorithm 3; Karampatziakis and
        /// Langford 2011. For softmax, and in batches, the step is explicit.
        adaptive,
        sgd,      ///< n t^-power g
        adagrad,  ///< n g / (sqrt(sum g^2) + epsilon): Duchi, Hazan, Singer 2011
        adam,     ///< Kingma, Ba 2015; moments of coordinates that a row touches alone ("lazy")
        ftrl,     ///< FTRL-proximal, McMahan et al. 2013, algorithm 1: alpha is n
    };
    Kind kind = Kind::adaptive;
    double rate = 2;
    double power = 0.5;                 ///< of sgd
    double beta1 = 0.9, beta2 = 0.999;  ///< of adam
    double epsilon = 1e-8;              ///< of adagrad, adam
    double beta = 1;                    ///< of ftrl
    /// Penalties l1 |w|_1 + l2 |w|^2 / 2 a row, intercept excepted. ftrl: as the paper has them,
    /// for the sum of all rows. Else a proximal step behind each gradient step (Duchi, Singer,
    /// "Forward backward splitting", JMLR 2009) with the coordinate's own rate; a coordinate
    /// makes up for the rows that did not touch it when it is looked at, exactly where its
    /// rate does not change in between (all but sgd) and exactly for sgd too.
    double l1 = 0, l2 = 0;
    /// Decoupled decay: w shrinks by the factor 1 - n t^-power decay (sgd), 1 - n decay (others).
    double decay = 0;
    /// The model is the average of the weights after each step (Polyak, Juditsky 1992), those of
    /// step t weighing t (Lacoste-Julien, Schmidt, Bach 2012). Not with penalties.
    bool average = false;

    bool penalised() const { return kind != Kind::ftrl && (l1 > 0 || l2 > 0 || decay > 0); }
};

/// All that learning depends on, as plain data that can be saved. A slot belongs to a feature and
/// an output: feature * outputs + output.
struct LearnerState {
    struct Slot {
        double weight = 0;
        double squares = 0;  ///< sum of squared gradients; adam: second moment
        double scale = 0;    ///< adaptive: the largest |x|
        double moment = 0;   ///< adam: first moment; ftrl: z
        bool operator==(const Slot&) const = default;
    };
    /// Two numbers that tell when a slot was looked at last: see SparseRule.
    struct Visit {
        double when = 0, value = 0;
        bool operator==(const Visit&) const = default;
    };
    std::size_t outputs = 1;
    double steps = 0;              ///< rows, or batches, learnt
    double total_weight = 0;       ///< adaptive: importance of all rows
    double total_size = 0;         ///< adaptive: their sizes, sum of (x / scale)^2
    double shrink = 1, drift = 0;  ///< sgd: product and sum of penalties so far
    std::vector<Slot> slots;
    std::vector<Visit> visits;    ///< with penalties: one a slot
    std::vector<Visit> averages;  ///< with averaging: one a slot
    /// The batch that waits for its step: its features, their gradients by output, its weight.
    std::vector<std::uint32_t> batch_features;
    std::vector<double> batch_gradients;
    double batch_weight = 0;
    bool operator==(const LearnerState&) const = default;
};

/// Learns the weights of a linear model from one row after the other.
/// Memory: 32 bytes a feature and output, 16 more with penalties and with averaging.
class LinearLearner {
  public:
    /// Margins beyond this are divergence.
    static constexpr double greatest_margin = 1e100;

    LinearLearner(const LinearLoss& loss, const SparseRule& rule, LearnerState state = {});

    /// Makes room for features below `width` and for `outputs` margins (1 but for softmax), from
    /// now on. `soon`: how many margins there will be soon, so that they are not made room for one
    /// by one.
    void reserve(std::size_t width, std::size_t outputs, std::size_t soon = 0);
    std::size_t outputs() const { return state_.outputs; }

    /// The margins of a row under the weights of now, one an output. Features must be below the
    /// width reserved. O(features outputs).
    void predict(const Features& row, std::span<double> margins);
    /// The same under the average, where there is one: what model() will say.
    void predict_model(const Features& row, std::span<double> margins);

    /// Whether margins are numbers below greatest_margin; else what predict() made up for on their
    /// behalf is undone, and the learner is what it was before the row.
    bool accept(std::span<const double> margins);

    /// Learns from a row; `margins` are those of predict(). False, and nothing changes, if they
    /// are not accepted. A weight of 0 changes nothing either.
    bool learn(const Features& row, double label, double weight, std::span<const double> margins);

    /// Adds the gradient of a row to those of a batch; step() then moves by their mean.
    bool gather(const Features& row, double label, double weight, std::span<const double> margins);
    void step();

    /// The weights of the model: feature * outputs + output, with all penalties made up for and the
    /// step made that a batch waits for. O(slots).
    std::vector<double> model() const;
    /// What a learner made of it goes on from, bit for bit. It depends on nothing but the rows
    /// learnt: not on the room reserved. O(slots).
    LearnerState state() const;

  private:
    using Slot = LearnerState::Slot;

    void catch_up(std::size_t slot);
    void catch_up(const Features& row);
    double averaged(std::size_t slot) const;
    void update_multiplier();
    void before_change(std::size_t slot);
    void end_step();
    void gradients(double label, double weight, std::span<const double> margins);
    void learn_adaptive(const Features& row, double label, double weight, double margin);
    void learn_adaptive_softmax(const Features& row, double weight);
    void move(std::size_t slot, double gradient);
    double rate_of(const Slot& slot) const;
    double global_rate() const;

    /// What catch_up() has changed.
    struct Look {
        std::size_t slot;
        double weight;
        LearnerState::Visit visit;
    };

    LinearLoss loss_;
    SparseRule rule_;
    LearnerState state_;            // its batch lies in batch_ and touched_
    std::size_t stride_ = 1;        // slots of a feature, at least outputs()
    std::vector<Look> looks_;       // of the row predicted last
    std::vector<double> gradient_;  // by output, of one row
    std::vector<double> rates_;     // by feature of one row
    double multiplier_ = 1;         // adaptive
    double so_far_ = 0;             // sum of the numbers of all steps before this one
    double rate_now_ = 0, correction1_ = 1, correction2_ = 1;  // of this step
    std::vector<double> batch_;                                // by slot
    std::vector<std::uint32_t> touched_;                       // features of the batch
    std::vector<char> is_touched_;
};

}  // namespace pipelab::optim
