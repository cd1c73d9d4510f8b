#include "base/error.hpp"
#include "geometry/lines.hpp"
#include "geometry/noding.hpp"
#include "geometry/polygonize.hpp"
#include "geometry/rectangle_union.hpp"
#include "geometry/segment_pairs.hpp"
#include "geometry/segment_set.hpp"
#include "geometry/vectors.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

using geometry::Feature;
using geometry::SegmentSet;
using geometry::Shape;

constexpr const char* shapes =
    "A segment in each row: x1 y1 x2 y2; with --paths rows x y, whose blocks are paths; an edge is "
    "named by the line of its end. Of WKT and "
    "GeoJSON all edges of lines and polygons, points as segments without extent. All inputs "
    "together are one set.";

struct SegmentSettings : Settings {
    bool paths = false;
};

void declare_segments(cli::Declaration& verb, SegmentSettings& options, Sharing sharing = {}) {
    declare_input(verb, options, shapes, sharing);
    verb.flag("--paths", options.paths, "Blocks of rows x y are paths.");
}

/// Reads all segments, then calls operation(set, results).
void for_segments(cli::Run& run, const SegmentSettings& options,
                  const std::function<void(const SegmentSet&, Results&)>& operation) {
    SegmentSet set;
    const std::array operands{options.paths ? Operand::point : Operand::segment};
    for_all(run, options, operands, set.gather(options.paths),
            [&](Results& out) { operation(set, out); });
}

/// The numbers of two segments that meet, and how.
void put_numbers(const SegmentSet& set, const geometry::SegmentPair& pair, Results& out) {
    constexpr std::array words{"none", "touch", "cross", "overlap"};
    out.count("a", set.numbers[pair.first]).count("b", set.numbers[pair.second]);
    out.word("meeting", words[static_cast<std::size_t>(pair.kind)]);
}

/// Also where.
void put_pair(const SegmentSet& set, const geometry::SegmentPair& pair, Results& out) {
    const Segment &s = set.segments[pair.first], &t = set.segments[pair.second];
    put_numbers(set, pair, out);
    const auto found =
        geometry::intersection(geometry::Straight{s.a, s.b}, geometry::Straight{t.a, t.b});
    if (found.overlap)
        out.segment("overlap", {found.overlap->a, found.overlap->b});
    else
        out.point("point", found.point);
}

cli::Body declare_seg_any(cli::Declaration& verb) {
    const auto options = std::make_shared<SegmentSettings>();
    verb.about(
        "Prints no, or yes if any two segments have a point in common, with the lines of the two, "
        "how they meet (touch, cross, overlap) and where: the leftmost such point. Decided "
        "exactly in O(n log n). Neighbouring edges of a path touch. Fewer than two: no.");
    verb.example("printf '0 0 2 2\\n0 2 2 0\\n' | geom seg-any", "yes 1 2 cross 1 1");
    declare_segments(verb, *options, {.exit_status = true, .measures = true});
    return [options](cli::Run& run) {
        for_segments(run, *options, [&](const SegmentSet& set, Results& out) {
            const auto found = geometry::first_meeting(set.segments, run.control());
            out.answer("meet", found.has_value());
            if (found)
                put_pair(set, *found, out);
            else
                out.skip("a");
            out.end();
        });
    };
}

cli::Body declare_seg_all(cli::Declaration& verb) {
    struct Options : SegmentSettings {
        bool count = false, index = false;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints all pairs of segments that have a point in common: the lines of both, how they "
        "meet (touch: a point that ends one of them; cross; overlap) and where. Decided exactly, "
        "points are rounded once. Neighbouring edges of a path touch.");
    verb.example("geom seg-all segments.txt", "first second cross x y");
    verb.example("geom seg-all --count segments.txt", "How many pairs there are.");
    declare_segments(verb, *options);
    verb.flag("--index", options->index, "Only the lines and how they meet.");
    verb.flag("--count", options->count, "Print how many pairs there are instead.");
    return [options](cli::Run& run) {
        options->measures = options->count || options->index;
        for_segments(run, *options, [&](const SegmentSet& set, Results& out) {
            if (options->count) {
                const auto count = geometry::count_meeting_pairs(set.segments, run.control());
                return out.count("count", count).end();
            }
            const auto pairs = geometry::meeting_pairs(set.segments, run.control());
            out.rows(pairs.size(), [&](std::size_t i, Results& part) {
                if (options->index)
                    put_numbers(set, pairs[i], part);
                else
                    put_pair(set, pairs[i], part);
                part.end();
            });
        });
    };
}

cli::Body declare_node(cli::Declaration& verb) {
    const auto options = std::make_shared<SegmentSettings>();
    verb.about(
        "Splits segments where they meet and prints the parts, x1 y1 x2 y2, each once, from left "
        "to right; no two of them have more in common than ends. Ends of the input stay; other "
        "points are rounded, and parts that meet after that are split again. What travels with "
        "the first segment along a part travels with it. Segments without extent split others and "
        "vanish.");
    verb.example("geom node roads.txt | geom polygonize", "The faces between roads.");
    declare_segments(verb, *options);
    return [options](cli::Run& run) {
        for_segments(run, *options, [&](const SegmentSet& set, Results& out) {
            const auto noding = geometry::node(set.segments, run.control());
            out.rows(noding.edges.size(), [&](std::size_t i, Results& part) {
                const std::size_t first = noding.covers_of(i).front().segment;
                part.carry(set.carried[first], set.ids[first]);
                part.segment("edge", noding.edge(i)).end();
            });
        });
    };
}

cli::Body declare_polygonize(cli::Declaration& verb) {
    enum class Part { polygons, dangles, cut_edges };
    struct Options : SegmentSettings {
        Part part = Part::polygons;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints the faces that segments enclose, each a polygon with its holes, which are faces of "
        "their own where they are closed. Segments are split where they meet.");
    verb.example("geom polygonize --to wkt walls.txt", "A POLYGON for each room.");
    declare_segments(verb, *options);
    verb.choice(
        "--part", "WHAT", options->part,
        {{"polygons", Part::polygons}, {"dangles", Part::dangles}, {"cut-edges", Part::cut_edges}},
        "dangles: edges that lead nowhere; cut-edges: bridges, with the same face on both "
        "sides.");
    return [options](cli::Run& run) {
        for_segments(run, *options, [&](const SegmentSet& set, Results& out) {
            const auto found = geometry::polygonize(set.segments, run.control());
            if (options->part == Part::polygons) {
                return out.rows(found.polygons.parts(), [&](std::size_t i, Results& part) {
                    const Shape polygon = found.polygons.part_shape(i);
                    part.shape("face", polygon).end();
                });
            }
            const Shape& edges = options->part == Part::dangles ? found.dangles : found.cut_edges;
            out.rows(edges.paths(), [&](std::size_t i, Results& part) {
                const auto edge = edges.path(i);
                part.segment("edge", {edge[0], edge[1]}).end();
            });
        });
    };
}

cli::Body declare_rect_union(cli::Declaration& verb) {
    const auto options = std::make_shared<Settings>();
    verb.about(
        "Prints the area and the perimeter of the union of rectangles with sides along the axes, "
        "both the exact values rounded once. None: 0 0.");
    verb.example("printf '0 0 2 2\\n1 1 3 3\\n' | geom rect-union", "7 12");
    declare_input(verb, *options,
                  "A rectangle in each row by two opposite corners: x1 y1 x2 y2; of WKT and "
                  "GeoJSON the bounding box of each geometry.",
                  {.measures = true});
    return [options](cli::Run& run) {
        std::vector<geometry::Box> boxes;
        geometry::Gather gather;
        gather.row = [&](const geometry::GatheredRow& row) {
            const Segment corners = Row(row.values).segment();
            boxes.push_back({corners.a, corners.b});
        };
        gather.feature = [&](const Feature& feature) {
            if (const auto box = geometry::bounding_box(feature.shape)) boxes.push_back(*box);
        };
        for_all(run, *options, std::array{Operand::segment}, gather, [&](Results& out) {
            const auto all = geometry::rectangle_union(boxes, run.control());
            out.number("area", all.area).number("perimeter", all.perimeter).end();
        });
    };
}

constexpr std::array segment_operations{
    Operation{"seg-any", "Tell whether any two segments meet.", declare_seg_any},
    Operation{"seg-all", "Find or count all pairs of segments that meet.", declare_seg_all},
    Operation{"node", "Split segments where they meet.", declare_node},
    Operation{"polygonize", "Find the faces between segments.", declare_polygonize},
    Operation{"rect-union", "Measure the union of rectangles.", declare_rect_union},
};

}  // namespace

std::span<const Operation> segments() { return segment_operations; }

}  // namespace geom
