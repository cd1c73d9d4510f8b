#include "base/error.hpp"
#include "geometry/even_odd.hpp"
#include "geometry/listing.hpp"
#include "geometry/polygon.hpp"
#include "geometry/simplify.hpp"
#include "geometry/simplify_layer.hpp"
#include "geometry/smooth.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace geom {
namespace {

using geometry::Blocks;
using geometry::Feature;
using geometry::Shape;

constexpr const char* paths =
    "Lines and polygons of WKT and GeoJSON; in xy each block is a path, with --rings all blocks of "
    "an input are the rings of one polygon.";

/// A number for each feature.
using Measure = std::optional<double> (*)(const Shape&);

template <Measure measure>
cli::Body declare_measure(cli::Declaration& verb, const char* name, const char* about,
                          const char* example) {
    const auto options = std::make_shared<Settings>();
    verb.about(about);
    verb.example(example, "A number for each feature.");
    declare_input(verb, *options, polygon_shapes, {.measures = true});
    return [options, name](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [&](const Feature& feature, Results& out) {
            const auto value = measure(feature.shape);
            if (!value)
                throw base::DataError(feature.where,
                                      std::string("the ") + name + " is beyond the largest double");
            out.number(name, *value).end();
        });
    };
}

cli::Body declare_area(cli::Declaration& verb) {
    return declare_measure<geometry::area>(
        verb, "area",
        "Prints the area of each polygon, holes taken off, as the exact real number rounded once. "
        "Lines and points: 0.",
        "geom area --id name countries.geojson");
}

cli::Body declare_perimeter(cli::Declaration& verb) {
    return declare_measure<geometry::perimeter>(
        verb, "perimeter",
        "Prints the length of all rings of each polygon, rounded once. Lines and points: 0.",
        "geom perimeter polygon.txt");
}

cli::Body declare_centroid(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the centroid of each feature: of its area, else of its lines, else of its "
        "points, correctly rounded. Empty features: nothing.");
    verb.example("geom centroid --id name countries.geojson", "A point for each country.");
    declare_input(verb, *options, polygon_shapes);
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [](const Feature& feature, Results& out) {
            if (const auto point = geometry::centroid(feature.shape))
                out.point("centroid", *point).end();
        });
    };
}

cli::Body declare_pick(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints for each polygon with integer coordinates how many points with integer coordinates "
        "lie inside of it, how many on its boundary, and its area (Pick's theorem). Its rings may "
        "meet neither themselves nor each other. Lines and points: none.");
    verb.example("printf '0 0\\n4 0\\n4 4\\n0 4\\n' | geom pick", "9 16 16");
    declare_input(verb, *options, polygon_shapes, {.measures = true});
    return [options](cli::Run& run) {
        for_features(run, *options, Blocks::rings, [](const Feature& feature, Results& out) {
            if (!feature.shape.areal())
                return out.none("interior").none("boundary").none("area").end();
            if (geometry::rings_meet(feature.shape))
                throw base::DataError(feature.where,
                                      "expected rings that meet neither themselves nor each other");
            const auto counts = geometry::lattice_counts(feature.shape);
            if (!counts)
                throw base::DataError(feature.where, "expected integer coordinates up to 2^53");
            out.integer("interior", counts->interior).integer("boundary", counts->boundary);
            out.number("area", static_cast<double>(counts->twice_area) / 2).end();
        });
    };
}

/// A block of xy as a polygon, if it is to be one.
Shape as_ring_if(bool rings, const Feature& feature) {
    return rings && feature.of_rows ? geometry::polygon_shape(feature.shape.points) : feature.shape;
}

struct SimplifyOptions : Settings {
    bool rings = false, keeps_topology = false;
    std::optional<double> tolerance, area;
    std::optional<std::uint64_t> keep;
};

/// All features of the inputs, with what they brought.
struct Features {
    std::vector<Shape> shapes;
    std::vector<std::string> properties, ids;
    std::optional<std::uint64_t> block;  ///< of the rows that make up the last shape

    void add(Shape shape, std::string_view brought, std::string_view id) {
        shapes.push_back(std::move(shape));
        properties.emplace_back(brought);
        ids.emplace_back(id);
    }
    void add_row(Point p, std::uint64_t of_block, bool ring) {
        if (block != of_block)
            add(ring ? geometry::polygon_shape({}) : geometry::line_shape({}), {}, {});
        block = of_block;
        shapes.back().points.push_back(p);
        ++shapes.back().path_ends.back();
    }
};

void simplify_together(cli::Run& run, const SimplifyOptions& options) {
    Features features;
    geometry::Gather gather;
    gather.row = [&](const geometry::GatheredRow& row) {
        Row values = row.values;
        features.add_row(values.point(), row.block, options.rings);
    };
    gather.feature = [&](const Feature& feature) {
        features.add(feature.shape, feature.properties, feature.id);
    };
    for_all(run, options, std::array{Operand::point}, gather, [&](Results& out) {
        const geometry::LayerLimits limits{options.tolerance, options.area,
                                           static_cast<std::size_t>(options.keep.value_or(0))};
        const auto shapes = geometry::simplified_layer(features.shapes, limits, run.control());
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            out.carry(features.properties[i], features.ids[i]);
            out.shape("simplified", shapes[i]).end();
        }
    });
}

cli::Body declare_simplify(cli::Declaration& verb) {
    const auto options = std::make_shared<SimplifyOptions>();
    verb.about(
        "Leaves out points of lines and rings. --tolerance: no point left out is farther from the "
        "result than that (Douglas and Peucker). --area, --keep: the point whose triangle with its "
        "neighbours is least goes first (Visvalingam and Whyatt). Rings may cross afterwards. In "
        "xy what travels with a point stays with it.\n"
        "With --keep-topology all features are simplified together, smallest triangles first: "
        "borders that polygons share stay shared, what did not cross does not cross afterwards, no "
        "ring vanishes, points stay on their side of lines; --tolerance, --area and --keep, of all "
        "points together, say when to stop. Further columns of rows are left out then.");
    verb.example("geom simplify --tolerance 0.5 coast.txt", "A coarser coast.");
    verb.example("geom simplify --keep-topology --area 0.01 countries.geojson",
                 "Coarser countries without gaps.");
    declare_input(verb, *options, paths, {.index = true});
    verb.flag("--rings", options->rings, "Blocks of xy are rings.");
    verb.flag("--keep-topology", options->keeps_topology,
              "Nothing crosses or parts that did not before.")
        .excludes({"--index"});
    verb.option("--tolerance", "D", options->tolerance, "The largest distance.")
        .range(0, 1e308)
        .excludes({"--area", "--keep"});
    verb.option("--area", "A", options->area, "Leave out points with triangles smaller than A.")
        .range(0, 1e308)
        .excludes({"--keep"});
    verb.option("--keep", "N", options->keep,
                "Keep N points of each line or ring; with --keep-topology of all together.");
    return [options](cli::Run& run) {
        if (!options->tolerance && !options->area && !options->keep)
            throw base::UsageError("expected --tolerance, --area or --keep");
        if (options->keeps_topology) return simplify_together(run, *options);
        const auto choose = [&](std::span<const Point> path, bool closed) {
            if (options->tolerance)
                return geometry::douglas_peucker(path, closed, *options->tolerance);
            if (options->area) return geometry::visvalingam_by_area(path, closed, *options->area);
            return geometry::visvalingam_to_count(path, closed, *options->keep);
        };
        for_features(run, *options, Blocks::paths, [&](const Feature& feature, Results& out) {
            if (feature.of_rows && out.lists_points()) {
                const auto kept = choose(feature.shape.points, options->rings);
                return geometry::list_block(feature, kept, out);
            }
            const Shape shape = geometry::simplified(as_ring_if(options->rings, feature), choose);
            out.shape("simplified", shape).end();
        });
    };
}

cli::Body declare_densify(cli::Declaration& verb) {
    struct Options : Settings {
        bool rings = false;
        double longest = 0;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Divides edges of lines and rings into equal parts, as few as make none longer than "
        "a limit. New points are correctly rounded.");
    verb.example("geom densify --longest 10 track.txt", "No step longer than 10.");
    declare_input(verb, *options, paths);
    verb.flag("--rings", options->rings, "Blocks of xy are rings.");
    verb.option("--longest", "D", options->longest, "The longest edge of the result.")
        .shown_default("");
    return [options](cli::Run& run) {
        if (!(options->longest > 0))
            throw base::UsageError("expected --longest with a number above 0");
        for_features(run, *options, options->rings ? Blocks::rings : Blocks::paths,
                     [&](const Feature& feature, Results& out) {
                         const auto shape =
                             geometry::densified(feature.shape, options->longest, run.control());
                         if (!shape) throw base::DataError(feature.where, "too many points");
                         out.shape("densified", *shape).end();
                     });
    };
}

cli::Body declare_smooth(cli::Declaration& verb) {
    struct Options : Settings {
        bool rings = false;
        std::uint64_t rounds = 3;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Cuts the corners of lines and rings (Chaikin): each round puts two points in the place of "
        "each corner, a quarter of the way along its edges, so that the outline tends to a smooth "
        "curve. Ends of lines stay. Twice as many points a round, each rounded once. Paths of "
        "fewer than three points stay as they are.");
    verb.example("printf '0 0\\n8 8\\n0 16\\n' | geom smooth --rounds 1", "0 0, 6 6, 6 10, 0 16");
    declare_input(verb, *options, paths);
    verb.flag("--rings", options->rings, "Blocks of xy are rings.");
    verb.option("--rounds", "N", options->rounds, "How often corners are cut.").range(0, 12);
    return [options](cli::Run& run) {
        for_features(run, *options, options->rings ? Blocks::rings : Blocks::paths,
                     [&](const Feature& feature, Results& out) {
                         const Shape shape =
                             geometry::smoothed(feature.shape, options->rounds, run.control());
                         out.shape("smoothed", shape).end();
                     });
    };
}

constexpr std::array polygon_operations{
    Operation{"area", "Measure the area of polygons.", declare_area},
    Operation{"perimeter", "Measure the outline of polygons.", declare_perimeter},
    Operation{"centroid", "Find the centre of gravity.", declare_centroid},
    Operation{"pick", "Count the lattice points in polygons.", declare_pick},
    Operation{"simplify", "Leave out points of lines and rings.", declare_simplify},
    Operation{"densify", "Add points to long edges.", declare_densify},
    Operation{"smooth", "Cut the corners of lines and rings.", declare_smooth},
};

}  // namespace

std::span<const Operation> polygons() { return polygon_operations; }

}  // namespace geom
