#include "geometry/transform.hpp"

#include "geometry/vector_formula.hpp"

namespace pipelab::geometry {
namespace {

using namespace formula;

constexpr long most_bits_of_chain = 1024;

/// (a x + b y, d x + e y).
template <class Make, class Number>
Vector<Number> linear(const Make& number, const Vector<Number>& v, double a, double b, double d,
                      double e) {
    return {number(a) * v.x + number(b) * v.y, number(d) * v.x + number(e) * v.y};
}

}  // namespace

Transform& Transform::matrix(const Matrix& entries) {
    steps_.emplace_back(entries);
    return *this;
}

Transform& Transform::translate(Point by) { return matrix({1, 0, by.x, 0, 1, by.y}); }

Transform& Transform::scale(double x_factor, double y_factor, Point about) {
    steps_.emplace_back(Linear{x_factor, 0, 0, y_factor, about});
    return *this;
}

Transform& Transform::shear(double x_factor, double y_factor, Point about) {
    steps_.emplace_back(Linear{1, x_factor, y_factor, 1, about});
    return *this;
}

Transform& Transform::rotate(double angle, AngleUnit unit, Point about) {
    steps_.emplace_back(Rotation{Turn(angle, unit), about});
    return *this;
}

Transform& Transform::reflect(Segment line) {
    steps_.emplace_back(line);
    return *this;
}

Point Transform::operator()(Point p) const {
    if (steps_.empty()) return p;
    const auto image = [&](const auto& number) {
        auto v = at(number, p);
        for (const Step& step : steps_) {
            if (const auto* m = std::get_if<Matrix>(&step)) {
                v = linear(number, v, m->a, m->b, m->d, m->e) + at(number, {m->c, m->f});
            } else if (const auto* l = std::get_if<Linear>(&step)) {
                const auto about = at(number, l->about);
                v = about + linear(number, v - about, l->a, l->b, l->d, l->e);
            } else if (const auto* r = std::get_if<Rotation>(&step)) {
                const auto about = at(number, r->about);
                v = about + r->turn.apply(number, v - about);
            } else {
                const auto& line = std::get<Segment>(step);
                const auto u = between(number, line.a, line.b);
                const auto away = 2 * cross(u, v - at(number, line.a));
                v = v - left(u) * away / formula::square(u);
            }
        }
        return v;
    };
    return rounded_point(image, most_bits_of_chain);
}

}  // namespace pipelab::geometry
