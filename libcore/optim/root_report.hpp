#pragma once

#include "io/plot.hpp"
#include "io/record_writer.hpp"
#include "optim/root_study.hpp"

#include <string>
#include <vector>

namespace pipelab::optim {

/// A record of the study: of one run the estimate (one field a coordinate) and its intervals; of
/// several their mean and standard deviation, and where the root is known n times the mean squared
/// error beside the limit that theory gives, and how many intervals cover the root.
void put_study(const RootQuestion& question, const RootStudy& study, io::RecordWriter& records);

/// Whether what the theorem of Robbins and Monro asks for holds, a sentence for each condition
/// with its reason: the two sums, the noise, the slope of the function where it was looked at; of
/// methods that see values only, what Kiefer and Wolfowitz ask of the distances.
std::vector<std::string> conditions(const RootQuestion& question, const RootStudy& study);

/// "diverged at step 17 of run 0; the state before was 1e300".
std::string divergence_text(const RootDivergence& divergence);

/// Writes steps as records: k, step, seen, w (w1, w2, ... if several), mean.
void put_step(const RootStep& step, io::RecordWriter& records);

/// A run on its way.
class RootPath {
  public:
    explicit RootPath(std::uint64_t steps) : stride_(1 + steps / 2048) {}
    void push(const RootStep& step);
    /// Of one variable: iterates, their mean and, around the estimate, the interval that the last
    /// step has, as wide at each k as k observations would make it. Of two: the path and that of
    /// the mean in the plane, over contours of a formula. Of more: the estimate of each by steps.
    io::Plot plot(const RootQuestion& question, const RootStudy& study) const;

  private:
    io::Plot curves(const RootQuestion& question, const RootStudy& study) const;
    io::Plot plane(const RootQuestion& question) const;
    io::Plot lines(const RootQuestion& question) const;

    std::uint64_t stride_;
    std::vector<double> steps_;
    std::vector<std::vector<double>> w_, means_;  ///< by coordinate
};

/// How the estimates of several runs draw together, from the ways that the study followed: for each
/// variable the median and what a share of `level` of the runs lies between; of one, 20 runs and,
/// where theory has a limit, the root and as many standard deviations of the estimate behind k
/// steps as hold that share of a normal distribution.
io::Plot spread_plot(const RootQuestion& question, const RootStudy& study);

}  // namespace pipelab::optim
