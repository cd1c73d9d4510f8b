#include "optim/noise.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "base/suggest.hpp"
#include "expression/formula.hpp"
#include "io/number.hpp"

#include <array>

namespace pipelab::optim {
namespace {

const std::vector<std::string> noise_kinds{"none",    "normal",  "uniform",
                                           "laplace", "student", "cauchy"};

[[noreturn]] void fail(std::string_view text, const std::string& message) {
    throw base::UsageError("noise '" + std::string(text) + "': " + message);
}

double positive(std::string_view whole, std::string_view text) {
    const auto value = io::parse_double(text);
    if (!value || !(*value > 0) || *value - *value != 0)
        fail(whole, "expected a number > 0, but found '" + std::string(text) + "'");
    return *value;
}

/// Transforms of u and v in (0, 1].
std::string inverse_of(int kind) {
    constexpr std::array formulas{"",
                                  "",
                                  "s*(2*u-1)",
                                  "u < 0.5 ? s*log(2*u) : -s*log(2*(1-u)+2^-53)",
                                  "s*sqrt(nu*(u^(-2/nu)-1))*cos(2*pi*v)",
                                  "s*tan(pi*(u-0.5))"};
    return formulas[static_cast<std::size_t>(kind)];
}

}  // namespace

Noise Noise::parse(std::string_view text) {
    Noise noise;
    noise.text_ = text;
    const std::string_view name = text.substr(0, text.find(':'));
    std::size_t kind = 0;
    while (kind < noise_kinds.size() && noise_kinds[kind] != name) ++kind;
    if (kind == noise_kinds.size()) {
        const auto meant = base::nearest(name, noise_kinds);
        fail(text, meant
                       ? "did you mean '" + *meant + "'?"
                       : "expected none, normal:S, uniform:S, laplace:S, student:NU,S or cauchy:S");
    }
    noise.kind_ = static_cast<Kind>(kind);
    std::string_view rest = text.size() > name.size() ? text.substr(name.size() + 1) : "";
    if (noise.kind_ == Kind::none) {
        if (text != "none") fail(text, "none takes no numbers");
        return noise;
    }
    if (noise.kind_ == Kind::student) {
        const std::size_t comma = rest.find(',');
        noise.freedom_ = positive(text, rest.substr(0, comma));
        rest = comma == rest.npos ? "" : rest.substr(comma + 1);
        noise.scale_ = comma == rest.npos || rest.empty() ? 1 : positive(text, rest);
        return noise;
    }
    noise.scale_ = text.size() > name.size() ? positive(text, rest) : 1;
    return noise;
}

bool Noise::centred() const {
    return kind_ != Kind::cauchy && (kind_ != Kind::student || freedom_ > 1);
}

std::optional<double> Noise::variance() const {
    const double square = scale_ * scale_;
    switch (kind_) {
        case Kind::none:
            return 0;
        case Kind::normal:
            return square;
        case Kind::uniform:
            return square / 3;
        case Kind::laplace:
            return 2 * square;
        case Kind::student:
            if (freedom_ > 2) return square * freedom_ / (freedom_ - 2);
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

NoiseSource::NoiseSource(const Noise& noise, std::uint64_t seed) : noise_(noise), seed_(seed) {
    if (noise.kind_ <= Noise::Kind::normal) return;
    const expression::Formula formula(
        inverse_of(static_cast<int>(noise.kind_)),
        {{{"u", "v"}}, {{"s", noise.scale_}, {"nu", noise.freedom_}}});
    const expression::NodeId value = formula.value();
    transform_ = std::make_unique<expression::Program>(formula.graph(), std::span(&value, 1), 2);
    evaluator_ = std::make_unique<expression::Evaluator>(*transform_);
}

void NoiseSource::add(std::uint64_t stream, std::uint64_t first, std::span<double> values) {
    if (noise_.none()) return;
    drawn_.resize(values.size());
    if (noise_.kind_ == Noise::Kind::normal) {
        base::Random(seed_, 2 * stream).normal(first, drawn_);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] += noise_.scale_ * drawn_[i];
        return;
    }
    u_.resize(values.size());
    v_.resize(values.size());
    base::Random(seed_, 2 * stream).uniform(first, u_);
    if (noise_.kind_ == Noise::Kind::student)
        base::Random(seed_, 2 * stream + 1).uniform(first, v_);
    for (double& u : u_) u = 1 - u;  // in (0, 1]
    const double* const in[] = {u_.data(), v_.data()};
    double* const out[] = {drawn_.data()};
    (*evaluator_)(in, out, values.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += drawn_[i];
}

}  // namespace pipelab::optim
