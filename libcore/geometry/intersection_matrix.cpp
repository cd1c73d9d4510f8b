#include "geometry/intersection_matrix.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

constexpr std::array locations{Location::inside, Location::boundary, Location::outside};

bool matches(const char* pattern, const IntersectionMatrix& matrix) {
    return MatrixPattern::parse(pattern)->matches(matrix);
}

bool covers(const IntersectionMatrix& matrix) {
    return matches("T*****FF*", matrix) || matches("*T****FF*", matrix) ||
           matches("***T**FF*", matrix) || matches("****T*FF*", matrix);
}

bool crosses(const IntersectionMatrix& matrix) {
    const int a = matrix.dimension_a(), b = matrix.dimension_b();
    if (a < b) return matches("T*T******", matrix);
    if (a > b) return matches("T*****T**", matrix);
    return a == 1 && matches("0********", matrix);
}

bool overlaps(const IntersectionMatrix& matrix) {
    const int a = matrix.dimension_a(), b = matrix.dimension_b();
    return a == b && matches(a == 1 ? "1*T***T**" : "T*T***T**", matrix);
}

bool touches(const IntersectionMatrix& matrix) {
    return matches("FT*******", matrix) || matches("F**T*****", matrix) ||
           matches("F***T****", matrix);
}

}  // namespace

IntersectionMatrix IntersectionMatrix::transposed() const {
    IntersectionMatrix result;
    for (const Location a : locations)
        for (const Location b : locations) result.raise(b, a, at(a, b));
    return result;
}

int IntersectionMatrix::dimension_a() const {
    return std::max({int{cells_[0]}, int{cells_[1]}, int{cells_[2]}});
}

int IntersectionMatrix::dimension_b() const {
    return std::max({int{cells_[0]}, int{cells_[3]}, int{cells_[6]}});
}

std::string IntersectionMatrix::text() const {
    std::string text;
    for (const int cell : cells_) text += "F012"[cell + 1];
    return text;
}

std::optional<MatrixPattern> MatrixPattern::parse(std::string_view text) {
    MatrixPattern pattern;
    if (text.size() != pattern.entries_.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i] == 't' ? 'T' : text[i] == 'f' ? 'F' : text[i];
        if (std::string_view("TF012*").find(c) == std::string_view::npos) return std::nullopt;
        pattern.entries_[i] = c;
    }
    return pattern;
}

bool MatrixPattern::matches(const IntersectionMatrix& matrix) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const int cell = matrix.cells_[i];
        const char entry = entries_[i];
        if (entry == '*' || (entry == 'T' && cell >= 0)) continue;
        if (entry != "F012"[cell + 1]) return false;
    }
    return true;
}

bool MatrixPattern::fits_apart() const {
    const auto fits = [&](std::size_t i) { return entries_[i] == 'F' || entries_[i] == '*'; };
    return fits(0) && fits(1) && fits(3) && fits(4);
}

bool holds(Relation relation, const IntersectionMatrix& matrix) {
    switch (relation) {
        case Relation::contains:
            return matches("T*****FF*", matrix);
        case Relation::contains_properly:
            return matches("T**FF*FF*", matrix);
        case Relation::covers:
            return covers(matrix);
        case Relation::covered_by:
            return covers(matrix.transposed());
        case Relation::crosses:
            return crosses(matrix);
        case Relation::disjoint:
            return matches("FF*FF****", matrix);
        case Relation::equals:
            return matches("T*F**FFF*", matrix) || matrix == IntersectionMatrix();
        case Relation::intersects:
            return !matches("FF*FF****", matrix);
        case Relation::overlaps:
            return overlaps(matrix);
        case Relation::touches:
            return touches(matrix);
        case Relation::within:
            return matches("T*F**F***", matrix);
    }
    return false;
}

}  // namespace pipelab::geometry
