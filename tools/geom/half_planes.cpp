#include "geometry/half_planes.hpp"

#include "base/error.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>

namespace geom {
namespace {

using geometry::Feature;
using geometry::HalfPlane;
using geometry::HalfPlaneRegion;
using geometry::LinearOptimum;

struct PlaneSettings : Settings {
    bool points = false;
    cli::Numbers box;
};

void declare_planes(cli::Declaration& verb, PlaneSettings& options) {
    declare_input(verb, options,
                  "A half-plane in each row: a b c, the points with a x + b y <= c; with --points "
                  "x1 y1 x2 y2, those to the left of the way from the first point to the second "
                  "and on it.");
    verb.flag("--points", options.points, "Half-planes are given by two points.");
    verb.option("--box", "X1,Y1,X2,Y2", options.box, "Within this box only.");
}

/// The half-planes of the inputs, and the line of each; those of --box come behind and have none.
struct Planes {
    std::vector<HalfPlane> planes;
    std::vector<std::uint64_t> lines;

    void add_box(const geometry::Box& box) {
        planes.push_back(HalfPlane::at_most(-1, 0, -box.low.x));
        planes.push_back(HalfPlane::at_most(0, -1, -box.low.y));
        planes.push_back(HalfPlane::at_most(1, 0, box.high.x));
        planes.push_back(HalfPlane::at_most(0, 1, box.high.y));
    }
    /// The lines among the places of half-planes.
    void put_lines(std::span<const std::size_t> places, Results& out) const {
        constexpr std::array names{"a", "b", "c"};
        std::vector<std::uint64_t> found;
        for (const std::size_t place : places)
            if (place < lines.size()) found.push_back(lines[place]);
        std::sort(found.begin(), found.end());
        for (std::size_t i = 0; i < std::min(found.size(), names.size()); ++i)
            out.count(names[i], found[i]);
    }
};

void for_planes(cli::Run& run, const PlaneSettings& options,
                const std::function<void(const Planes&, Results&)>& operation) {
    Planes all;
    geometry::Gather gather;
    gather.row = [&](const geometry::GatheredRow& row) {
        Row values = row.values;
        if (options.points) {
            const Segment line = values.segment();
            if (line.a == line.b)
                throw base::DataError({std::string(row.input), row.number, 0},
                                      "expected two different points");
            all.planes.push_back(HalfPlane::left_of(line));
        } else {
            const double a = values.number(), b = values.number();
            all.planes.push_back(HalfPlane::at_most(a, b, values.number()));
        }
        all.lines.push_back(row.number);
    };
    gather.feature = [](const Feature& feature) {
        throw base::DataError(feature.where, "expected half-planes in rows, found a geometry");
    };
    const std::vector operands =
        options.points ? std::vector{Operand::segment} : std::vector(3, Operand::number);
    for_all(run, options, operands, gather, [&](Results& out) {
        if (!options.box.values.empty()) all.add_box(box_of("--box", options.box));
        operation(all, out);
    });
}

/// What a region without end is: its kind, the directions in which its boundary comes and goes,
/// and its vertices, each in a row.
void put_endless(const HalfPlaneRegion& region, const char* kind, Results& out) {
    const auto put_direction = [&](const char* x, const char* y, Point direction) {
        out.number(x, direction.x).number(y, direction.y);
    };
    out.word("region", kind).skip("lines");
    if (region.kind != HalfPlaneRegion::Kind::plane)
        put_direction("from_x", "from_y", region.first_direction);
    if (region.kind != HalfPlaneRegion::Kind::plane && region.kind != HalfPlaneRegion::Kind::ray)
        put_direction("to_x", "to_y", region.last_direction);
    out.end();
    for (const Point vertex : region.vertices) out.point("vertex", vertex).end();
}

void put_region(const HalfPlaneRegion& region, const Planes& planes, Results& out) {
    using Kind = HalfPlaneRegion::Kind;
    switch (region.kind) {
        case Kind::empty:
            out.word("region", "empty");
            planes.put_lines(region.bounds, out);
            return out.end();
        case Kind::point:
        case Kind::segment:
        case Kind::polygon: {
            const auto shape = geometry::convex_shape(region.vertices);
            return out.shape("region", shape).end();
        }
        case Kind::ray:
            return put_endless(region, "ray", out);
        case Kind::line:
            return put_endless(region, "line", out);
        case Kind::unbounded:
            return put_endless(region, "unbounded", out);
        case Kind::strip:
            return put_endless(region, "strip", out);
        case Kind::half_plane:
            return put_endless(region, "half-plane", out);
        case Kind::plane:
            return put_endless(region, "plane", out);
    }
}

cli::Body declare_halfplanes(cli::Declaration& verb) {
    const auto options = std::make_shared<PlaneSettings>();
    verb.about(
        "Prints what half-planes have in common, decided exactly, vertices rounded once: a polygon "
        "counterclockwise, a segment or a point; empty and the lines of at most three that have "
        "nothing in common; or unbounded, ray, line, strip, half-plane, plane with the directions "
        "in which the boundary comes and goes (the region to its left), then its vertices, each in "
        "a row (of line, strip and half-plane the points nearest to the origin). None: plane.");
    verb.example("printf '1 1 4\\n-1 0 0\\n0 -1 0\\n' | geom halfplanes", "A triangle.");
    verb.example("geom halfplanes --box 0,0,10,10 planes.txt", "The part within the box.");
    declare_planes(verb, *options);
    return [options](cli::Run& run) {
        for_planes(run, *options, [&](const Planes& all, Results& out) {
            put_region(geometry::intersect(all.planes, run.control()), all, out);
        });
    };
}

void put_optimum(const LinearOptimum& found, Point objective, bool negated, const Planes& planes,
                 Results& out) {
    using Kind = LinearOptimum::Kind;
    const auto put_value = [&] {
        const double value = geometry::dot(objective, found.point);
        out.number("value", negated ? -value : value);
    };
    switch (found.kind) {
        case Kind::infeasible:
            out.word("result", "infeasible");
            break;
        case Kind::unbounded:
            return out.word("result", "unbounded").point("direction", found.direction).end();
        case Kind::vertex:
            out.word("result", "vertex").point("point", found.point);
            put_value();
            break;
        case Kind::edge: {
            const bool ends = found.other != found.point;
            out.word("result", ends ? "edge" : "endless-edge").point("point", found.point);
            out.point(ends ? "other" : "direction", ends ? found.other : found.direction);
            put_value();
            break;
        }
    }
    planes.put_lines(found.constraints, out);
    out.end();
}

cli::Body declare_lp(cli::Declaration& verb) {
    struct Options : PlaneSettings {
        cli::Numbers maximise, minimise;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Solves a linear programme in two variables, exactly: prints vertex x y value and the "
        "lines of tight half-planes; edge x1 y1 x2 y2 value if a segment is optimal; endless-edge "
        "x y dx dy value if a ray or line is; unbounded dx dy with a direction in which the value "
        "grows for ever; or infeasible and the lines of at most three that have nothing in common. "
        "Points are rounded once; the value is that at the printed point.");
    verb.example("printf '1 1 4\\n1 3 6\\n-1 0 0\\n0 -1 0\\n' | geom lp --maximise 3,2",
                 "vertex 4 0 12 1 4");
    declare_planes(verb, *options);
    verb.option("--maximise", "A,B", options->maximise, "Maximise A x + B y.")
        .excludes({"--minimise"});
    verb.option("--minimise", "A,B", options->minimise, "Minimise A x + B y.");
    return [options](cli::Run& run) {
        const bool negated = options->maximise.values.empty();
        if (negated && options->minimise.values.empty())
            throw base::UsageError("expected --maximise or --minimise");
        Point objective = negated ? point_of("--minimise", options->minimise)
                                  : point_of("--maximise", options->maximise);
        if (negated) objective = {-objective.x, -objective.y};
        for_planes(run, *options, [&](const Planes& all, Results& out) {
            put_optimum(geometry::maximise(objective, all.planes), objective, negated, all, out);
        });
    };
}

cli::Body declare_kernel(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the kernel of each polygon: all points that see the whole of it, a convex polygon, "
        "a segment or a point; empty if there is none. Decided exactly, vertices are rounded once. "
        "Of what is not a polygon with one ring the kernel is empty; the ring is simple.");
    verb.example("geom kernel room.txt", "Where a lamp lights the whole room.");
    declare_input(verb, *options, polygon_shapes);
    return [options](cli::Run& run) {
        for_features(run, *options, geometry::Blocks::rings,
                     [](const Feature& feature, Results& out) {
                         const auto& shape = feature.shape;
                         if (!shape.areal() || shape.paths() != 1)
                             throw base::DataError(feature.where, "expected a polygon of one ring");
                         const auto region = geometry::kernel(shape.path(0));
                         if (region.kind == HalfPlaneRegion::Kind::empty)
                             return out.word("kernel", "empty").none("region").end();
                         const auto found = geometry::convex_shape(region.vertices);
                         out.shape("kernel", found).end();
                     });
    };
}

constexpr std::array half_plane_operations{
    Operation{"halfplanes", "Find what half-planes have in common.", declare_halfplanes},
    Operation{"lp", "Solve a linear programme in two variables.", declare_lp},
    Operation{"kernel", "Find the points that see all of a polygon.", declare_kernel},
};

}  // namespace

std::span<const Operation> half_planes() { return half_plane_operations; }

}  // namespace geom
