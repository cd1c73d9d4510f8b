#include "io/axis.hpp"
#include "io/braille_canvas.hpp"
#include "io/plot.hpp"
#include "io/plot_frame.hpp"
#include "io/plot_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {
namespace {

/// Series are told apart by how their lines are dotted.
bool dotted_in(std::size_t series, int step) {
    switch (series % 3) {
        case 0:
            return true;
        case 1:
            return step % 3 == 0;
        default:
            return step % 8 < 5;
    }
}

std::string sample(const Plot& plot, std::size_t series) {
    switch (plot.series[series].style) {
        case Plot::Style::points:
            return "⠂⠐";
        case Plot::Style::bars:
            return "⣿⣿";
        case Plot::Style::area:
            return "⣤⣤";
        default:
            return series % 3 == 0 ? "⠤⠤⠤" : series % 3 == 1 ? "⠄⠠ " : "⠤⠄⠤";
    }
}

double column_width(std::string_view text) { return static_cast<double>(columns(text)); }

/// A line of text in which pieces are put at columns.
class Line {
  public:
    explicit Line(std::size_t size) : cells_(size, " ") {}
    /// Leaves out what lies beyond the ends.
    void put(int column, std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++column) {
            std::size_t end = i + 1;
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
                ++end;
            if (column >= 0 && static_cast<std::size_t>(column) < cells_.size())
                cells_[static_cast<std::size_t>(column)] = text.substr(i, end - i);
            i = end;
        }
    }
    std::string str() const {
        std::string text;
        for (const std::string& cell : cells_) text += cell;
        text.erase(text.find_last_not_of(' ') + 1);
        return text + "\n";
    }

  private:
    std::vector<std::string> cells_;
};

class BrailleDrawing {
  public:
    BrailleDrawing(const Plot& plot, int columns, int rows);
    std::string draw();

  private:
    int dot_x(double share) const { return dot(share, canvas_width_ * 2); }
    int dot_y(double share) const { return dot(share, canvas_height_ * 4); }
    static int dot(double share, int dots) {
        return static_cast<int>(std::floor(share * (dots - 1) + 0.5));
    }
    int centred(std::string_view text) const {
        return left_ + (canvas_width_ - static_cast<int>(columns(text))) / 2;
    }
    Line line() const { return Line(static_cast<std::size_t>(columns_)); }

    void lay_out(int rows);
    std::vector<std::string> legend_lines() const;
    void draw_line(BrailleCanvas& canvas, const std::vector<Share>& points,
                   std::size_t series) const;
    void draw_segment(BrailleCanvas& canvas, Share from, Share to, std::size_t series,
                      int& step) const;
    void fill(BrailleCanvas& canvas, double left, double right, double low, double high) const;
    void draw_area(BrailleCanvas& canvas, const std::vector<Share>& points) const;
    void draw_series(BrailleCanvas& canvas, std::size_t index) const;
    void draw_bands(BrailleCanvas& canvas) const;
    std::string top() const;
    std::string framed(const BrailleCanvas& canvas) const;
    std::string bottom() const;

    const Plot& plot_;
    Frame frame_;
    int columns_;
    int left_ = 0, canvas_width_ = 0, canvas_height_ = 0;
    bool show_title_ = false, show_x_label_ = false, show_y_label_ = false;
    std::vector<std::string> legend_;
    std::size_t band_rows_ = 0;
    std::string x_label_, y_label_;
    std::vector<Shade> shades_;
    Ticks x_ticks_, y_ticks_;
};

BrailleDrawing::BrailleDrawing(const Plot& plot, int columns, int rows)
    : plot_(plot), frame_(make_frame(plot)), columns_(columns) {
    lay_out(rows);
}

std::vector<std::string> BrailleDrawing::legend_lines() const {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t i = 0; i < plot_.series.size(); ++i) {
        if (plot_.series[i].name.empty()) continue;
        const std::string entry =
            sample(plot_, i) + " " +
            clipped(clean(plot_.series[i].name), columns_ / 2 - 5, column_width);
        if (!line.empty() && column_width(line) + column_width(entry) + 3 > columns_) {
            lines.push_back(line);
            line.clear();
        }
        line += (line.empty() ? "" : "   ") + entry;
    }
    if (!line.empty()) lines.push_back(line);
    return lines;
}

void BrailleDrawing::lay_out(int rows) {
    // Two lines belong to the x axis. What the numbers mean may leave the canvas two rows, all
    // else must leave it five.
    int left_over = rows - 2;
    const auto take = [&](bool wanted, int keep) {
        if (!wanted || left_over <= keep) return false;
        --left_over;
        return true;
    };
    show_x_label_ =
        take(!make_ticks(frame_.x, 5).unit.empty(), 2) || take(!plot_.x.label.empty(), 5);
    show_y_label_ =
        take(!make_ticks(frame_.y, 5).unit.empty(), 2) || take(!plot_.y.label.empty(), 5);
    show_title_ = take(!plot_.title.empty(), 5);
    for (const std::string& text : legend_lines())
        if (take(true, 5)) legend_.push_back(text);

    // Labels of bands may still take two rows.
    const int tall = std::max(left_over - (plot_.bands.empty() ? 0 : 2), 2);
    y_ticks_ = fitting_ticks(frame_.y, std::clamp(tall / 3, 2, 8), 0.5 / tall,
                             [&](std::string_view) { return 1.0 / tall; });
    std::size_t widest = 0;
    for (const Tick& tick : y_ticks_.ticks) widest = std::max(widest, columns(tick.label));
    left_ = std::min(static_cast<int>(widest), columns_ / 3) + 1;
    canvas_width_ = std::max(columns_ - left_ - 1, 4);
    const double length = canvas_width_;
    x_ticks_ = fitting_ticks(frame_.x, std::clamp(canvas_width_ / 9, 2, 10), 2 / length,
                             [&](std::string_view label) { return column_width(label) / length; });
    x_label_ = full_label(plot_.x.label, x_ticks_.unit, columns_, column_width);
    y_label_ = full_label(plot_.y.label, y_ticks_.unit, columns_, column_width);
    // Other ticks than first thought may have another unit.
    show_x_label_ = show_x_label_ || take(!x_ticks_.unit.empty(), 2);
    show_y_label_ = show_y_label_ || take(!y_ticks_.unit.empty(), 2);

    shades_ = shades(plot_, frame_, length, 2, 2, column_width);
    std::size_t wanted = 0;
    for (const Shade& shade : shades_)
        if (!shade.label.empty()) wanted = std::max(wanted, shade.row + 1);
    while (band_rows_ < wanted && take(true, 5)) ++band_rows_;
    canvas_height_ = left_over;
}

/// Bresenham's line, cut to the frame before it is made of dots.
void BrailleDrawing::draw_segment(BrailleCanvas& canvas, Share from, Share to, std::size_t series,
                                  int& step) const {
    double begin = 0, end = 1;
    const double dx = to.x - from.x, dy = to.y - from.y;
    for (const auto& [start, change] : {std::array{from.x, dx}, std::array{from.y, dy}}) {
        if (change == 0) {
            if (start < 0 || start > 1) return;
            continue;
        }
        const double a = (0 - start) / change, b = (1 - start) / change;
        begin = std::max(begin, std::min(a, b));
        end = std::min(end, std::max(a, b));
    }
    if (begin > end) return;
    int x = dot_x(from.x + begin * dx), y = dot_y(from.y + begin * dy);
    const int x_end = dot_x(from.x + end * dx), y_end = dot_y(from.y + end * dy);
    const int across = std::abs(x_end - x), down = -std::abs(y_end - y);
    const int x_step = x < x_end ? 1 : -1, y_step = y < y_end ? 1 : -1;
    for (int error = across + down;;) {
        if (dotted_in(series, step)) canvas.set(x, y);
        if (x == x_end && y == y_end) return;
        ++step;
        const int twice = 2 * error;
        if (twice >= down) {
            error += down;
            x += x_step;
        }
        if (twice <= across) {
            error += across;
            y += y_step;
        }
    }
}

void BrailleDrawing::draw_line(BrailleCanvas& canvas, const std::vector<Share>& points,
                               std::size_t series) const {
    int step = 0;
    if (points.size() == 1) draw_segment(canvas, points[0], points[0], 0, step);
    for (std::size_t i = 1; i < points.size(); ++i)
        draw_segment(canvas, points[i - 1], points[i], series, step);
}

void BrailleDrawing::fill(BrailleCanvas& canvas, double left, double right, double low,
                          double high) const {
    for (int x = dot_x(left); x <= std::max(dot_x(right) - 1, dot_x(left)); ++x)
        for (int y = dot_y(low); y <= dot_y(high); ++y) canvas.set(x, y);
}

void BrailleDrawing::draw_area(BrailleCanvas& canvas, const std::vector<Share>& points) const {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const Share &from = points[i], &to = points[i + 1];
        const int first = std::max(std::min(dot_x(from.x), dot_x(to.x)), 0);
        const int last = std::min(std::max(dot_x(from.x), dot_x(to.x)), canvas.width() - 1);
        for (int x = first; x <= last; ++x) {
            const double share = static_cast<double>(x) / (canvas.width() - 1);
            const double along = to.x == from.x ? 0 : (share - from.x) / (to.x - from.x);
            const double top = from.y + std::clamp(along, 0.0, 1.0) * (to.y - from.y);
            const double low = std::clamp(std::min(top, frame_.base), 0.0, 1.0);
            const double high = std::clamp(std::max(top, frame_.base), 0.0, 1.0);
            // Every second dot, so that it stays lighter than bars.
            for (int y = dot_y(low); y <= dot_y(high); ++y)
                if ((x + y) % 2 == 0) canvas.set(x, y);
        }
    }
}

void BrailleDrawing::draw_series(BrailleCanvas& canvas, std::size_t index) const {
    const Plot::Series& series = plot_.series[index];
    if (series.style == Plot::Style::bars) {
        for (const Bar& bar : bars(plot_, series, frame_))
            if (bar.high > bar.low) fill(canvas, bar.left, bar.right, bar.low, bar.high);
        return;
    }
    for (const std::vector<Share>& points : stretches(plot_, series, frame_)) {
        if (series.style == Plot::Style::points) {
            for (const Share& point : points)
                if (point.x >= 0 && point.x <= 1) canvas.set(dot_x(point.x), dot_y(point.y));
            continue;
        }
        if (series.style == Plot::Style::area) draw_area(canvas, points);
        draw_line(canvas, points, series.style == Plot::Style::area ? 0 : index);
    }
}

void BrailleDrawing::draw_bands(BrailleCanvas& canvas) const {
    for (const Shade& shade : shades_)
        for (const double edge : {shade.from, shade.to})
            for (int y = 0; y < canvas.height(); y += 2) canvas.set(dot_x(edge), y);
}

std::string BrailleDrawing::top() const {
    std::string text;
    if (show_title_) {
        const std::string title = clipped(clean(plot_.title), columns_, column_width);
        Line centre = line();
        centre.put(
            std::max(std::min(centred(title), columns_ - static_cast<int>(columns(title))), 0),
            title);
        text += centre.str();
    }
    for (const std::string& entry : legend_) text += entry + "\n";
    if (show_y_label_) text += y_label_ + "\n";
    for (std::size_t row = band_rows_; row-- > 0;) {
        Line labels = line();
        for (const Shade& shade : shades_)
            if (shade.row == row && !shade.label.empty())
                labels.put(
                    left_ + 1 +
                        static_cast<int>(std::floor(shade.centre - column_width(shade.label) / 2)),
                    shade.label);
        text += labels.str();
    }
    return text;
}

std::string BrailleDrawing::framed(const BrailleCanvas& canvas) const {
    std::vector<std::string> labels(static_cast<std::size_t>(canvas_height_));
    std::vector<std::string> marks(labels.size(), "│");
    for (const Tick& tick : y_ticks_.ticks) {
        const int row = canvas_height_ - 1 - dot_y(frame_.y.position(tick.value)) / 4;
        const auto at = static_cast<std::size_t>(std::clamp(row, 0, canvas_height_ - 1));
        if (tick.label.empty() || !labels[at].empty()) continue;
        labels[at] = clipped(tick.label, left_ - 1, column_width);
        marks[at] = "┤";
    }
    std::string text;
    for (int row = 0; row < canvas_height_; ++row) {
        const auto at = static_cast<std::size_t>(row);
        if (frame_.empty && row == canvas_height_ / 2) {
            Line empty = line();
            empty.put(left_, marks[at]);
            empty.put(left_ - 1 - static_cast<int>(columns(labels[at])), labels[at]);
            empty.put(centred("no data"), "no data");
            text += empty.str();
            continue;
        }
        const std::size_t room = static_cast<std::size_t>(left_) - columns(labels[at]) - 1;
        std::string whole = std::string(room, ' ') + labels[at] + " " + marks[at] + canvas.row(row);
        whole.erase(whole.find_last_not_of(' ') + 1);
        text += whole + "\n";
    }
    return text;
}

std::string BrailleDrawing::bottom() const {
    Line axis = line(), labels = line();
    axis.put(left_, "└");
    for (int column = 0; column < canvas_width_; ++column) axis.put(left_ + 1 + column, "─");
    for (const Tick& tick : x_ticks_.ticks) {
        if (tick.label.empty()) continue;
        const int column = left_ + 1 + dot_x(frame_.x.position(tick.value)) / 2;
        const int size = static_cast<int>(columns(tick.label));
        axis.put(column, "┬");
        labels.put(std::max(std::min(column - size / 2, columns_ - size), 0), tick.label);
    }
    std::string text = axis.str() + labels.str();
    if (show_x_label_) {
        Line label = line();
        const int size = static_cast<int>(columns(x_label_));
        label.put(std::max(std::min(centred(x_label_), columns_ - size), 0), x_label_);
        text += label.str();
    }
    return text;
}

std::string BrailleDrawing::draw() {
    BrailleCanvas canvas(canvas_width_, canvas_height_);
    draw_bands(canvas);
    for (std::size_t i = 0; i < plot_.series.size(); ++i) draw_series(canvas, i);
    return top() + framed(canvas) + bottom();
}

}  // namespace

std::string braille(const Plot& plot, int columns, int rows) {
    return BrailleDrawing(plot, std::max(columns, 20), std::max(rows, 6)).draw();
}

}  // namespace pipelab::io
