#include "base/error.hpp"
#include "geometry/generate.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Shape;
using Points = base::Array<Point>;

struct Options : Settings {
    std::vector<std::string> kind;
    std::uint64_t count = 100, rows = 0, columns = 0, units = 1;
    const std::uint64_t* seed = nullptr;
    cli::Numbers box{{0, 0, 1, 1}}, triangle{{0, 0, 1, 0, 0, 1}}, centre{{0, 0}}, step{{1, 1}},
        spread{{1, 1}};
    double radius = 1, turn = 0;
    std::optional<double> inner;
    geometry::Input shape;

    Point middle() const { return point_of("--centre", centre); }
    Point corner() const { return box_of("--box", box).low; }
    base::Random random() const { return base::Random(*seed); }
    double inner_or(double otherwise) const {
        const double value = inner.value_or(otherwise);
        if (value > radius) throw base::UsageError("--inner must not exceed --radius");
        return value;
    }
    /// As many of a grid as --count says, unless rows and columns do.
    Points first_of(Points points) const {
        if (rows == 0 || columns == 0) points.resize(std::min<std::size_t>(points.size(), count));
        return points;
    }
    /// Rows and columns: as given, or as square as holds --count points.
    std::pair<std::size_t, std::size_t> grid() const {
        if (rows > 0 && columns > 0) return {rows, columns};
        std::uint64_t across = columns;
        if (columns == 0 && rows == 0)
            while (across * across < count) ++across;
        else if (columns == 0)
            across = (count + rows - 1) / rows;
        return {rows > 0 ? rows : (count + across - 1) / std::max<std::uint64_t>(across, 1),
                across};
    }
};

Points in_box(const Options& o, cli::Run&) {
    return geometry::random_in_box(o.count, box_of("--box", o.box), o.random());
}
Points in_disk(const Options& o, cli::Run&) {
    return geometry::random_in_ring(o.count, o.middle(), o.inner_or(0), o.radius, o.random());
}
Points on_circle(const Options& o, cli::Run&) {
    return geometry::random_in_ring(o.count, o.middle(), o.radius, o.radius, o.random());
}
Points in_triangle(const Options& o, cli::Run&) {
    const auto corners = triangle_of("--triangle", o.triangle);
    return geometry::random_in_triangle(o.count, corners[0], corners[1], corners[2], o.random());
}
Points normal_points(const Options& o, cli::Run&) {
    return geometry::random_normal(o.count, o.middle(), point_of("--spread", o.spread), o.random());
}
Points near_line(const Options& o, cli::Run&) {
    const auto& v = o.box.values;
    box_of("--box", o.box);
    return geometry::random_near_line(o.count, {v[0], v[1]}, {v[2], v[3]},
                                      static_cast<unsigned>(o.units), o.random());
}
Points in_shape(const Options& o, cli::Run& run) {
    if (o.shape.paths.empty()) throw base::UsageError("expected --in FILE");
    Shape all{Shape::Type::collection, {}, {}, {}, {}};
    all.members = geometry::all_shapes(o.shape, geometry::Blocks::rings, run.control());
    auto points = geometry::random_in_shape(o.count, all, o.random());
    if (!points) throw base::DataError({o.shape.paths[0], 0, 0}, "the shape has next to no area");
    return std::move(*points);
}
Points grid(const Options& o, cli::Run&) {
    const auto [rows, columns] = o.grid();
    return o.first_of(geometry::square_grid(rows, columns, o.corner(), point_of("--step", o.step)));
}
Points hexagonal(const Options& o, cli::Run&) {
    const auto [rows, columns] = o.grid();
    return o.first_of(
        geometry::hexagonal_grid(rows, columns, o.corner(), point_of("--step", o.step).x));
}
Points regular(const Options& o, cli::Run&) {
    return geometry::regular_polygon(o.count, o.middle(), o.radius, o.turn);
}
Points star(const Options& o, cli::Run&) {
    return geometry::star_polygon(o.count, o.middle(), o.inner_or(o.radius / 2), o.radius, o.turn);
}
Points uneven_star(const Options& o, cli::Run&) {
    return geometry::random_star(o.count, o.middle(), o.inner_or(o.radius / 2), o.radius,
                                 o.random());
}
Points coast(const Options& o, cli::Run&) {
    return geometry::random_coast(o.count, o.middle(), o.radius, o.random());
}

/// What `geom gen` makes.
struct Kind {
    const char* name;
    std::uint64_t least;  ///< corners of a polygon; 0: the points are no polygon
    Points (*make)(const Options&, cli::Run&);
};
constexpr std::array kinds{
    Kind{"box", 0, in_box},          Kind{"disk", 0, in_disk},
    Kind{"circle", 0, on_circle},    Kind{"triangle", 0, in_triangle},
    Kind{"shape", 0, in_shape},      Kind{"normal", 0, normal_points},
    Kind{"near-line", 0, near_line}, Kind{"grid", 0, grid},
    Kind{"hex", 0, hexagonal},       Kind{"polygon", 3, regular},
    Kind{"star", 2, star},           Kind{"uneven-star", 3, uneven_star},
    Kind{"coast", 6, coast},
};

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds) names.emplace_back(kind.name);
    return names;
}

void put(const Kind& kind, const Points& points, Results& out) {
    if (kind.least > 0 && !out.lists_points()) {
        const Shape ring = geometry::polygon_shape(points);
        return out.shape("ring", ring).end();
    }
    out.rows(points.size(),
             [&](std::size_t i, Results& part) { part.point("point", points[i]).end(); });
}

cli::Body declare_gen(cli::Declaration& verb) {
    const auto options = std::make_shared<Options>();
    verb.usage("[OPTION]... KIND");
    verb.about(
        "Makes points or a polygon to try things on.\n"
        "Random points: box, disk (with --inner a ring), circle (on it), triangle, shape (inside "
        "of polygons), normal, near-line (along a segment, moved by units of the last "
        "place).\n"
        "Points in order: grid, hex.\n"
        "A polygon: polygon (regular), star, uneven-star, coast (random ones).\n"
        "The same seed gives the same points, and the first of more points.");
    verb.example("geom gen disk -n 1000 --radius 5", "1000 random points.");
    verb.example("geom gen polygon -n 6 --to wkt", "A hexagon.");
    verb.common({.seed = true, .plot = true});
    options->seed = &verb.seed();
    verb.arguments("KIND", options->kind, "What to make.").choose(kind_names()).single();
    verb.option("-n,--count", "N", options->count, "How many points, corners, or tips of a star.")
        .range(0, 1e9);
    verb.section("Place and size");
    verb.option("--box", "X1,Y1,X2,Y2", options->box,
                "box: two corners; near-line: the ends; grid, hex: the first is a corner.");
    verb.option("--triangle", "X,Y,X,Y,X,Y", options->triangle, "The corners of the triangle.");
    verb.option("--in", "FILE", options->shape.paths,
                "shape: the polygons; blocks of xy are the rings of one.")
        .file();
    verb.option("--centre", "X,Y", options->centre, "disk, circle, normal, polygons: the centre.");
    verb.option("--radius", "R", options->radius, "disk, circle, polygons: the radius.")
        .range(0, 1e300);
    verb.option("--inner", "R", options->inner,
                "disk: the radius of its hole; stars: that of the notches (half of --radius if not "
                "given).")
        .range(0, 1e300);
    verb.option("--turn", "T", options->turn,
                "polygon, star: the angle of the first corner, in turns.");
    verb.option("--spread", "SX,SY", options->spread, "normal: the standard deviations.");
    verb.option("--units", "N", options->units, "near-line: the most units of the last place.")
        .range(0, 1e6);
    verb.option("--step", "DX,DY", options->step, "grid, hex: from one point to the next.");
    verb.option("--rows", "N", options->rows,
                "grid, hex: rows; as square as -n allows if not given.")
        .shown_default("");
    verb.option("--columns", "N", options->columns, "grid, hex: points in a row.")
        .range(1, 1e9)
        .shown_default("");
    verb.section("Output");
    declare_output(verb, *options);
    return [options](cli::Run& run) {
        for (const Kind& kind : kinds) {
            if (options->kind[0] != kind.name) continue;
            if (options->count < kind.least)
                throw base::UsageError("--count: expected at least " + std::to_string(kind.least));
            const Points points = kind.make(*options, run);
            for_nothing(run, *options, [&](Results& out) { put(kind, points, out); });
        }
    };
}

constexpr std::array sample_operations{
    Operation{"gen", "Make random points, grids and polygons.", declare_gen},
};

}  // namespace

std::span<const Operation> samples() { return sample_operations; }

}  // namespace geom
