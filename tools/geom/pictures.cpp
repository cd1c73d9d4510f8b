#include "base/error.hpp"
#include "geometry/robustness.hpp"
#include "geometry/sketch_input.hpp"
#include "io/record_writer.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>
#include <filesystem>

namespace geom {
namespace {

struct DrawOptions {
    geometry::Input input;
    std::string label, title;
    std::vector<std::string> names;
    bool points = false, lines = false, rings = false, braille = false;
    double width = 1000;
};

/// What the legend calls the layer of input i: nothing where standard input is the only one.
std::string layer_name(const DrawOptions& options, std::size_t i) {
    if (i < options.names.size()) return options.names[i];
    const auto& paths = options.input.paths;
    if (i >= paths.size()) return {};
    if (paths[i] != "-") return std::filesystem::path(paths[i]).filename().string();
    return paths.size() > 1 ? "standard input" : "";
}

void draw(cli::Run& run, const DrawOptions& options) {
    const auto& paths = options.input.paths;
    const std::size_t layers = std::max<std::size_t>(paths.size(), 1);
    if (options.names.size() > layers)
        throw base::UsageError("--name: expected at most one for each input");
    run.reads(paths, "geometry");
    geometry::Sketch sketch(options.width);
    sketch.title(options.title);
    const geometry::Blocks blocks = options.rings   ? geometry::Blocks::rings
                                    : options.lines ? geometry::Blocks::paths
                                                    : geometry::Blocks::points;
    for (std::size_t i = 0; i < layers; ++i) {
        geometry::Input input = options.input;
        input.paths = {paths.empty() ? "-" : paths[i]};
        input.id = options.label;
        const std::size_t layer = sketch.add_layer(layer_name(options, i), i + 1);
        geometry::sketch_input(input, blocks, layer, sketch, run.control());
    }
    const bool braille = options.braille || run.out().terminal();
    run.out().write(braille ? sketch.braille() : sketch.svg());
    if (const std::size_t hidden = braille ? 0 : sketch.hidden_labels(); hidden > 0)
        run.note("labels left out for lack of room: " + std::to_string(hidden) + "; see --width");
    run.draw(sketch);
}

cli::Body declare_draw(cli::Declaration& verb) {
    const auto options = std::make_shared<DrawOptions>();
    verb.about(
        "Draws points, lines and polygons as SVG: each input is a layer above the one before, in a "
        "colour of its own, its file name in the legend. To a terminal, or with --braille, the "
        "same in braille, without labels and legend. No points: an empty picture.");
    verb.example("geom draw points.txt hull.wkt -o hull.svg", "Points with their hull.");
    verb.example("geom draw -t, --header -k x_km -k y_km --label name capitals.csv",
                 "The capitals, each with its name.");
    verb.common({.plot = true});
    declare_files(verb, options->input,
                  "Rows x y of points; a blank line starts the next block, which is a line or a "
                  "ring with --lines or --rings. Or WKT, or GeoJSON.");
    verb.section("Options");
    verb.flag("--points", options->points, "Blocks of xy are points, as without.")
        .excludes({"--lines", "--rings"});
    verb.flag("--lines", options->lines, "Blocks of xy are lines.").excludes({"--rings"});
    verb.flag("--rings", options->rings,
              "Blocks of xy are the rings of one polygon for each input.");
    verb.option("--label", "COLUMN", options->label,
                "The column or property whose text stands beside a point, or upon a line or "
                "polygon, where there is room.");
    verb.option("--name", "TEXT", options->names,
                "The name of a layer in the legend; once for each input, in order.");
    verb.option("--title", "TEXT", options->title, "A title above the picture.");
    verb.option("--width", "PIXELS", options->width,
                "The width of what is drawn at most; its height is three quarters of that at most.")
        .range(100, 10000);
    verb.flag("--braille", options->braille, "Draw in braille, for a terminal.");
    return [options](cli::Run& run) { draw(run, *options); };
}

cli::Body declare_demo(cli::Declaration& verb) {
    struct Options {
        std::vector<std::string> name;
        double eps = 1e-9;
    };
    const auto options = std::make_shared<Options>();
    verb.usage("[OPTION]... robustness");
    verb.about(
        "robustness: how often plain doubles and EPS are wrong about the turn of three nearly "
        "collinear points, on the grids of Kettner and others (2008): example, rule, wrong ones of "
        "65536, of these left for right. --plot draws them.");
    verb.example("geom demo robustness --plot turns.svg", "The numbers and a picture.");
    verb.common({.plot = true});
    verb.arguments("NAME", options->name, "Which demonstration.").choose({"robustness"}).single();
    verb.option("--eps", "E", options->eps, "The tolerance that textbooks take.").range(0, 1e308);
    return [options](cli::Run& run) {
        io::RecordWriter records(run.out(), run.json(), false);
        geometry::write_turn_errors(options->eps, records);
        run.draw(geometry::TurnPicture(options->eps));
    };
}

/// What the page of an operation says of its input, and its first example.
void put_page(const Operation& operation, io::RecordWriter& records) {
    cli::Declaration page;
    operation.declare(page);
    for (const auto& chapter : page.table().chapters)
        if (chapter.title == "Input") records.text("input", chapter.text);
    records.text("example", page.table().examples.front().command);
}

cli::Body declare_list(cli::Declaration& verb) {
    verb.about(
        "Prints all operations: group, name, what it does; with --json also what it reads, "
        "and an "
        "example.");
    verb.example("geom list | grep -i circle", "Operations that have to do with circles.");
    return [](cli::Run& run) {
        io::RecordWriter records(run.out(), run.json(), false);
        for (const Group& group : groups())
            for (const Operation& operation : group.operations) {
                records.text("group", group.title).text("name", operation.name);
                records.text("purpose", operation.purpose);
                if (run.json()) put_page(operation, records);
                records.end();
            }
    };
}

constexpr std::array picture_operations{
    Operation{"draw", "Draw points, lines and polygons.", declare_draw},
    Operation{"list", "List all operations.", declare_list},
    Operation{"demo", "Show where rounding goes wrong.", declare_demo},
};

}  // namespace

std::span<const Operation> pictures() { return picture_operations; }

}  // namespace geom
