#include "io/axis.hpp"
#include "io/plot.hpp"
#include "io/plot_frame.hpp"
#include "io/plot_text.hpp"
#include "io/svg_elements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::io {
namespace {

constexpr double bold = 1.15;  // so much wider is text in bold
constexpr std::size_t band_rows = 3, legend_rows = 3;
constexpr double legend_height = 20, band_height = 16, swatch = 22;

/// Of all points that follow each other in one column of pixels: the first, the lowest, the
/// highest and the last, in order. Covers the same pixels.
std::vector<Pixel> thinned(const std::vector<Pixel>& points) {
    std::vector<Pixel> kept;
    for (std::size_t begin = 0, end; begin < points.size(); begin = end) {
        std::size_t low = begin, high = begin;
        const double column = std::floor(points[begin].x);
        for (end = begin; end < points.size() && std::floor(points[end].x) == column; ++end) {
            if (points[end].y < points[low].y) low = end;
            if (points[end].y > points[high].y) high = end;
        }
        std::array<std::size_t, 4> order{begin, std::min(low, high), std::max(low, high), end - 1};
        for (std::size_t i = 0; i < order.size(); ++i)
            if (i == 0 || order[i] != order[i - 1]) kept.push_back(points[order[i]]);
    }
    return kept;
}

/// Leaves out what is nearer than half a pixel to the point before, for lines that run to and fro.
std::vector<Pixel> without_near(const std::vector<Pixel>& points) {
    std::vector<Pixel> kept;
    for (const Pixel& point : points)
        if (kept.empty() || std::hypot(point.x - kept.back().x, point.y - kept.back().y) >= 0.5)
            kept.push_back(point);
    return kept;
}

/// From the segment a b.
double distance_to(Pixel a, Pixel b, Pixel p) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double along =
        square == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);
    return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/// Leaves out points that the line without them passes within a tenth of a pixel (Douglas and
/// Peucker 1973). O(n log n) for lines that are not made to be slow.
std::vector<Pixel> simplified(const std::vector<Pixel>& line) {
    if (line.size() < 3) return line;
    std::vector<bool> kept(line.size());
    kept.front() = kept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [begin, end] = open.back();
        open.pop_back();
        double farthest = 0.1;
        std::size_t split = begin;
        for (std::size_t i = begin + 1; i < end; ++i) {
            const double distance = distance_to(line[begin], line[end], line[i]);
            if (distance > farthest) farthest = distance, split = i;
        }
        if (split == begin) continue;
        kept[split] = true;
        open.push_back({begin, split});
        open.push_back({split, end});
    }
    std::vector<Pixel> left;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (kept[i]) left.push_back(line[i]);
    return left;
}

class SvgDrawing {
  public:
    SvgDrawing(const Plot& plot, double width, double height)
        : plot_(plot), frame_(make_frame(plot)), width_(width), height_(height) {
        title_ = clipped_at(clean(plot.title), title_size * bold, width - 2 * margin);
        lay_out_legend();
        place_axes();
    }
    std::string draw();

  private:
    struct Entry {
        std::string name;
        std::size_t series, row;
        double x;
    };

    static std::string clipped_at(const std::string& text, double size, double limit) {
        return clipped(text, limit / size, text_width);
    }
    static double small_width(std::string_view text) { return text_width(text) * text_size; }

    double x(double share) const { return left_ + share * (right_ - left_); }
    double y(double share) const { return bottom_ - share * (bottom_ - top_); }
    double plot_width() const { return right_ - left_; }

    void lay_out_legend();
    void place_axes();
    std::string head() const;
    std::string bands() const;
    std::string grid() const;
    std::string axes() const;
    std::string legend() const;
    std::string series() const;
    std::string curve(const Plot::Series& series, const std::string& paint,
                      std::string_view colour) const;
    std::string background(const Plot::Series& series) const;
    std::string points(const Plot::Series& series, std::string_view colour) const;
    std::string bar_path(const Plot::Series& series, std::string_view colour) const;
    std::string path(const std::vector<Pixel>& line) const;

    const Plot& plot_;
    Frame frame_;
    double width_, height_;
    double left_ = 0, right_ = 0, top_ = 0, bottom_ = 0;
    double legend_top_ = 0;
    std::string title_, x_label_, y_label_;
    std::vector<Entry> entries_;
    std::vector<Shade> shades_;
    Ticks x_ticks_, y_ticks_;
};

void SvgDrawing::lay_out_legend() {
    double x = margin;
    std::size_t row = 0;
    for (std::size_t i = 0; i < plot_.series.size(); ++i) {
        if (plot_.series[i].name.empty()) continue;
        const std::string name =
            clipped_at(clean(plot_.series[i].name), text_size, width_ / 2 - swatch - 2 * margin);
        const double size = swatch + 6 + small_width(name);
        if (x + size > width_ - margin && x > margin) {
            x = margin;
            if (++row == legend_rows) break;
        }
        entries_.push_back({name, i, row, x});
        x += size + 18;
    }
}

void SvgDrawing::place_axes() {
    top_ = title_.empty() ? margin - 4 : margin + title_size + 8;
    legend_top_ = top_;
    if (!entries_.empty()) top_ += static_cast<double>(entries_.back().row + 1) * legend_height + 2;

    // The height decides about the ticks of y, their labels about the left border.
    bottom_ = height_ - margin - text_size - 4;
    const double label_height = label_size + 8;
    const bool expected = !plot_.x.label.empty() || !make_ticks(frame_.x, 6).unit.empty();
    if (expected) bottom_ -= label_height;
    const double tall = std::max(bottom_ - top_, 30.0);
    y_ticks_ = fitting_ticks(frame_.y, std::clamp(static_cast<int>(tall / 58), 2, 8),
                             text_size / tall, [&](std::string_view) { return text_size / tall; });
    double widest = 0;
    for (const Tick& tick : y_ticks_.ticks) widest = std::max(widest, small_width(tick.label));
    left_ = margin + std::min(widest, width_ / 3) + 9;
    if (!plot_.y.label.empty() || !y_ticks_.unit.empty()) left_ += label_height;
    right_ = width_ - margin - 8;
    x_ticks_ = fitting_ticks(
        frame_.x, std::clamp(static_cast<int>(plot_width() / 85), 2, 9), 14 / plot_width(),
        [&](std::string_view label) { return small_width(label) / plot_width(); });
    // The first and the last label may stick out of the picture.
    double before = 0, beyond = 0;
    for (const Tick& tick : x_ticks_.ticks) {
        const double at = x(frame_.x.position(tick.value)), half = small_width(tick.label) / 2;
        before = std::max(before, 4 - (at - half));
        beyond = std::max(beyond, at + half - (width_ - 4));
    }
    left_ += std::min(before, width_ / 8);
    right_ -= std::min(beyond, width_ / 8);
    x_label_ = full_label(plot_.x.label, x_ticks_.unit, plot_width() / label_size, text_width);
    if (!x_label_.empty() && !expected) bottom_ -= label_height;

    shades_ = shades(plot_, frame_, plot_width(), band_rows, 8, small_width);
    std::size_t rows = 0;
    for (const Shade& shade : shades_)
        if (!shade.label.empty()) rows = std::max(rows, shade.row + 1);
    top_ += static_cast<double>(rows) * band_height + 4;
    top_ = std::min(top_, bottom_ - 20);
    y_label_ = full_label(plot_.y.label, y_ticks_.unit, (bottom_ - top_) / label_size, text_width);
}

std::string SvgDrawing::head() const {
    const std::string size = px(width_) + " " + px(height_);
    std::string made = "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
                       attribute("width", width_) + attribute("height", height_) +
                       attribute("viewBox", "0 0 " + size) +
                       " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', "
                       "sans-serif\" fill=\"#222222\">\n";
    if (!title_.empty()) made += "<title>" + escaped(clean(plot_.title)) + "</title>\n";
    // A background of its own keeps it readable on dark pages.
    made += rectangle(0, 0, width_, height_) + " fill=\"#ffffff\"/>\n";
    if (!title_.empty())
        made += text_element({width_ / 2, margin + title_size - 3}, title_size, Anchor::middle,
                             title_, " font-weight=\"600\"");
    return made;
}

std::string SvgDrawing::bands() const {
    std::string made;
    for (const Shade& shade : shades_) {
        const double wide = std::max((shade.to - shade.from) * plot_width(), 1.5);
        const double from = std::min(x(shade.from), right_ - wide);
        made += rectangle(from, top_, wide, bottom_ - top_) +
                " fill=\"#e69f00\" fill-opacity=\"0.22\"/>\n";
        if (shade.label.empty()) continue;
        const double base = top_ - 5 - static_cast<double>(shade.row) * band_height;
        made += text_element({left_ + shade.centre, base}, text_size, Anchor::middle, shade.label,
                             " fill=\"#8a5a00\"");
    }
    return made;
}

std::string SvgDrawing::grid() const {
    std::string made = "<g stroke=\"#e4e4e4\" stroke-width=\"1\">\n";
    for (const Tick& tick : x_ticks_.ticks) {
        const double at = x(frame_.x.position(tick.value));
        if (!tick.label.empty()) made += line_element({at, top_}, {at, bottom_}, "");
    }
    for (const Tick& tick : y_ticks_.ticks) {
        const double at = y(frame_.y.position(tick.value));
        if (!tick.label.empty()) made += line_element({left_, at}, {right_, at}, "");
    }
    return made + "</g>\n";
}

std::string SvgDrawing::axes() const {
    std::string lines = "<g stroke=\"#444444\" stroke-width=\"1\">\n", texts;
    lines += line_element({left_, bottom_}, {right_, bottom_}, "");
    lines += line_element({left_, top_}, {left_, bottom_}, "");
    for (const Tick& tick : x_ticks_.ticks) {
        const double at = x(frame_.x.position(tick.value)), size = tick.label.empty() ? 3 : 5;
        lines += line_element({at, bottom_}, {at, bottom_ + size}, "");
        if (!tick.label.empty())
            texts +=
                text_element({at, bottom_ + 7 + text_size}, text_size, Anchor::middle, tick.label);
    }
    for (const Tick& tick : y_ticks_.ticks) {
        const double at = y(frame_.y.position(tick.value)), size = tick.label.empty() ? 3 : 5;
        lines += line_element({left_ - size, at}, {left_, at}, "");
        if (!tick.label.empty())
            texts += text_element({left_ - 8, at + text_size * 0.35}, text_size, Anchor::end,
                                  clipped_at(tick.label, text_size, width_ / 3));
    }
    if (!x_label_.empty())
        texts += text_element({(left_ + right_) / 2, height_ - margin + 2}, label_size,
                              Anchor::middle, x_label_);
    if (!y_label_.empty()) {
        const Pixel at{margin + label_size - 4, (top_ + bottom_) / 2};
        texts += text_element(at, label_size, Anchor::middle, y_label_,
                              " transform=\"rotate(-90 " + px(at.x) + " " + px(at.y) + ")\"");
    }
    return lines + "</g>\n" + texts;
}

std::string SvgDrawing::legend() const {
    std::string made;
    for (const Entry& entry : entries_) {
        const double base = legend_top_ + static_cast<double>(entry.row) * legend_height + 13;
        const double middle = base - text_size * 0.35;
        const std::string_view colour = series_colour(entry.series);
        switch (plot_.series[entry.series].style) {
            case Plot::Style::line:
                made += line_element({entry.x, middle}, {entry.x + swatch, middle},
                                     series_stroke(entry.series) + " stroke-width=\"2.2\"");
                break;
            case Plot::Style::points:
                made += "<circle" + attribute("cx", entry.x + swatch / 2) +
                        attribute("cy", middle) + " r=\"3.5\"" + attribute("fill", colour) + "/>\n";
                break;
            default:
                made += rectangle(entry.x + 4, middle - 5, swatch - 8, 10) +
                        attribute("fill", colour) + " fill-opacity=\"0.8\"/>\n";
        }
        made += text_element({entry.x + swatch + 6, base}, text_size, Anchor::start, entry.name);
    }
    return made;
}

std::string SvgDrawing::path(const std::vector<Pixel>& line) const {
    std::string made;
    for (const Pixel& point : line)
        made += (made.empty() ? "M" : "L") + px(point.x) + " " + px(point.y);
    return line.size() == 1 ? made + "h0" : made;
}

std::string SvgDrawing::background(const Plot::Series& series) const {
    std::string lines;
    for (const std::vector<Share>& stretch : stretches(plot_, series, frame_)) {
        std::vector<Pixel> line;
        for (const Share& share : stretch) line.push_back({x(share.x), y(share.y)});
        lines += path(simplified(line));
    }
    if (lines.empty()) return lines;
    return "<path fill=\"none\" stroke-linejoin=\"round\" stroke=\"#a8a8a8\"" +
           attribute("stroke-width", 0.8) + attribute("d", lines) + "/>\n";
}

std::string SvgDrawing::curve(const Plot::Series& series, const std::string& paint,
                              std::string_view colour) const {
    const bool filled = series.style == Plot::Style::area;
    const auto many = static_cast<std::size_t>(4 * plot_width());
    std::string lines, areas;
    for (const std::vector<Share>& stretch : stretches(plot_, series, frame_)) {
        std::vector<Pixel> line;
        for (const Share& share : stretch) line.push_back({x(share.x), y(share.y)});
        if (line.size() > many) line = thinned(line);
        if (line.size() > 2 * many) line = without_near(line);
        lines += path(line);
        if (filled)
            areas += path(line) + "L" + px(line.back().x) + " " + px(y(frame_.base)) + "L" +
                     px(line.front().x) + " " + px(y(frame_.base)) + "Z";
    }
    std::string made;
    if (lines.empty()) return made;
    if (filled)
        made += "<path" + attribute("fill", colour) + " fill-opacity=\"0.3\"" +
                attribute("d", areas) + "/>\n";
    const bool lone = lines.find('L') == std::string::npos;
    return made + "<path fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"" + paint +
           attribute("stroke-width", lone ? 6 : 1.75) + attribute("d", lines) + "/>\n";
}

std::string SvgDrawing::points(const Plot::Series& series, std::string_view colour) const {
    constexpr std::size_t many = 4000;
    constexpr double cell = 1.5;
    std::vector<Pixel> dots;
    for (const std::vector<Share>& stretch : stretches(plot_, series, frame_))
        for (const Share& share : stretch)
            if (share.x >= 0 && share.x <= 1 && share.y >= 0 && share.y <= 1)
                dots.push_back({x(share.x), y(share.y)});
    const double size = dots.size() <= 300 ? 6 : dots.size() <= many ? 4 : 2.5;
    const auto across = static_cast<std::size_t>(width_ / cell) + 1;
    const auto down = static_cast<std::size_t>(height_ / cell) + 1;
    std::vector<bool> taken(dots.size() > many ? across * down : 0);
    std::string path;
    for (const Pixel& dot : dots) {
        if (!taken.empty()) {
            const auto at = static_cast<std::size_t>(dot.y / cell) * across +
                            static_cast<std::size_t>(dot.x / cell);
            if (taken[at]) continue;
            taken[at] = true;
        }
        path += "M" + px(dot.x) + " " + px(dot.y) + "h0";
    }
    if (path.empty()) return path;
    return "<path fill=\"none\" stroke-linecap=\"round\" stroke-opacity=\"0.75\"" +
           attribute("stroke", colour) + attribute("stroke-width", size) + attribute("d", path) +
           "/>\n";
}

std::string SvgDrawing::bar_path(const Plot::Series& series, std::string_view colour) const {
    const std::vector<Bar> all = io::bars(plot_, series, frame_);
    std::string path;
    const auto add = [&](double left, double right, double low, double high) {
        path += "M" + px(left) + " " + px(y(low)) + "V" + px(y(high)) + "H" + px(right) + "V" +
                px(y(low)) + "Z";
    };
    for (std::size_t i = 0; i < all.size();) {
        const double left = x(all[i].left), right = x(all[i].right);
        if (right - left >= 1) {
            const double gap = right - left > 6 ? 0.5 : 0;
            add(left + gap, right - gap, all[i].low, all[i].high);
            ++i;
            continue;
        }
        // Narrower than a pixel: one bar for all that begin in this column.
        const double column = std::floor(left);
        double low = all[i].low, high = all[i].high;
        for (; i < all.size() && std::floor(x(all[i].left)) == column; ++i) {
            low = std::min(low, all[i].low);
            high = std::max(high, all[i].high);
        }
        add(column, column + 1, low, high);
    }
    if (path.empty()) return path;
    return "<path" + attribute("fill", colour) + " fill-opacity=\"0.8\"" + attribute("d", path) +
           "/>\n";
}

std::string SvgDrawing::series() const {
    // An inner picture clips without an id, which could meet its like on one page.
    const double wide = plot_width() + 4, high = bottom_ - top_ + 4;
    const std::string clip =
        "<svg" + attribute("x", left_ - 2) + attribute("y", top_ - 2) + attribute("width", wide) +
        attribute("height", high) +
        attribute("viewBox", px(left_ - 2) + " " + px(top_ - 2) + " " + px(wide) + " " + px(high)) +
        ">\n";
    std::string made;
    for (const Plot::Series& line : plot_.backdrop) made += clip + background(line) + "</svg>\n";
    for (std::size_t i = 0; i < plot_.series.size(); ++i) {
        const Plot::Series& series = plot_.series[i];
        const std::string_view colour = series_colour(i);
        switch (series.style) {
            case Plot::Style::points:
                made += points(series, colour);
                break;
            case Plot::Style::bars:
                made += clip + bar_path(series, colour) + "</svg>\n";
                break;
            default:
                made += clip + curve(series, series_stroke(i), colour) + "</svg>\n";
        }
    }
    if (frame_.empty)
        made += text_element({(left_ + right_) / 2, (top_ + bottom_) / 2}, label_size,
                             Anchor::middle, "no data", " fill=\"#777777\"");
    return made;
}

std::string SvgDrawing::draw() {
    return head() + bands() + grid() + series() + axes() + legend() + "</svg>\n";
}

}  // namespace

std::string svg(const Plot& plot, int width, int height) {
    return SvgDrawing(plot, std::max(width, 160), std::max(height, 120)).draw();
}

}  // namespace pipelab::io
