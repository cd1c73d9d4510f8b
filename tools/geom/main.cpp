#include "cli/tool.hpp"
#include "operation.hpp"

namespace geom {
namespace {

cli::Body declare(cli::Declaration& tool) {
    tool.usage("OPERATION [OPTION]... [FILE]...");
    tool.about(
        "Reads points (x y lines, CSV; a blank line starts the next ring or set), WKT or GeoJSON, "
        "recognised by their first bytes, and writes results in the notation of the input. "
        "Decisions are exact for all finite doubles; coordinates are rounded once.\n"
        "geom OPERATION --help tells more; geom list prints all operations.");
    tool.example("geom hull points.txt", "The convex hull of the points, counterclockwise.");
    tool.example("geom locate --in countries.geojson points.csv",
                 "For each point the country that contains it.");
    for (const Group& group : groups()) {
        tool.verb_group(group.title);
        for (const Operation& operation : group.operations)
            tool.verb(operation.name, operation.purpose, operation.declare);
    }
    return {};
}

}  // namespace
}  // namespace geom

int main(int argc, char** argv) {
    return pipelab::cli::run_tool(argc, argv, "geom", "Exact computational geometry in the plane.",
                                  geom::declare);
}
