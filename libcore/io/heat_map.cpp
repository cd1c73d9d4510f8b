#include "io/heat_map.hpp"

#include "io/plot_text.hpp"
#include "io/print.hpp"
#include "io/svg_elements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace pipelab::io {
namespace {

constexpr double row_labels = 46, cell = 26;
constexpr double panel_gap = 24, scale_height = 10, scale_width = 220;

struct Colour {
    double red, green, blue;
};

/// From light yellow over green to dark blue, each lighter than the next for any colour vision.
constexpr std::array<Colour, 5> ramp{
    {{255, 250, 205}, {173, 216, 140}, {72, 168, 148}, {36, 100, 142}, {28, 32, 92}}};

std::string colour(double share) {
    const double place = std::clamp(share, 0.0, 1.0) * (ramp.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), ramp.size() - 2);
    const double part = place - static_cast<double>(below);
    const auto channel = [&](double Colour::*one) {
        const double from = ramp[below].*one, to = ramp[below + 1].*one;
        return printed(std::round(from + part * (to - from)));
    };
    std::string text = "rgb(";
    text += channel(&Colour::red);
    text += ',';
    text += channel(&Colour::green);
    text += ',';
    return text.append(channel(&Colour::blue)).append(")");
}

/// Values to shares of the scale.
class ColourScale {
  public:
    explicit ColourScale(const HeatMap& map) {
        for (const HeatMap::Panel& panel : map.panels)
            for (const auto& row : panel.values)
                for (const double value : row) {
                    low_ = std::min(low_, value);
                    high_ = std::max(high_, value);
                }
        if (map.cap > low_) high_ = std::min(high_, map.cap);
    }
    double share(double value) const {
        if (!(high_ > low_)) return 0;
        return std::clamp(std::log(value / low_) / std::log(high_ / low_), 0.0, 1.0);
    }
    double low() const { return low_; }
    double high() const { return high_; }

  private:
    double low_ = std::numeric_limits<double>::infinity();
    double high_ = 0;
};

class HeatMapDrawing {
  public:
    explicit HeatMapDrawing(const HeatMap& map) : map_(map), scale_(map) {}

    std::string draw() {
        double x = margin, below = 0;
        const double top = margin + title_size + 34;
        for (const HeatMap::Panel& panel : map_.panels) {
            const double width = row_labels + cell * static_cast<double>(columns_of(panel));
            below = std::max(below, top + cell * static_cast<double>(panel.rows.size()));
            draw_panel(panel, x, top);
            x += width + panel_gap;
        }
        const double width = std::max(x - panel_gap + margin, 2 * margin + scale_width + 160);
        const double scale_top = below + 46;
        draw_scale(margin + row_labels, scale_top);
        const double height = scale_top + scale_height + 16 + margin;
        text(width / 2, margin + title_size, title_size, Anchor::middle, map_.title);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
               attribute("width", std::ceil(width)) + attribute("height", std::ceil(height)) +
               " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', "
               "sans-serif\" fill=\"#222222\">\n" +
               rectangle(0, 0, std::ceil(width), std::ceil(height)) + attribute("fill", "#ffffff") +
               "/>\n" + body_ + "</svg>\n";
    }

  private:
    static std::size_t columns_of(const HeatMap::Panel& panel) { return panel.columns.size(); }

    void text(double x, double y, double size, Anchor anchor, const std::string& what) {
        body_ += text_element({x, y}, size, anchor, clean(what));
    }

    void draw_panel(const HeatMap::Panel& panel, double left, double top) {
        const auto rows = static_cast<double>(panel.rows.size());
        const double x = left + row_labels, bottom = top + cell * rows;
        const double width = cell * static_cast<double>(columns_of(panel));
        text(x + width / 2, top - 8, text_size + 1, Anchor::middle, panel.title);
        text(left + row_labels - 6, top - 8, text_size, Anchor::end, map_.row_label);
        text(x + width / 2, bottom + 32, text_size, Anchor::middle, map_.column_label);
        for (std::size_t i = 0; i < panel.rows.size(); ++i) {
            const double y = bottom - cell * static_cast<double>(i + 1);
            text(x - 6, y + cell / 2 + 4, text_size, Anchor::end, panel.rows[i]);
            for (std::size_t j = 0; j < panel.values[i].size(); ++j)
                body_ += rectangle(x + cell * static_cast<double>(j), y, cell, cell) +
                         attribute("fill", colour(scale_.share(panel.values[i][j]))) + "/>\n";
            draw_mark(panel, i, x, y);
        }
        for (std::size_t j = 0; j < panel.columns.size(); ++j)
            text(x + cell * (static_cast<double>(j) + 0.5), bottom + 15, text_size - 1,
                 Anchor::middle, panel.columns[j]);
    }

    void draw_mark(const HeatMap::Panel& panel, std::size_t row, double x, double y) {
        if (row >= panel.marks.size() || !panel.marks[row]) return;
        body_ += "<circle" + attribute("cx", x + cell * (*panel.marks[row] + 0.5)) +
                 attribute("cy", y + cell / 2) + attribute("r", 4.0) +
                 attribute("fill", "#d55e00") + attribute("stroke", "#ffffff") + "/>\n";
    }

    void draw_scale(double x, double y) {
        constexpr int parts = 44;
        for (int i = 0; i < parts; ++i)
            body_ +=
                rectangle(x + scale_width * i / parts, y, scale_width / parts + 0.5, scale_height) +
                attribute("fill", colour((i + 0.5) / parts)) + "/>\n";
        text(x, y + scale_height + 14, text_size, Anchor::start, short_number(scale_.low()));
        text(x + scale_width, y + scale_height + 14, text_size, Anchor::end,
             short_number(scale_.high()) + (map_.cap > 0 ? " and more" : ""));
        text(x + scale_width + 14, y + scale_height, text_size, Anchor::start, map_.value_label);
    }

    static std::string short_number(double value) { return printed(std::round(value * 100) / 100); }

    const HeatMap& map_;
    ColourScale scale_;
    std::string body_;
};

}  // namespace

std::string HeatMap::svg() const { return HeatMapDrawing(*this).draw(); }

std::string HeatMap::braille() const {
    constexpr std::array<const char*, 5> blocks{"  ", "░░", "▒▒", "▓▓", "██"};
    const ColourScale scale(*this);
    std::string text = clean(title) + "\n";
    for (const Panel& panel : panels) {
        std::size_t width = 0;
        for (const std::string& label : panel.rows) width = std::max(width, io::columns(label));
        text += "\n" + clean(panel.title) + "\n";
        for (std::size_t i = panel.rows.size(); i-- > 0;) {
            text += std::string(width - io::columns(panel.rows[i]), ' ') + panel.rows[i] + " ";
            for (std::size_t j = 0; j < panel.values[i].size(); ++j) {
                const bool marked = i < panel.marks.size() && panel.marks[i] &&
                                    static_cast<std::size_t>(std::round(*panel.marks[i])) == j;
                const double share = scale.share(panel.values[i][j]);
                text += marked ? "()" : blocks[static_cast<std::size_t>(std::round(share * 4))];
            }
            text += "\n";
        }
        if (!panel.columns.empty())
            text += std::string(width + 1, ' ') + panel.columns.front() + " ... " +
                    panel.columns.back() + " " + clean(column_label) + "\n";
    }
    return text;
}

}  // namespace pipelab::io
