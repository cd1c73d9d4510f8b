#include "geometry/robustness.hpp"

#include "geometry/predicates.hpp"
#include "io/braille_canvas.hpp"
#include "io/print.hpp"
#include "io/svg_elements.hpp"

#include <cmath>
#include <string_view>
#include <utility>

namespace pipelab::geometry {
namespace {

constexpr int size = TurnGrid::size;

double cross(Point p, Point q, Point r) {
    return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
}

int turn(Point p, Point q, Point r, TurnRule rule, double eps) {
    if (rule == TurnRule::exact) return orientation(p, q, r);
    const double value = cross(p, q, r);
    if (rule == TurnRule::eps && std::abs(value) <= eps) return 0;
    return (value > 0) - (value < 0);
}

constexpr double page_margin = 20, gap = 24;

struct Rule {
    TurnRule rule;
    std::string name;
};

std::array<Rule, 3> rules(double eps) {
    return {{{TurnRule::plain, "doubles"},
             {TurnRule::eps, "EPS " + io::printed(eps)},
             {TurnRule::exact, "exact"}}};
}

/// The cells of one turn as runs along the rows of a panel, one unit a cell.
std::string runs(const std::vector<std::int8_t>& found, int wanted) {
    std::string path;
    for (int row = 0; row < size; ++row)
        for (int i = 0; i < size;) {
            const auto turn_at = [&](int column) {
                return found[static_cast<std::size_t>((size - 1 - row) * size + column)];
            };
            int end = i;
            while (end < size && turn_at(end) == wanted) ++end;
            if (end > i)
                path += "M" + std::to_string(i) + " " + std::to_string(row) + ".5h" +
                        std::to_string(end - i);
            i = end + 1;
        }
    return path;
}

std::string panel(const std::vector<std::int8_t>& found, double x, double y) {
    constexpr std::array<std::pair<int, std::string_view>, 2> inks{
        {{0, "#d55e00"}, {-1, "#0072b2"}}};
    std::string made = "<g transform=\"translate(" + io::px(x) + " " + io::px(y) + ")\">\n" +
                       io::rectangle(0, 0, size, size) + " fill=\"#f0e442\"/>\n";
    for (const auto& [turn, colour] : inks)
        made += "<path" + io::attribute("stroke", colour) + " d=\"" + runs(found, turn) + "\"/>\n";
    return made + "</g>\n";
}

std::string legend(double x, double y) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> entries{
        {{"left", "#f0e442"}, {"collinear", "#d55e00"}, {"right", "#0072b2"}}};
    std::string made;
    for (const auto& [name, colour] : entries) {
        made += io::rectangle(x, y - 10, 12, 12) + io::attribute("fill", colour) + "/>\n" +
                io::text_element({x + 18, y}, io::label_size, io::Anchor::start, name);
        x += 100;
    }
    return made;
}

}  // namespace

const std::array<TurnGrid, 3>& turn_grids() {
    static const std::array<TurnGrid, 3> grids{
        {{{0.5, 0.5}, {12, 12}, {24, 24}},
         {{0.50000000000002531, 0.5000000000000171},
          {17.300000000000001, 17.300000000000001},
          {24.00000000000005, 24.0000000000000517765}},
         {{0.5, 0.5}, {8.8000000000000007, 8.8000000000000007}, {12.1, 12.1}}}};
    return grids;
}

std::vector<std::int8_t> turns(const TurnGrid& grid, TurnRule rule, double eps) {
    std::vector<std::int8_t> found;
    found.reserve(size * size);
    for (int j = 0; j < size; ++j)
        for (int i = 0; i < size; ++i)
            found.push_back(
                static_cast<std::int8_t>(turn(grid.at(i, j), grid.q, grid.r, rule, eps)));
    return found;
}

TurnErrors turn_errors(const std::vector<std::int8_t>& found,
                       const std::vector<std::int8_t>& exact) {
    TurnErrors errors;
    for (std::size_t i = 0; i < found.size(); ++i) {
        errors.wrong += found[i] != exact[i];
        errors.opposite += found[i] * exact[i] < 0;
    }
    return errors;
}

void write_turn_errors(double eps, io::RecordWriter& records) {
    for (std::size_t i = 0; i < turn_grids().size(); ++i) {
        const auto exact = turns(turn_grids()[i], TurnRule::exact, eps);
        for (const Rule& rule : rules(eps)) {
            const auto errors = turn_errors(turns(turn_grids()[i], rule.rule, eps), exact);
            records.number("example", std::uint64_t{i + 1}).text("rule", rule.name);
            records.number("wrong", std::uint64_t{errors.wrong});
            records.number("opposite", std::uint64_t{errors.opposite}).end();
        }
    }
}

std::string TurnPicture::svg() const {
    const double width = 2 * page_margin + 3 * size + 2 * gap;
    const double top = page_margin + io::title_size + 40;
    const double height = top + 3 * (size + gap) + page_margin;
    std::string made =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
        io::attribute("width", width) + io::attribute("height", height) +
        io::attribute("viewBox", "0 0 " + io::px(width) + " " + io::px(height)) +
        " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" "
        "fill=\"#222222\">\n" +
        io::rectangle(0, 0, width, height) + " fill=\"#ffffff\"/>\n" +
        io::text_element({width / 2, page_margin + io::title_size - 3}, io::title_size,
                         io::Anchor::middle,
                         "The turn p, q, r for neighbouring doubles p near the line through q "
                         "and r",
                         " font-weight=\"600\"") +
        legend(page_margin, page_margin + io::title_size + 22);
    for (std::size_t row = 0; row < turn_grids().size(); ++row) {
        const TurnGrid& grid = turn_grids()[row];
        const auto exact = turns(grid, TurnRule::exact, eps_);
        double x = page_margin;
        const double y = top + static_cast<double>(row) * (size + gap);
        for (const Rule& rule : rules(eps_)) {
            const auto found = turns(grid, rule.rule, eps_);
            made +=
                panel(found, x, y) +
                io::text_element(
                    {x, y + size + 16}, io::label_size, io::Anchor::start,
                    rule.name + ": " + std::to_string(turn_errors(found, exact).wrong) + " wrong");
            x += size + gap;
        }
    }
    return made + "</svg>\n";
}

std::string TurnPicture::braille() const {
    constexpr int columns = 37, rows = 18;
    std::string made =
        "p, q, r turns left (dots), is collinear or turns right (blank): doubles | exact\n";
    std::array<io::BrailleCanvas, 2> panels{io::BrailleCanvas(columns, rows),
                                            io::BrailleCanvas(columns, rows)};
    const TurnGrid& grid = turn_grids()[0];
    for (std::size_t which = 0; which < panels.size(); ++which) {
        const auto found = turns(grid, which == 0 ? TurnRule::plain : TurnRule::exact, eps_);
        for (int y = 0; y < 4 * rows; ++y)
            for (int x = 0; x < 2 * columns; ++x) {
                const int i = x * size / (2 * columns), j = y * size / (4 * rows);
                if (found[static_cast<std::size_t>(j * size + i)] > 0) panels[which].set(x, y);
            }
    }
    for (int row = 0; row < rows; ++row)
        made += panels[0].row(row) + "  " + panels[1].row(row) + "\n";
    return made;
}

}  // namespace pipelab::geometry
