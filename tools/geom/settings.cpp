#include "settings.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace geom {
namespace {

geometry::Request request_of(cli::Run& run, const Settings& settings, geometry::Sketch* sketch) {
    using geometry::Notation;
    using To = Settings::To;
    geometry::Request request;
    request.input = settings.input;
    request.json = run.json();
    request.keeps_blocks = settings.keeps_blocks;
    request.input.numbers = settings.numbered();
    request.measures = settings.measures || settings.numbered();
    request.sketch = sketch;
    request.drawn = settings.to == To::svg;
    if (settings.to == To::xy) request.to = Notation::xy;
    if (settings.to == To::wkt) request.to = Notation::wkt;
    if (settings.to == To::geojson) request.to = Notation::geojson;
    return request;
}

/// Calls apply(request), then draws and answers.
template <class Apply>
void make_and_draw(cli::Run& run, const Settings& settings, Apply&& apply) {
    std::optional<geometry::Sketch> sketch;
    const bool pictures_input = settings.to == Settings::To::svg && settings.measures;
    if (!run.plot_path().empty() || pictures_input) sketch.emplace();
    if (sketch && settings.ground) settings.ground(*sketch);
    const geometry::Answers answers = apply(request_of(run, settings, sketch ? &*sketch : nullptr));
    run.answer(answers.all());
    if (sketch) run.draw(*sketch);
}

/// The same for what reads the input.
template <class Apply>
void apply_and_draw(cli::Run& run, const Settings& settings, Apply&& apply) {
    run.reads(settings.input.paths, "geometry");
    make_and_draw(run, settings, apply);
}

const char* operand_name(Operand operand) {
    switch (operand) {
        case Operand::number:
            return "a number";
        case Operand::point:
            return "a point";
        case Operand::vector:
            return "a vector";
        case Operand::segment:
            return "a segment";
        case Operand::ray:
            return "a ray";
        case Operand::line:
            return "a line";
        case Operand::triangle:
            return "a triangle";
        case Operand::circle:
            return "a circle";
    }
    return "";
}

const char* coordinate_names(Operand operand) {
    switch (operand) {
        case Operand::number:
            return "n";
        case Operand::point:
        case Operand::vector:
            return "x y";
        case Operand::segment:
        case Operand::ray:
        case Operand::line:
            return "x1 y1 x2 y2";
        case Operand::triangle:
            return "x1 y1 x2 y2 x3 y3";
        case Operand::circle:
            return "x y r";
    }
    return "";
}

}  // namespace

void declare_files(cli::Declaration& verb, geometry::Input& input, const std::string& shape,
                   bool pair) {
    using geometry::Notation;
    verb.chapter("Input", shape);
    if (pair) {
        verb.usage("[OPTION]... A B");
        verb.arguments("FILE", input.paths, "A, then B; - is standard input.").file();
    } else {
        verb.arguments("FILE", input.paths, "Inputs; - or none: standard input.").file();
    }
    verb.section("Input and output");
    verb.choice<std::optional<Notation>>(
        "--input-format", "FORMAT", input.notation,
        {{"xy", Notation::xy}, {"wkt", Notation::wkt}, {"geojson", Notation::geojson}},
        "The notation of the input, recognised by its first byte if not given.");
    verb.option("-k,--column", "NAME|N", input.columns,
                "A column of coordinates, by name or number from 1; once for each, in order. "
                "Without, the first columns.");
    verb.option("-t,--delimiter", "CHAR", input.delimiter,
                "Fields are separated by CHAR, as in CSV; without, by blanks or a comma.");
    verb.flag(
        "--header", input.header,
        "The first line of each input names the columns; one without any number does so anyway.");
}

void declare_output(cli::Declaration& verb, Settings& settings) {
    using To = Settings::To;
    verb.choice("--to", "KIND", settings.to,
                {{"xy", To::xy}, {"wkt", To::wkt}, {"geojson", To::geojson}, {"svg", To::svg}},
                "How results are written; as the input if not given, which is xy where there is "
                "none. svg: a picture of them; of numbers and words, of what they tell of.");
}

void declare_input(cli::Declaration& verb, Settings& settings, const std::string& shape,
                   Sharing sharing) {
    verb.common({.seed = sharing.seed, .plot = true, .exit_status = sharing.exit_status});
    settings.measures = sharing.measures;
    declare_files(verb, settings.input, shape, sharing.pair);
    verb.option("--id", "COLUMN", settings.input.id,
                "The column or property that names a row or feature; it is written with the "
                "results: behind numbers and words, behind each point of shapes in xy, as id of "
                "GeoJSON. WKT has no place for it.");
    if (sharing.index)
        verb.flag("--index", settings.input.numbers,
                  "Write the input's lines instead of coordinates; of WKT and GeoJSON the numbers "
                  "of features that are points, else of the points in a geometry.");
    declare_output(verb, settings);
    verb.section("Options");
}

void expect_one_reader(const geometry::Input& input, const geometry::Input& other) {
    const auto reads_stdin = [](const geometry::Input& each) {
        return std::count(each.paths.begin(), each.paths.end(), "-") > 0;
    };
    if (reads_stdin(other) && (input.paths.empty() || reads_stdin(input)))
        throw base::UsageError("standard input cannot be read twice");
}

Point point_of(std::string_view option, const cli::Numbers& numbers) {
    if (numbers.values.size() != 2)
        throw base::UsageError(std::string(option) + ": expected two coordinates X,Y");
    return {numbers.values[0], numbers.values[1]};
}

geometry::Box box_of(std::string_view option, const cli::Numbers& numbers) {
    const auto& v = numbers.values;
    if (v.size() != 4)
        throw base::UsageError(std::string(option) + ": expected two corners X1,Y1,X2,Y2");
    return {{std::min(v[0], v[2]), std::min(v[1], v[3])},
            {std::max(v[0], v[2]), std::max(v[1], v[3])}};
}

geometry::Circle circle_of(std::string_view option, const cli::Numbers& numbers) {
    const auto& v = numbers.values;
    if (v.size() != 3 || !(v[2] >= 0))
        throw base::UsageError(std::string(option) +
                               ": expected a centre and a radius of 0 or more, X,Y,R");
    return {{v[0], v[1]}, v[2]};
}

std::array<Point, 3> triangle_of(std::string_view option, const cli::Numbers& numbers) {
    const auto& v = numbers.values;
    if (v.size() != 6)
        throw base::UsageError(std::string(option) + ": expected three corners X,Y,X,Y,X,Y");
    return {{{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}}};
}

void put_circle(Results& out, const std::optional<geometry::Circle>& circle) {
    if (circle)
        out.circle("circle", circle->centre, circle->radius);
    else
        out.none("circle", geometry::Absent::circle);
    out.end();
}

void for_rows(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
              std::span<const double> fixed, const std::function<void(Row, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_rows(request, operands, fixed, run.out(), run.control(),
                                       operation);
    });
}

void for_points(cli::Run& run, const Settings& settings,
                const std::function<std::optional<Point>(Point)>& image) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_points(request, run.out(), run.control(), image);
    });
}

void for_sets(cli::Run& run, const Settings& settings,
              const std::function<void(const geometry::PointSet&, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_sets(request, run.out(), run.control(), operation);
    });
}

void for_outer_sets(cli::Run& run, const Settings& settings,
                    const std::function<void(const geometry::PointSet&, Results&)>& operation) {
    Settings outer = settings;
    outer.input.outer = run.plot_path().empty();
    for_sets(run, outer, operation);
}

void for_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                  const std::function<void(const geometry::Feature&, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_features(request, blocks, run.out(), run.control(), operation);
    });
}

void for_all(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
             const geometry::Gather& gather, const std::function<void(Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_all(request, operands, gather, run.out(), run.control(),
                                      operation);
    });
}

void for_rows_or_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                          const geometry::RowsOrFeatures& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_rows_or_features(request, blocks, run.out(), run.control(),
                                                   operation);
    });
}

void for_layers(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                const std::function<void(const geometry::Layers&, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_layers(request, blocks, run.out(), run.control(), operation);
    });
}

void for_nothing(cli::Run& run, const Settings& settings,
                 const std::function<void(Results&)>& operation) {
    make_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_nothing(request, run.out(), run.control(), operation);
    });
}

cli::Option& declare_eps(cli::Declaration& verb, std::optional<double>& eps) {
    return verb
        .option("--eps", "E", eps,
                "Compare cross products with E as textbooks do, instead of exactly: what is at "
                "most E counts as 0. Wrong where E does not fit the coordinates.")
        .range(0, 1e308);
}

std::string shape_text(std::span<const Operand> operands) {
    std::string names, coordinates;
    for (const Operand operand : operands) {
        names += (names.empty() ? "" : ", ") + std::string(operand_name(operand));
        coordinates += (coordinates.empty() ? "" : "  ") + std::string(coordinate_names(operand));
    }
    return "In each row " + names + ":\n  " + coordinates +
           "\nOf WKT and GeoJSON the points of a geometry in order. Further columns travel with "
           "the row.";
}

void declare_blocks(cli::Declaration& verb, geometry::Blocks& blocks, const std::string& option,
                    const std::string& whose, const std::string& points) {
    using geometry::Blocks;
    std::string help = "What blocks of xy";
    help += whose;
    help +=
        " are: all blocks of an input the rings of one polygon, inside of which is what an odd "
        "number of rings surround; or paths; or ";
    help += points;
    help += '.';
    verb.choice(option, "KIND", blocks,
                {{"rings", Blocks::rings}, {"paths", Blocks::paths}, {"points", Blocks::points}},
                help);
}

void declare_with(cli::Declaration& verb, cli::Numbers& with) {
    verb.option("--with", "N,N,...", with,
                "The last operands of all rows, which then lack their coordinates.");
}

std::span<const double> fixed_of(const cli::Numbers& with, std::span<const Operand> operands) {
    std::size_t width = 0;
    for (auto operand = operands.rbegin(); operand != operands.rend() - 1; ++operand) {
        if (width == with.values.size()) break;
        width += geometry::width_of(*operand);
    }
    if (width != with.values.size())
        throw base::UsageError("--with: expected " + std::to_string(width) +
                               " numbers, all of the last operands, found " +
                               std::to_string(with.values.size()));
    return with.values;
}

cli::Body declare_row_operation(cli::Declaration& verb, const RowOperation& operation) {
    struct Options : Settings {
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(operation.about);
    verb.example(operation.example, operation.effect);
    declare_input(
        verb, *options, shape_text(operation.operands),
        {.exit_status = operation.answers, .measures = operation.answers || operation.measures});
    if (operation.operands.size() > 1) declare_with(verb, options->with);
    return [options, &operation](cli::Run& run) {
        for_rows(run, *options, operation.operands, fixed_of(options->with, operation.operands),
                 operation.apply);
    };
}

cli::Body declare_point_operation(cli::Declaration& verb, const PointOperation& operation) {
    struct Options : Settings {
        cli::Numbers with;
    };
    const auto options = std::make_shared<Options>();
    verb.about(operation.about);
    verb.example(operation.example, operation.effect);
    const bool alone = operation.operands.size() == 1;
    declare_input(verb, *options,
                  alone ? point_shapes
                        : shape_text(operation.operands) +
                              "\nWith --with, all points of any geometry are moved.");
    if (!alone) declare_with(verb, options->with);
    return [options, &operation](cli::Run& run) {
        const auto fixed = fixed_of(options->with, operation.operands);
        if (geometry::width_of(operation.operands) - fixed.size() > 2) {
            return for_rows(run, *options, operation.operands, fixed,
                            [&operation](Row row, Results& out) {
                                out.point(operation.name, operation.image(row)).end();
                            });
        }
        for_points(run, *options, [fixed, &operation](Point p) {
            std::array<double, 8> values{p.x, p.y};
            std::copy(fixed.begin(), fixed.end(), values.begin() + 2);
            return operation.image(Row(values));
        });
    };
}

}  // namespace geom
