#include "settings.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace geom {
namespace {

geometry::Request request_of(cli::Run& run, const Settings& settings, geometry::Sketch* sketch) {
    using geometry::Notation;
    using To = Settings::To;
    geometry::Request request;
    request.input = settings.input;
    request.json = run.json();
    request.sketch = sketch;
    request.drawn = settings.to == To::svg;
    if (settings.to == To::xy) request.to = Notation::xy;
    if (settings.to == To::wkt) request.to = Notation::wkt;
    if (settings.to == To::geojson) request.to = Notation::geojson;
    return request;
}

/// Calls apply(request), then draws and answers.
template <class Apply>
void apply_and_draw(cli::Run& run, const Settings& settings, Apply&& apply) {
    run.reads(settings.input.paths, "geometry");
    std::optional<geometry::Sketch> sketch;
    if (!run.plot_path().empty()) sketch.emplace();
    const geometry::Answers answers = apply(request_of(run, settings, sketch ? &*sketch : nullptr));
    run.answer(answers.all());
    if (sketch) run.draw(*sketch);
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

void declare_input(cli::Declaration& verb, Settings& settings, const std::string& shape,
                   Sharing sharing) {
    using To = Settings::To;
    using geometry::Notation;
    verb.common({.seed = sharing.seed, .plot = true, .exit_status = sharing.exit_status});
    verb.chapter("Input", shape);
    verb.arguments("FILE", settings.input.paths, "Inputs; - or none: standard input.").file();
    verb.section("Input and output");
    verb.option("--input-format", "FORMAT", settings.notation,
                "The notation of the input, recognised by its first byte if not given.")
        .choose({"xy", "wkt", "geojson"});
    verb.option("-k,--column", "NAME|N", settings.input.columns,
                "A column of coordinates, by name or number from 1; once for each, in order. "
                "Without, the first columns.");
    verb.option("-t,--delimiter", "CHAR", settings.input.delimiter,
                "Fields are separated by CHAR, as in CSV; without, by blanks or a comma.");
    verb.flag("--header", settings.input.header, "The first line of each input names the columns.");
    verb.option("--id", "COLUMN", settings.input.id,
                "The column or property that names a row; it is written with the results.");
    if (sharing.index)
        verb.flag("--index", settings.input.numbers,
                  "Write the input's lines (of WKT and GeoJSON the numbers of features) instead of "
                  "coordinates.");
    verb.choice("--to", "KIND", settings.to,
                {{"xy", To::xy}, {"wkt", To::wkt}, {"geojson", To::geojson}, {"svg", To::svg}},
                "How results are written; as the input if not given. svg: a picture of them.");
    verb.section("Options");
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

void for_rows(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
              std::span<const double> fixed, const std::function<void(Row, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_rows(request, operands, fixed, run.out(), run.control(),
                                       operation);
    });
}

void for_sets(cli::Run& run, const Settings& settings,
              const std::function<void(const geometry::PointSet&, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_sets(request, run.out(), run.control(), operation);
    });
}

void for_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                  const std::function<void(const geometry::Feature&, Results&)>& operation) {
    apply_and_draw(run, settings, [&](const geometry::Request& request) {
        return geometry::apply_to_features(request, blocks, run.out(), run.control(), operation);
    });
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
        throw base::UsageError("--with: expected all coordinates of the last operands, found " +
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
    declare_input(verb, *options, shape_text(operation.operands),
                  {.exit_status = operation.answers});
    if (operation.operands.size() > 1) declare_with(verb, options->with);
    return [options, &operation](cli::Run& run) {
        for_rows(run, *options, operation.operands, fixed_of(options->with, operation.operands),
                 operation.apply);
    };
}

}  // namespace geom
