#pragma once

#include "expression/program.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// Independent noise that is added to observations.
///
///     none
///     normal:S      normal with standard deviation S
///     uniform:S     uniform between -S and S
///     laplace:S     double exponential, density e^(-|x|/S) / (2 S)
///     student:NU,S  S times Student's t with NU degrees of freedom, by Bailey's (1994) method
///     cauchy:S      Cauchy with scale S: no mean, no variance
class Noise {
  public:
    /// None.
    Noise() = default;
    /// Of the texts above; S is 1 where it is left out. UsageError for anything else and for
    /// scales that are not > 0.
    static Noise parse(std::string_view text);

    /// nullopt where it is infinite or there is not even a mean.
    std::optional<double> variance() const;
    /// Whether the mean is 0 (a Cauchy distribution and a t with NU <= 1 have none).
    bool centred() const;
    bool none() const { return kind_ == Kind::none; }
    const std::string& text() const { return text_; }

  private:
    friend class NoiseSource;
    enum class Kind { none, normal, uniform, laplace, student, cauchy };
    Kind kind_ = Kind::none;
    double scale_ = 0, freedom_ = 0;
    std::string text_ = "none";
};

/// Draws noise with memory of its own: one a thread. The value of (seed, stream, index) is always
/// the same.
class NoiseSource {
  public:
    NoiseSource(const Noise& noise, std::uint64_t seed);
    /// Adds the noises of index first, first + 1, ... of a stream below 2^61.
    void add(std::uint64_t stream, std::uint64_t first, std::span<double> values);

  private:
    Noise noise_;
    std::uint64_t seed_;
    std::unique_ptr<expression::Program> transform_;  ///< of uniform numbers u and v
    std::unique_ptr<expression::Evaluator> evaluator_;
    std::vector<double> u_, v_, drawn_;
};

}  // namespace pipelab::optim
