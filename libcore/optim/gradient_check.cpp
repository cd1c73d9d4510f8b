#include "optim/gradient_check.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace pipelab::optim {
namespace {

constexpr std::size_t distances = 32;
/// Extrapolation to a higher order amplifies rounding more than it gains.
constexpr std::size_t orders = 8;
constexpr double most_error = 1e-3;
constexpr int noise_places = 6;
constexpr double first_distance = 0.1, shrinking = 2;

/// Richardson's extrapolation of central differences, a distance after the other.
class Extrapolation {
  public:
    void see(double difference, double rounding) {
        std::array<double, orders> row;
        row[0] = difference;
        NumericDerivative found = none;
        double factor = 1;
        for (std::size_t j = 1; j <= std::min(seen_, orders - 1); ++j) {
            factor *= shrinking * shrinking;
            row[j] = (factor * row[j - 1] - before_[j - 1]) / (factor - 1);
            const double error =
                std::max(std::abs(row[j] - row[j - 1]), std::abs(row[j] - before_[j - 1])) +
                rounding;
            if (error < found.error) found = {row[j], error};
        }
        before_ = row;
        ++seen_;
        const double last = std::exchange(last_, found.value);
        if (seen_ > 2) consider({found.value, std::max(found.error, std::abs(found.value - last))});
    }
    std::optional<NumericDerivative> best() const {
        if (!std::isfinite(best_.error)) return std::nullopt;
        return best_;
    }

  private:
    static constexpr NumericDerivative none{0, std::numeric_limits<double>::infinity()};

    /// What is found nearer to the point, several times, refutes what agreed with itself farther
    /// away, as differences at multiples of a period do.
    void consider(const NumericDerivative& found) {
        const bool refutes = std::abs(found.value - best_.value) > 10 * (found.error + best_.error);
        refuted_ = refutes ? refuted_ + 1 : 0;
        if (refutes ? refuted_ >= refutations : found.error < best_.error) best_ = found;
    }

    static constexpr int refutations = 3;
    int refuted_ = 0;
    std::array<double, orders> before_{};
    std::size_t seen_ = 0;
    double last_ = 0;
    NumericDerivative best_ = none;
};

/// A function along one coordinate through x.
class CoordinateLine {
  public:
    CoordinateLine(const Objective& f, std::span<const double> x, std::size_t i)
        : f_(f), place_(x.begin(), x.end()), unused_(x.size()), i_(i), centre_(x[i]) {}
    double operator()(double moved) {
        place_[i_] = moved;
        return f_(place_, unused_);
    }
    double centre() const { return centre_; }

  private:
    const Objective& f_;
    std::vector<double> place_, unused_;
    std::size_t i_;
    double centre_;
};

/// What rounding does to the values: the largest second difference so near to x that the function
/// itself is straight, at least some units in the last place.
double noise_of(CoordinateLine& line) {
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    const double value = line(line.centre());
    double noise = 4 * epsilon * std::abs(value);
    double distance = epsilon * std::max(1.0, std::abs(line.centre()));
    for (int k = 0; k < noise_places; ++k) {
        distance *= 4;
        const double second =
            line(line.centre() + distance) - 2 * value + line(line.centre() - distance);
        if (std::isfinite(second)) noise = std::max(noise, std::abs(second));
    }
    return noise;
}

/// |analytic - numeric| in units of what is allowed; NaN where the numeric one says too little.
double excess(double analytic, const NumericDerivative& numeric, double tolerance) {
    const double allowed = tolerance * std::max(1.0, std::abs(numeric.value)) + 10 * numeric.error;
    if (!std::isfinite(analytic)) return std::numeric_limits<double>::infinity();
    if (numeric.error > most_error * std::max(1.0, std::abs(numeric.value)))
        return std::numeric_limits<double>::quiet_NaN();
    const double difference = std::abs(analytic - numeric.value);
    return difference == 0 ? 0 : difference / allowed;
}

}  // namespace

std::optional<NumericDerivative> numeric_derivative(const Objective& f, std::span<const double> x,
                                                    std::size_t i) {
    CoordinateLine line(f, x, i);
    const double noise = noise_of(line);
    Extrapolation extrapolation;
    double distance = first_distance * std::max(1.0, std::abs(x[i]));
    for (std::size_t k = 0; k < distances; ++k, distance /= shrinking) {
        const double up = x[i] + distance, down = x[i] - distance;
        const double above = line(up), below = line(down);
        if (std::isfinite(above) && std::isfinite(below))
            extrapolation.see((above - below) / (up - down), noise / distance);
    }
    return extrapolation.best();
}

bool GradientCheck::agrees() const {
    return std::all_of(partials.begin(), partials.end(),
                       [](const PartialCheck& one) { return one.agrees && one.compared > 0; });
}

GradientCheck check_gradient(const Objective& f, std::span<const std::vector<double>> points,
                             double tolerance) {
    GradientCheck check;
    if (points.empty()) return check;
    const std::size_t n = points[0].size();
    check.partials.resize(n);
    std::vector<double> worst(n, -1), gradient(n);
    for (std::size_t p = 0; p < points.size(); ++p) {
        f(points[p], gradient);
        for (std::size_t i = 0; i < n; ++i) {
            const auto numeric = numeric_derivative(f, points[p], i);
            if (!numeric) {
                ++check.skipped;
                continue;
            }
            PartialCheck& partial = check.partials[i];
            ++partial.compared;
            const double now = excess(gradient[i], *numeric, tolerance);
            if (!(now <= 1)) partial.agrees = false;
            if (now > 1) partial.differs = true;
            // A difference says more than what is unclear, which says more than an agreement.
            const double weight = std::isnan(now) ? 1 : now;
            if (weight <= worst[i]) continue;
            worst[i] = weight;
            partial.point = p;
            partial.analytic = gradient[i];
            partial.numeric = *numeric;
        }
    }
    return check;
}

std::vector<std::vector<double>> random_points(std::span<const double> low,
                                               std::span<const double> high, std::size_t count,
                                               std::uint64_t seed) {
    const base::Random random(seed);
    std::vector<std::vector<double>> points(count, std::vector<double>(low.size()));
    std::uint64_t drawn = 0;
    for (std::vector<double>& point : points) {
        for (std::size_t j = 0; j < low.size(); ++j)
            point[j] = low[j] + (high[j] - low[j]) * random.uniform(drawn++);
    }
    return points;
}

}  // namespace pipelab::optim
