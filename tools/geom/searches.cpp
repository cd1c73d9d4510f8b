#include "base/error.hpp"
#include "geometry/closest.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/layer.hpp"
#include "geometry/listing.hpp"
#include "geometry/ranges.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace geom {
namespace {

using geometry::PointSet;

cli::Body declare_closest(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the two points of each set that are nearest to each other, and their distance; of "
        "several pairs the first in input order. Equal points have the distance 0. Fewer than two "
        "points: nothing.");
    verb.example("geom closest points.txt", "x1 y1 x2 y2 distance");
    verb.example("geom closest --index points.txt", "Their lines and the distance.");
    declare_input(verb, *options, set_shapes, {.index = true});
    return [options](cli::Run& run) {
        for_sets(run, *options, [](const PointSet& set, Results& out) {
            const auto pair = geometry::closest_pair(set.points);
            if (!pair) return;
            geometry::put_pair(set, pair->a, pair->b, "closest", out);
            out.number("distance", pair->distance).end();
        });
    };
}

cli::Body declare_all_nearest(cli::Declaration& verb) {
    struct Options : Settings {
        std::uint64_t count = 1;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each point the nearest other points of its set, each in a row with the "
        "distance: nearest first, of equal distances the first in input order, decided exactly. "
        "Equal points are neighbours at distance 0. Fewer than two points: nothing.");
    verb.example("geom all-nearest points.txt", "x y x2 y2 distance");
    verb.example("geom all-nearest -n 4 --index points.txt",
                 "The graph of 4 neighbours, by lines.");
    declare_input(verb, *options, set_shapes, {.index = true});
    verb.option("-n,--count", "N", options->count, "How many neighbours of each point.")
        .range(1, 1e9);
    return [options](cli::Run& run) {
        for_sets(run, *options, [&](const PointSet& set, Results& out) {
            const geometry::KdTree tree(set.points);
            out.block();
            out.rows(set.points.size(), [&](std::size_t from, Results& part) {
                thread_local std::vector<geometry::KdTree::Found> found;
                tree.nearest(set.points[from], options->count, from, found);
                for (const auto& near : found) {
                    if (set.numbers.empty() && set.ids.size() == 0)
                        geometry::carry_point(set, from, part);
                    geometry::put_pair(set, from, near.place.index, "nearest", part);
                    part.number("distance", geometry::distance(set.points[from], near.place.point));
                    part.end();
                }
            });
        });
    };
}

/// Points that an option names, to be searched.
struct Searched {
    PointSet set;
    geometry::KdTree tree;

    Searched(const geometry::Input& input, const char* option, cli::Run& run)
        : set(read(input, option, run)), tree(set.points) {}

    /// Its id, if it has one.
    void put_id(std::size_t i, const char* name, Results& out) const {
        if (set.ids.size() > 0) out.word(name, set.ids[i]);
    }

  private:
    static PointSet read(const geometry::Input& input, const char* option, cli::Run& run) {
        if (input.paths.empty())
            throw base::UsageError(std::string("expected ") + option + " FILE");
        return geometry::all_points(input, run.control());
    }
};

cli::Body declare_knn(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input among;
        std::uint64_t count = 1;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each point the nearest points of another input, each in a row with the "
        "distance: nearest first, of equal distances the first there, decided exactly. Nothing "
        "where that has no points.");
    verb.example("geom knn --among shops.csv homes.csv", "x y x2 y2 distance");
    verb.example("geom knn -n 3 --among capitals.csv --among-id name homes.txt",
                 "Also the names of the three nearest capitals.");
    declare_input(verb, *options, point_rows, {.index = true});
    verb.option("--among", "FILE", options->among.paths, "The points to find.").file();
    verb.option("-n,--count", "N", options->count, "How many for each point.").range(1, 1e9);
    verb.option("--among-column", "NAME|N", options->among.columns,
                "A column of coordinates there, as -k for the input.");
    verb.option("--among-id", "COLUMN", options->among.id,
                "The column or property that names them.");
    return [options](cli::Run& run) {
        options->among.numbers = options->numbered();
        expect_one_reader(options->input, options->among);
        const Searched among(options->among, "--among", run);
        for_rows(run, *options, std::array{Operand::point}, {}, [&](Row row, Results& out) {
            thread_local std::vector<geometry::KdTree::Found> found;
            const Point p = row.point();
            among.tree.nearest(p, options->count, geometry::KdTree::nobody, found);
            for (const auto& near : found) {
                const std::size_t i = near.place.index;
                if (among.set.numbers.empty())
                    out.segment("nearest", {p, near.place.point});
                else
                    out.count("a", row.line()).count("b", among.set.numbers[i]);
                among.put_id(i, "neighbour_id", out);
                out.number("distance", geometry::distance(p, near.place.point)).end();
            }
        });
    };
}

using geometry::BoxRegion;
using geometry::Disk;
using geometry::TriangleRegion;

Disk disk_of(const geometry::Circle& circle) { return {circle.centre, circle.radius}; }

cli::Body declare_range(cli::Declaration& verb) {
    struct Options : Settings {
        cli::Numbers box, circle, triangle;
        geometry::Input layer;
        bool count = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the points that lie in a region or on its boundary, decided exactly, as they come, "
        "sets apart; with --count how many of each set do.");
    verb.example("geom range --box 0,0,10,5 points.txt", "The points in the box.");
    verb.example("geom range --count --circle 3,4,2.5 points.txt", "How many are within 2.5.");
    declare_input(verb, *options, point_rows);
    verb.option("--box", "X1,Y1,X2,Y2", options->box, "A box by two opposite corners.")
        .excludes({"--circle", "--triangle", "--in"});
    verb.option("--circle", "X,Y,R", options->circle, "A circle by centre and radius.")
        .excludes({"--triangle", "--in"});
    verb.option("--triangle", "X,Y,X,Y,X,Y", options->triangle, "A triangle by its corners.")
        .excludes({"--in"});
    verb.option("--in", "FILE", options->layer.paths, "Polygons; blocks of xy are rings of one.")
        .file();
    verb.flag("--count", options->count, "Print how many points there are instead.");
    return [options](cli::Run& run) {
        options->measures = options->count;
        options->keeps_blocks = true;
        std::function<bool(Point)> inside;
        std::optional<geometry::Layer> layer;
        if (!options->box.values.empty()) {
            inside = [region = BoxRegion{box_of("--box", options->box)}](Point p) {
                return region.contains(p);
            };
        } else if (!options->circle.values.empty()) {
            inside = [region = disk_of(circle_of("--circle", options->circle))](Point p) {
                return region.contains(p);
            };
        } else if (!options->triangle.values.empty()) {
            inside = [region = TriangleRegion(triangle_of("--triangle", options->triangle), true)](
                         Point p) { return region.contains(p); };
        } else if (!options->layer.paths.empty()) {
            expect_one_reader(options->input, options->layer);
            layer.emplace(options->layer, run.control());
            inside = [&](Point p) { return layer->first(p).has_value(); };
        } else {
            throw base::UsageError("expected --box, --circle, --triangle or --in");
        }
        if (options->count) {
            return for_sets(run, *options, [&](const PointSet& set, Results& out) {
                const auto count = std::count_if(set.points.begin(), set.points.end(), inside);
                out.count("count", static_cast<std::uint64_t>(count)).end();
            });
        }
        for_rows(run, *options, std::array{Operand::point}, {}, [&](Row row, Results& out) {
            const Point p = row.point();
            if (inside(p)) out.point("point", p).end();
        });
    };
}

using Region = std::variant<TriangleRegion, BoxRegion, Disk>;

Region region_of(Row row, Operand operand, bool closed) {
    if (operand == Operand::circle) return disk_of(row.circle());
    const Point a = row.point(), b = row.point();
    if (operand == Operand::triangle) return TriangleRegion({a, b, row.point()}, closed);
    return BoxRegion{
        {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}}};
}

cli::Body declare_count_in(cli::Declaration& verb) {
    struct Options : Settings {
        geometry::Input points;
        Operand of = Operand::triangle;
        bool open = false, list = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints for each triangle, box or circle how many points of another input lie in it or on "
        "its boundary, decided exactly; with --list the points instead, in input order.");
    verb.example("geom count-in --points points.txt triangles.txt", "A number for each triangle.");
    verb.example("geom count-in --of circle --list --points shops.csv --points-id name homes.csv",
                 "The shops within the third column of each home.");
    declare_input(verb, *options, "In each row x1 y1 x2 y2 x3 y3; x1 y1 x2 y2; x y r.");
    verb.choice(
        "--of", "WHAT", options->of,
        {{"triangle", Operand::triangle}, {"box", Operand::segment}, {"circle", Operand::circle}},
        "What is in a row.");
    verb.option("--points", "FILE", options->points.paths, "The points to count.").file();
    verb.option("--points-column", "NAME|N", options->points.columns,
                "A column of coordinates there, as -k for the input.");
    verb.option("--points-id", "COLUMN", options->points.id,
                "The column or property that names them.");
    verb.flag("--points-index", options->points.numbers, "Their lines instead of coordinates.");
    verb.flag("--open", options->open, "Leave out the boundary of triangles.");
    verb.flag("--list", options->list, "Print the points, each in a row.");
    return [options](cli::Run& run) {
        if (options->open && options->of != Operand::triangle)
            throw base::UsageError("--open is for triangles");
        options->measures = !options->list;
        expect_one_reader(options->input, options->points);
        const Searched points(options->points, "--points", run);
        for_rows(run, *options, std::array{options->of}, {}, [&](Row row, Results& out) {
            const Region region = region_of(row, options->of, !options->open);
            if (!options->list) {
                const std::size_t count =
                    std::visit([&](const auto& r) { return points.tree.count(r); }, region);
                return out.count("count", count).end();
            }
            const auto found = std::visit(
                [&](const auto& r) { return geometry::numbers_in(points.tree, r); }, region);
            for (const std::size_t i : found) {
                geometry::put_point(points.set, i, "point", out);
                points.put_id(i, "point_id", out);
                out.end();
            }
        });
    };
}

constexpr std::array search_operations{
    Operation{"closest", "Find the two points nearest to each other.", declare_closest},
    Operation{"all-nearest", "Find the nearest other points of each point.", declare_all_nearest},
    Operation{"knn", "Find the nearest points of another input.", declare_knn},
    Operation{"range", "Find or count points in a region.", declare_range},
    Operation{"count-in", "Count points in triangles, boxes or circles.", declare_count_in},
};

}  // namespace

std::span<const Operation> searches() { return search_operations; }

}  // namespace geom
