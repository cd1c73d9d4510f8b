#include "optim/bbob.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"
#include "io/number.hpp"
#include "optim/bbob_maker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace pipelab::optim {
namespace {

using namespace bbob;

const double root10 = std::sqrt(10.0);

constexpr std::array<std::string_view, 24> titles{
    "Sphere",
    "Separable ellipsoid",
    "Rastrigin",
    "Bueche-Rastrigin",
    "Linear slope",
    "Attractive sector",
    "Step ellipsoid",
    "Rosenbrock",
    "Rotated Rosenbrock",
    "Rotated ellipsoid",
    "Discus",
    "Bent cigar",
    "Sharp ridge",
    "Different powers",
    "Rotated Rastrigin",
    "Weierstrass",
    "Schaffer's F7",
    "Schaffer's F7 of condition 1000",
    "Griewank-Rosenbrock",
    "Schwefel",
    "Gallagher's 101 peaks",
    "Gallagher's 21 peaks",
    "Katsuura",
    "Lunacek's two Rastrigins",
};

/// A function in the making: where its optimum is, its rotations, and its nodes.
struct Making {
    int function;
    std::size_t d;
    std::int64_t seed;
    Maker m;
    Nodes x;
    Vector optimum;

    Matrix r() const { return rotation(d, seed + 1'000'000); }
    Matrix q() const { return rotation(d, seed); }
    double dimension() const { return static_cast<double>(d); }
    /// i / (d - 1).
    double share(std::size_t i) const { return static_cast<double>(i) / (dimension() - 1); }
    Nodes moved() { return m.shifted(x, optimum); }
};

NodeId ellipsoid(Making& f, const Nodes& z) {
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i < f.d; ++i)
        total = f.m.plus(total, f.m.times(graded(1e6, i, f.d), f.m.square(z[i])));
    return total;
}

NodeId rastrigin(Making& f, const Nodes& z) {
    return f.m.plus(f.m.ripples(z), f.m.sum_of_squares(z));
}

NodeId bueche_rastrigin(Making& f) {
    const Nodes t = f.m.oscillated(f.moved());
    Nodes z;
    for (std::size_t i = 0; i < f.d; ++i) {
        const double factor = graded(root10, i, f.d);
        const NodeId plain = f.m.times(factor, t[i]);
        z.push_back(i % 2 == 0 ? f.m.where(f.m.positive(t[i]), f.m.times(10 * factor, t[i]), plain)
                               : plain);
    }
    return f.m.plus(rastrigin(f, z), f.m.times(100, f.m.penalty(f.x)));
}

NodeId linear_slope(Making& f) {
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i < f.d; ++i) {
        const double best = f.optimum[i], slope = std::copysign(graded(10, i, f.d), best);
        const NodeId held = best > 0 ? f.m.of(Op::minimum, f.x[i], f.m.number(best))
                                     : f.m.of(Op::maximum, f.x[i], f.m.number(best));
        total = f.m.plus(total, f.m.minus(f.m.number(5 * std::abs(slope)), f.m.times(slope, held)));
    }
    return total;
}

NodeId attractive_sector(Making& f) {
    const Nodes z = f.m.transformed(product(f.r(), root10, f.q()), f.moved());
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i < f.d; ++i) {
        const NodeId inside = f.m.positive(f.m.times(f.optimum[i], z[i]));
        const NodeId factor = f.m.where(inside, f.m.number(1e4), f.m.number(1));
        total = f.m.plus(total, f.m.times(factor, f.m.square(z[i])));
    }
    return f.m.power(f.m.oscillated(total), 0.9);
}

NodeId step_ellipsoid(Making& f) {
    const Nodes hat = f.m.conditioned(root10, f.m.transformed(f.q(), f.moved()));
    Nodes steps;
    for (const NodeId one : hat) {
        const NodeId far = f.m.of(Op::less, f.m.number(0.5), f.m.of(Op::magnitude, one));
        const NodeId fine = f.m.of(Op::divide, f.m.rounded(f.m.times(10, one)), f.m.number(10));
        steps.push_back(f.m.where(far, f.m.rounded(one), fine));
    }
    const Nodes z = f.m.conditioned(10, f.m.transformed(f.r(), steps));
    const NodeId first = f.m.times(1e-4, f.m.of(Op::magnitude, hat[0]));
    const NodeId largest = f.m.of(Op::maximum, first, f.m.sum_of_squares(z));
    return f.m.plus(f.m.times(0.1, largest), f.m.penalty(f.x));
}

double valley_scale(const Making& f) { return std::max(1.0, std::sqrt(f.dimension()) / 8); }

/// The terms of Rosenbrock's sum.
Nodes valley(Making& f, const Nodes& z) {
    Nodes terms;
    for (std::size_t i = 0; i + 1 < f.d; ++i) {
        const NodeId bend = f.m.minus(f.m.square(z[i]), z[i + 1]);
        terms.push_back(f.m.plus(f.m.times(100, f.m.square(bend)), f.m.square(f.m.plus(z[i], -1))));
    }
    return terms;
}

NodeId rosenbrock(Making& f) {
    Nodes z = f.moved();
    for (NodeId& one : z) one = f.m.plus(f.m.times(valley_scale(f), one), 1);
    return f.m.sum(valley(f, z));
}

/// The coordinates of the rotated valleys.
Nodes turned(Making& f) {
    Nodes z = f.m.transformed(scaled(valley_scale(f), f.q()), f.x);
    for (NodeId& one : z) one = f.m.plus(one, 0.5);
    return z;
}

NodeId griewank_rosenbrock(Making& f) {
    NodeId total = f.m.number(0);
    for (const NodeId term : valley(f, turned(f)))
        total = f.m.plus(total, f.m.minus(f.m.times(1.0 / 4000, term), f.m.of(Op::cos, term)));
    return f.m.plus(f.m.times(10 / (f.dimension() - 1), total), 10);
}

NodeId discus_or_cigar(Making& f, const Nodes& z, double first, double others) {
    const NodeId rest = f.m.sum_of_squares({z.begin() + 1, z.end()});
    return f.m.plus(f.m.times(first, f.m.square(z[0])), f.m.times(others, rest));
}

NodeId bent_cigar(Making& f) {
    const Matrix r = f.r();
    const Nodes bent = f.m.asymmetric(0.5, f.m.transformed(r, f.moved()));
    return discus_or_cigar(f, f.m.transformed(r, bent), 1, 1e6);
}

NodeId sharp_ridge(Making& f) {
    const Nodes z = f.m.transformed(product(f.r(), root10, f.q()), f.moved());
    const NodeId rest = f.m.sum_of_squares({z.begin() + 1, z.end()});
    return f.m.plus(f.m.square(z[0]), f.m.times(100, f.m.of(Op::sqrt, rest)));
}

NodeId different_powers(Making& f) {
    const Nodes z = f.m.transformed(f.r(), f.moved());
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i < f.d; ++i)
        total = f.m.plus(total, f.m.power(f.m.of(Op::magnitude, z[i]), 2 + 4 * f.share(i)));
    return f.m.of(Op::sqrt, total);
}

NodeId rotated_rastrigin(Making& f) {
    const Matrix r = f.r();
    const Nodes t = f.m.asymmetric(0.2, f.m.oscillated(f.m.transformed(r, f.moved())));
    return rastrigin(f, f.m.transformed(product(r, root10, f.q()), t));
}

NodeId weierstrass(Making& f) {
    constexpr int summands = 12;
    const Matrix r = f.r();
    const Nodes t = f.m.oscillated(f.m.transformed(r, f.moved()));
    const Nodes z = f.m.transformed(product(r, 0.1, f.q()), t);
    NodeId total = f.m.number(0);
    double half = 1, three = 1, least = 0;
    for (int k = 0; k < summands; ++k, half /= 2, three *= 3) {
        for (const NodeId one : z) {
            const NodeId angle = f.m.times(2 * std::numbers::pi * three, f.m.plus(one, 0.5));
            total = f.m.plus(total, f.m.times(half, f.m.of(Op::cos, angle)));
        }
        least += half * base::cos_turns(three / 2);
    }
    const NodeId above = f.m.plus(f.m.times(1 / f.dimension(), total), -least);
    return f.m.plus(f.m.times(10, f.m.power(above, 3)),
                    f.m.times(10 / f.dimension(), f.m.penalty(f.x)));
}

NodeId schaffers(Making& f, double condition) {
    const Nodes t = f.m.asymmetric(0.5, f.m.transformed(f.r(), f.moved()));
    const Nodes z = f.m.conditioned(std::sqrt(condition), f.m.transformed(f.q(), t));
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i + 1 < f.d; ++i) {
        const NodeId s = f.m.plus(f.m.square(z[i]), f.m.square(z[i + 1]));
        const NodeId wave = f.m.square(f.m.of(Op::sin, f.m.times(50, f.m.power(s, 0.1))));
        total = f.m.plus(total, f.m.times(f.m.power(s, 0.25), f.m.plus(wave, 1)));
    }
    return f.m.plus(f.m.square(f.m.times(1 / (f.dimension() - 1), total)),
                    f.m.times(10, f.m.penalty(f.x)));
}

NodeId schwefel(Making& f) {
    const auto size = [&](std::size_t i) { return 2 * std::abs(f.optimum[i]); };
    Nodes hat, z;
    for (std::size_t i = 0; i < f.d; ++i)
        hat.push_back(f.m.times(std::copysign(2.0, f.optimum[i]), f.x[i]));
    NodeId total = f.m.number(0);
    for (std::size_t i = 0; i < f.d; ++i) {
        NodeId one = hat[i];
        if (i > 0) one = f.m.plus(one, f.m.times(0.25, f.m.plus(hat[i - 1], -size(i - 1))));
        one = f.m.times(graded(root10, i, f.d), f.m.plus(one, -size(i)));
        z.push_back(f.m.times(100, f.m.plus(one, size(i))));
        total = f.m.plus(total, f.m.schwefel_wave(z[i]));
    }
    const NodeId mean = f.m.times(1 / f.dimension(), total);
    const NodeId above = f.m.minus(f.m.number(418.9828872724339), mean);
    return f.m.times(0.01, f.m.plus(f.m.penalty(z, 500), above));
}

/// How much Gallagher's peaks are stretched along each axis.
Matrix peak_scales(const Making& f, std::size_t peaks) {
    const auto order = order_of(uniform(peaks - 1, f.seed));
    Matrix scales;
    for (std::size_t i = 0; i < peaks; ++i) {
        const double share = i == 0 ? 0 : static_cast<double>(order[i - 1]);
        const double condition = i > 0 ? base::pow(1000, share / static_cast<double>(peaks - 2))
                                       : (peaks == 101 ? std::sqrt(1000.0) : 1000.0);
        Vector row;
        for (const std::size_t place :
             order_of(uniform(f.d, f.seed + 1000 * static_cast<std::int64_t>(i))))
            row.push_back(base::pow(condition, f.share(place) - 0.5));
        scales.push_back(row);
    }
    return scales;
}

/// Where they are; the first is the optimum.
Matrix peak_places(std::size_t d, std::int64_t seed, std::size_t peaks) {
    const double width = peaks == 101 ? 10 : 9.8;
    const Vector u = uniform(d * peaks, seed);
    Matrix places(peaks, Vector(d));
    for (std::size_t i = 0; i < peaks; ++i) {
        for (std::size_t j = 0; j < d; ++j)
            places[i][j] = (i == 0 ? 0.8 : 1) * (width * u[i * d + j] - width / 2);
    }
    return places;
}

NodeId gallagher(Making& f, std::size_t peaks) {
    const Matrix turn = f.q(), scales = peak_scales(f, peaks),
                 places = peak_places(f.d, f.seed, peaks);
    NodeId highest = f.m.number(0);
    for (std::size_t i = 0; i < peaks; ++i) {
        const Nodes z = f.m.transformed(turn, f.m.shifted(f.x, places[i]));
        NodeId distance = f.m.number(0);
        for (std::size_t j = 0; j < f.d; ++j)
            distance = f.m.plus(distance, f.m.times(scales[i][j], f.m.square(z[j])));
        const double height =
            i == 0 ? 10 : 1.1 + 8 * static_cast<double>(i - 1) / static_cast<double>(peaks - 2);
        const NodeId peak =
            f.m.times(height, f.m.of(Op::exp, f.m.times(-0.5 / f.dimension(), distance)));
        highest = f.m.of(Op::maximum, highest, peak);
    }
    const NodeId depth = f.m.oscillated(f.m.minus(f.m.number(10), highest));
    return f.m.plus(f.m.square(depth), f.m.penalty(f.x));
}

NodeId katsuura(Making& f) {
    constexpr int halvings = 32;
    const Nodes z = f.m.transformed(product(f.r(), 10, f.q()), f.moved());
    NodeId all = f.m.number(1);
    for (std::size_t i = 0; i < f.d; ++i) {
        NodeId total = f.m.number(0);
        for (int k = 1; k <= halvings; ++k) {
            const double two = std::ldexp(1.0, k);
            const NodeId scaled = f.m.times(two, z[i]);
            const NodeId rest = f.m.of(Op::magnitude, f.m.minus(scaled, f.m.rounded(scaled)));
            total = f.m.plus(total, f.m.times(1 / two, rest));
        }
        const NodeId factor = f.m.plus(f.m.times(static_cast<double>(i + 1), total), 1);
        all = f.m.times(all, f.m.power(factor, 10 / base::pow(f.dimension(), 1.2)));
    }
    const double scale = 10 / (f.dimension() * f.dimension());
    return f.m.plus(f.m.times(scale, f.m.plus(all, -1)), f.m.penalty(f.x));
}

NodeId lunacek(Making& f) {
    const double near = 2.5, s = 1 - 0.5 / (std::sqrt(f.dimension() + 20) - 4.1);
    const double far = -std::sqrt((near * near - 1) / s);
    Nodes first, second;
    for (std::size_t i = 0; i < f.d; ++i) {
        const NodeId hat = f.m.times(std::copysign(2.0, f.optimum[i]), f.x[i]);
        first.push_back(f.m.plus(hat, -near));
        second.push_back(f.m.plus(hat, -far));
    }
    const Nodes z = f.m.transformed(f.r(), f.m.conditioned(10, f.m.transformed(f.q(), first)));
    const NodeId other = f.m.plus(f.m.times(s, f.m.sum_of_squares(second)), f.dimension());
    const NodeId bowl = f.m.of(Op::minimum, f.m.sum_of_squares(first), other);
    return f.m.plus(f.m.plus(bowl, f.m.ripples(z)), f.m.times(1e4, f.m.penalty(f.x)));
}

Vector optimum_of(int function, std::size_t d, std::int64_t seed) {
    Vector x = optimum(d, function == 12 ? seed + 1'000'000 : seed);
    if (function == 4) {
        for (std::size_t i = 0; i < d; i += 2) x[i] = std::abs(x[i]);
    } else if (function == 5) {
        for (double& one : x) one = one < 0 ? -5 : 5;
    } else if (function == 8) {
        for (double& one : x) one *= 0.75;
    } else if (function == 9 || function == 19) {
        const double scale = std::max(1.0, std::sqrt(static_cast<double>(d)) / 8);
        const Matrix turn = rotation(d, seed);
        for (std::size_t j = 0; j < d; ++j) {
            double sum = 0;
            for (const Vector& row : turn) sum += row[j];
            x[j] = sum / (2 * scale);
        }
    } else if (function == 20) {
        x = uniform(d, seed);
        for (double& one : x) one = (one < 0.5 ? -0.5 : 0.5) * 4.2096874637;
    } else if (function == 21 || function == 22) {
        x = peak_places(d, seed, function == 21 ? 101 : 21)[0];
    } else if (function == 24) {
        x = normal(d, seed);
        for (double& one : x) one = one < 0 ? -1.25 : 1.25;
    }
    return x;
}

NodeId value_of(Making& f) {
    Maker& m = f.m;
    switch (f.function) {
        case 1:
            return m.sum_of_squares(f.moved());
        case 2:
            return ellipsoid(f, m.oscillated(f.moved()));
        case 3:
            return rastrigin(f, m.conditioned(root10, m.asymmetric(0.2, m.oscillated(f.moved()))));
        case 4:
            return bueche_rastrigin(f);
        case 5:
            return linear_slope(f);
        case 6:
            return attractive_sector(f);
        case 7:
            return step_ellipsoid(f);
        case 8:
            return rosenbrock(f);
        case 9:
            return m.sum(valley(f, turned(f)));
        case 10:
            return ellipsoid(f, m.oscillated(m.transformed(f.r(), f.moved())));
        case 11:
            return discus_or_cigar(f, m.oscillated(m.transformed(f.r(), f.moved())), 1e6, 1);
        case 12:
            return bent_cigar(f);
        case 13:
            return sharp_ridge(f);
        case 14:
            return different_powers(f);
        case 15:
            return rotated_rastrigin(f);
        case 16:
            return weierstrass(f);
        case 17:
            return schaffers(f, 10);
        case 18:
            return schaffers(f, 1000);
        case 19:
            return griewank_rosenbrock(f);
        case 20:
            return schwefel(f);
        case 21:
            return gallagher(f, 101);
        case 22:
            return gallagher(f, 21);
        case 23:
            return katsuura(f);
        default:
            return lunacek(f);
    }
}

}  // namespace

BbobFunction bbob_function(int function, std::size_t d, std::int64_t instance) {
    if (function < 1 || function > 24) throw base::UsageError("BBOB has functions 1 to 24");
    if (d < 2 || d > 40) throw base::UsageError("BBOB's functions have 2 to 40 variables");
    if (instance < 1 || instance > 100'000)
        throw base::UsageError("instances of BBOB are numbered from 1 to 100000");
    const std::int64_t seed = seed_of(function, instance);
    const Vector optimum = optimum_of(function, d, seed);
    const double least = least_value(function, instance);
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= d; ++i) names.push_back("x" + std::to_string(i));
    return {expression::Formula(
                std::move(names),
                [&](Graph& graph, std::span<const NodeId> x) {
                    Making f{function, d, seed, Maker(graph), Nodes(x.begin(), x.end()), optimum};
                    return f.m.plus(value_of(f), least);
                }),
            least, optimum};
}

std::optional<int> bbob_number(std::string_view name) {
    constexpr std::string_view prefix = "bbob-f";
    if (!name.starts_with(prefix)) return std::nullopt;
    const auto number = io::parse_int64(name.substr(prefix.size()));
    if (!number || *number < 1 || *number > 24)
        throw base::UsageError("BBOB's functions are bbob-f1 to bbob-f24, not '" +
                               std::string(name) + "'");
    return static_cast<int>(*number);
}

std::string_view bbob_title(int function) {
    return titles.at(static_cast<std::size_t>(function - 1));
}

}  // namespace pipelab::optim
