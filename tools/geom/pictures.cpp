#include "base/error.hpp"
#include "geometry/robustness.hpp"
#include "io/record_writer.hpp"
#include "operation.hpp"
#include "settings.hpp"

#include <array>

namespace geom {
namespace {

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
    verb.arguments("NAME", options->name, "Which demonstration.").choose({"robustness"}).required();
    verb.option("--eps", "E", options->eps, "The tolerance that textbooks take.").range(0, 1e308);
    return [options](cli::Run& run) {
        io::RecordWriter records(run.out(), run.json(), false);
        geometry::write_turn_errors(options->eps, records);
        run.draw(geometry::TurnPicture(options->eps));
    };
}

cli::Body declare_list(cli::Declaration& verb) {
    verb.about("Prints all operations: group, name, what it does.");
    verb.example("geom list | grep -i circle", "Operations that have to do with circles.");
    return [](cli::Run& run) {
        io::RecordWriter records(run.out(), run.json(), false);
        for (const Group& group : groups())
            for (const Operation& operation : group.operations)
                records.text("group", group.title)
                    .text("name", operation.name)
                    .text("purpose", operation.purpose)
                    .end();
    };
}

constexpr std::array operations{
    Operation{"list", "List all operations.", declare_list},
    Operation{"demo", "Show where rounding goes wrong.", declare_demo},
};

}  // namespace

std::span<const Operation> pictures() { return operations; }

}  // namespace geom
