#include "geometry/lines.hpp"

#include "base/error.hpp"
#include "geometry/tolerance.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <utility>

namespace geom {
namespace {

using geometry::Extent;
using geometry::Straight;

/// What --of A,B may name.
Operand operand_of(const std::string& word) {
    constexpr std::array<std::pair<const char*, Operand>, 4> words{{{"point", Operand::point},
                                                                    {"segment", Operand::segment},
                                                                    {"ray", Operand::ray},
                                                                    {"line", Operand::line}}};
    for (const auto& [name, operand] : words)
        if (word == name) return operand;
    throw base::UsageError("--of: expected two of point, segment, ray and line, found '" + word +
                           "'");
}

std::vector<Operand> operands_of(const std::string& of) {
    const std::size_t comma = of.find(',');
    if (comma == of.npos) return {operand_of(of), operand_of(of)};
    return {operand_of(of.substr(0, comma)), operand_of(of.substr(comma + 1))};
}

Straight take(Row& row, Operand operand) {
    if (operand == Operand::point) {
        const Point p = row.point();
        return {p, p, Extent::segment};
    }
    const Segment s = row.segment();
    const Extent extent = operand == Operand::segment ? Extent::segment
                          : operand == Operand::ray   ? Extent::ray
                                                      : Extent::line;
    return {s.a, s.b, extent};
}

struct PairOptions : Settings {
    std::string of = "segment,segment";
    cli::Numbers with;
};

void declare_pair(cli::Declaration& verb, PairOptions& options, Sharing sharing = {}) {
    declare_input(verb, options,
                  "In each row the two that --of says: a point as x y, the others as x1 y1 x2 y2 "
                  "(a ray from the first point through the second).",
                  sharing);
    verb.option("--of", "A,B", options.of, "What each row holds: point, segment, ray, line.");
    declare_with(verb, options.with);
}

template <class Apply>
void for_pairs(cli::Run& run, const PairOptions& options, Apply&& apply) {
    const auto operands = operands_of(options.of);
    for_rows(run, options, operands, fixed_of(options.with, operands), [&](Row row, Results& out) {
        const Straight first = take(row, operands[0]);
        apply(first, take(row, operands[1]), out);
    });
}

const char* word_for(Extent extent) {
    return extent == Extent::segment ? "segment" : extent == Extent::ray ? "ray" : "line";
}

void put_meeting(const geometry::Intersection& found, Results& out) {
    constexpr std::array words{"none", "touch", "cross", "overlap"};
    out.word("meeting", words[static_cast<std::size_t>(found.kind)]);
    out.tell(found.kind != geometry::Meeting::none);
    if (found.overlap) {
        out.skip("point", geometry::Absent::point);
        out.word("extent", word_for(found.overlap->extent));
        out.straight("overlap", *found.overlap);
    } else {
        out.point("point", found.point);
        out.skip("extent").skip("overlap", geometry::Absent::segment);
    }
    out.end();
}

/// What textbooks say of two segments: a point where they meet, or nothing.
void put_near_meeting(const Straight& p, const Straight& q, geometry::Tolerance tolerance,
                      Results& out) {
    const auto point = geometry::intersection(Segment{p.a, p.b}, Segment{q.a, q.b}, tolerance);
    out.word("meeting", point ? "cross" : "none").tell(point.has_value());
    out.point("point", point).end();
}

cli::Body declare_intersect(cli::Declaration& verb) {
    struct Options : PairOptions {
        std::optional<double> eps;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints what two segments, rays or lines have in common: none; cross x y, or touch x y "
        "where an end is involved; overlap with what it is and two points of it. Decided exactly, "
        "coordinates rounded once. With --exit-status yes means that they meet. With --eps as "
        "textbooks do it: cross x y or none, also for segments that overlap.");
    verb.example("echo 0 0 2 2 0 2 2 0 | geom intersect", "cross 1 1");
    verb.example("geom intersect --of segment,line --with 0,0,1,0 segments.txt",
                 "Where segments meet the x axis.");
    declare_pair(verb, *options, {.exit_status = true});
    declare_eps(verb, options->eps);
    return [options](cli::Run& run) {
        if (options->eps && options->of != "segment,segment" && options->of != "segment")
            throw base::UsageError("--eps compares segments only");
        for_pairs(run, *options, [&](const Straight& p, const Straight& q, Results& out) {
            if (options->eps)
                put_near_meeting(p, q, geometry::Tolerance{*options->eps}, out);
            else
                put_meeting(geometry::intersection(p, q), out);
        });
    };
}

cli::Body declare_distance(cli::Declaration& verb) {
    const auto options = std::make_shared<PairOptions>();
    verb.about(
        "Prints the distance of two points, segments, rays or lines, rounded once; 0 where "
        "they meet.");
    verb.example("geom distance --of point,segment --with 0,0,4,0 points.txt",
                 "How far points are from a segment.");
    declare_pair(verb, *options, {.measures = true});
    return [options](cli::Run& run) {
        for_pairs(run, *options, [](const Straight& p, const Straight& q, Results& out) {
            out.number("distance", geometry::distance(p, q)).end();
        });
    };
}

cli::Body declare_foot(cli::Declaration& verb) {
    const auto options = std::make_shared<PairOptions>();
    verb.about(
        "Prints the point of the first and the point of the second at which they are "
        "nearest; for a point and a line the foot of the perpendicular.");
    verb.example("echo 1 5 0 0 4 0 | geom foot --of point,line", "1 5 1 0");
    declare_pair(verb, *options);
    return [options](cli::Run& run) {
        for_pairs(run, *options, [](const Straight& p, const Straight& q, Results& out) {
            const auto found = geometry::nearest(p, q);
            out.point("first", found.on_first).point("second", found.on_second).end();
        });
    };
}

void put(Results& out, const std::optional<Straight>& line) {
    if (line)
        out.straight("line", *line);
    else
        out.none("line", geometry::Absent::segment);
    out.end();
}

constexpr RowOperation parallel{
    "Prints the line through a point parallel to a line, as two points; none where the line's "
    "points are equal.",
    {Operand::point, Operand::line},
    [](Row row, Results& out) {
        const Point p = row.point();
        put(out, geometry::parallel(p, row.segment()));
    },
    "echo 0 1 0 0 5 0 | geom parallel",
    "0 1 5 1"};

constexpr RowOperation perpendicular{
    "Prints the line through a point at a right angle to a line, as two points; none where the "
    "line's points are equal.",
    {Operand::point, Operand::line},
    [](Row row, Results& out) {
        const Point p = row.point();
        put(out, geometry::perpendicular(p, row.segment()));
    },
    "echo 0 1 0 0 5 0 | geom perpendicular",
    "0 1 0 6"};

cli::Body declare_bisector(cli::Declaration& verb) {
    struct Options : Settings {
        std::string of = "segment";
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(
        "Prints as two points: of a segment the line of all points as far from one end as from the "
        "other; of a corner (vertex, a, b) the ray that halves its angle; of two lines the lines "
        "as far from one as from the other, each in a row (nothing where one is a point). None "
        "where a segment or a leg of a corner is a point.");
    verb.example("echo 0 0 4 0 | geom bisector", "A line through 2 0, upright.");
    declare_input(verb, *options, "In each row what --of says.");
    verb.option("--of", "WHAT", options->of, "x1 y1 x2 y2; x1 y1 x2 y2 x3 y3; 8 numbers.")
        .choose({"segment", "corner", "lines"});
    declare_with(verb, options->with);
    return [options](cli::Run& run) {
        const std::vector<Operand> operands =
            options->of == "segment"  ? std::vector{Operand::segment}
            : options->of == "corner" ? std::vector{Operand::point, Operand::point, Operand::point}
                                      : std::vector{Operand::line, Operand::line};
        for_rows(
            run, *options, operands, fixed_of(options->with, operands), [&](Row row, Results& out) {
                if (options->of == "lines") {
                    const Segment first = row.segment();
                    for (const Straight& line : geometry::bisectors(first, row.segment()))
                        put(out, line);
                    return;
                }
                const Point a = row.point(), b = row.point();
                put(out, options->of == "segment" ? geometry::perpendicular_bisector(a, b)
                                                  : geometry::angle_bisector(a, b, row.point()));
            });
    };
}

constexpr std::array line_operations{
    Operation{"intersect", "Find what segments, rays or lines have in common.", declare_intersect},
    Operation{"distance", "Measure the distance of points, segments, rays, lines.",
              declare_distance},
    Operation{"foot", "Find the nearest points of two curves.", declare_foot},
    Operation{"parallel", "Draw a parallel through a point.", declare_row<parallel>},
    Operation{"perpendicular", "Draw a perpendicular through a point.", declare_row<perpendicular>},
    Operation{"bisector", "Halve a segment or an angle.", declare_bisector},
};

}  // namespace

std::span<const Operation> lines() { return line_operations; }

}  // namespace geom
