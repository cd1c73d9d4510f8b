#include "base/array.hpp"
#include "geometry/sketch_drawing.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {
namespace {

using io::attribute;
using io::Pixel;
using io::px;

constexpr double widest = 760, highest = 560, margin = 20;
constexpr double text_size = 11, legend_size = 13, title_size = 16, line_height = 20;
constexpr std::string_view ground_colour = "#8a8a8a";

std::string_view colour_of(const Sketch::Layer& layer) {
    return layer.colour == 0 ? ground_colour : io::series_colour(layer.colour - 1);
}

/// The layers of a sketch on a page.
class Page {
  public:
    Page(const std::vector<Sketch::Layer>& layers, std::string_view title)
        : layers_(layers), title_(title), frame_(layers, widest, highest) {
        for (const Sketch::Layer& layer : layers)
            if (!layer.name.empty()) named_.push_back(&layer);
        top_ = margin + (title.empty() ? 0 : title_size + 8);
        if (named_.size() > 1 || (named_.size() == 1 && layers.size() > 1))
            top_ += line_height;
        else
            named_.clear();
    }

    std::string draw() {
        std::string made = head() + legend();
        for (const Sketch::Layer& layer : layers_) made += draw(layer);
        for (const Sketch::Layer& layer : layers_) made += labels(layer);
        return made + "</svg>\n";
    }

  private:
    double page_width() const { return std::max(frame_.width(), 240.0) + 2 * margin; }
    double page_height() const { return frame_.height() + top_ + margin; }

    Pixel place(Point point) const { return on_page(frame_.place(point)); }
    Pixel on_page(Pixel at) const {
        return {at.x + (page_width() - frame_.width()) / 2, page_height() - margin - at.y};
    }

    std::string head() const {
        std::string made =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
            attribute("width", page_width()) + attribute("height", page_height()) +
            attribute("viewBox", "0 0 " + px(page_width()) + " " + px(page_height())) +
            " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', "
            "sans-serif\" fill=\"#222222\">\n" +
            io::rectangle(0, 0, page_width(), page_height()) + " fill=\"#ffffff\"/>\n";
        if (!title_.empty())
            made += io::text_element({page_width() / 2, margin + title_size - 3}, title_size,
                                     io::Anchor::middle, title_, " font-weight=\"600\"");
        return made;
    }

    std::string legend() const {
        std::string made;
        double x = margin;
        const double base = top_ - 6;
        for (const Sketch::Layer* layer : named_) {
            made += io::rectangle(x, base - 10, 12, 12) + attribute("fill", colour_of(*layer)) +
                    " fill-opacity=\"0.8\"/>\n" +
                    io::text_element({x + 18, base}, legend_size, io::Anchor::start, layer->name);
            x += 18 + 7.2 * static_cast<double>(layer->name.size()) + 18;
        }
        return made;
    }

    std::string draw(const Sketch::Layer& layer) {
        const std::string colour(colour_of(layer));
        std::string made;
        const std::string thin = attribute("stroke", colour) + attribute("stroke-width", 1.5) +
                                 " stroke-linejoin=\"round\"";
        const std::string open = paths(layer, false) + segments(layer) + across(layer);
        const std::string closed = paths(layer, true);
        if (!closed.empty())
            made += "<path" + attribute("fill", colour) +
                    " fill-opacity=\"0.15\" fill-rule=\"evenodd\"" + thin + " d=\"" + closed +
                    "\"/>\n";
        if (!open.empty()) made += "<path fill=\"none\"" + thin + " d=\"" + open + "\"/>\n";
        if (!layer.circles.empty()) {
            made += "<g fill=\"none\"" + thin + ">\n";
            for (const auto& [centre, radius] : layer.circles) {
                const Pixel at = place(centre);
                made += "<circle" + attribute("cx", at.x) + attribute("cy", at.y) +
                        attribute("r", frame_.length(radius)) + "/>\n";
            }
            made += "</g>\n";
        }
        return made + dots(layer, colour);
    }

    std::string dots(const Sketch::Layer& layer, const std::string& colour) const {
        if (layer.dots.empty()) return {};
        detail::Drawn drawn;
        std::string path;
        for (const Point point : layer.dots) {
            const Pixel at = place(point);
            if (drawn.first(at, at)) path += "M" + px(at.x) + " " + px(at.y) + "h0";
        }
        const double size = layer.dots.size() <= 200 ? 6 : layer.dots.size() <= 5000 ? 3.5 : 1.5;
        return "<path fill=\"none\" stroke-linecap=\"round\"" + attribute("stroke", colour) +
               attribute("stroke-width", size) + " d=\"" + path + "\"/>\n";
    }

    std::string segments(const Sketch::Layer& layer) const {
        detail::Drawn drawn;
        std::string path;
        for (const Segment& segment : layer.segments)
            append(path, place(segment.a), place(segment.b), drawn);
        return path;
    }

    std::string across(const Sketch::Layer& layer) const {
        detail::Drawn drawn;
        std::string path;
        const auto add = [&](const Segment& segment, bool ray) {
            const auto ends = frame_.across(segment, ray);
            append(path, on_page(ends.first), on_page(ends.second), drawn);
        };
        for (const Segment& segment : layer.rays) add(segment, true);
        for (const Segment& segment : layer.lines) add(segment, false);
        return path;
    }

    static void append(std::string& path, Pixel a, Pixel b, detail::Drawn& drawn) {
        if (!drawn.first(a, b)) return;
        path += "M" + px(a.x) + " " + px(a.y) + "L" + px(b.x) + " " + px(b.y);
    }

    std::string paths(const Sketch::Layer& layer, bool closed) const {
        std::string made;
        detail::Drawn drawn;
        std::size_t part = 0, begin = 0;
        for (const Sketch::Layer::Path& path : layer.paths)
            for (; part < path.end; ++part) {
                const std::span<const Point> points{layer.path_points.data() + begin,
                                                    layer.path_ends[part] - begin};
                begin = layer.path_ends[part];
                if (path.closed == closed) append(made, points, closed, drawn);
            }
        return made;
    }

    /// Points that move less than a third of a pixel are left out.
    void append(std::string& made, std::span<const Point> points, bool closed,
                detail::Drawn& drawn) const {
        constexpr double least = 0.34;
        if (points.empty()) return;
        Pixel last = place(points[0]), low = last, high = last;
        std::string path = "M" + px(last.x) + " " + px(last.y);
        bool skipped = false;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Pixel at = place(points[i]);
            low = {std::min(low.x, at.x), std::min(low.y, at.y)};
            high = {std::max(high.x, at.x), std::max(high.y, at.y)};
            skipped = std::abs(at.x - last.x) < least && std::abs(at.y - last.y) < least;
            if (skipped) continue;
            path += "L" + px(at.x) + " " + px(at.y);
            last = at;
        }
        const bool small = high.x - low.x < 1 && high.y - low.y < 1;
        if (small && !drawn.first(low, high)) return;
        if (skipped && !closed) {
            const Pixel at = place(points.back());
            path += "L" + px(at.x) + " " + px(at.y);
        }
        made += path + (closed ? "Z" : "");
    }

    std::string labels(const Sketch::Layer& layer) {
        std::string made;
        for (const auto& [point, text] : layer.labels) {
            const Pixel at = place(point);
            const double wide = 6.2 * static_cast<double>(text.size());
            Box box{{at.x + 5, at.y - 5}, {at.x + 5 + wide, at.y + 6}};
            io::Anchor anchor = io::Anchor::start;
            if (box.high.x > page_width()) {
                box = {{at.x - 5 - wide, box.low.y}, {at.x - 5, box.high.y}};
                anchor = io::Anchor::end;
            }
            if (!free(box)) continue;
            taken_.push_back(box);
            const double x = anchor == io::Anchor::start ? at.x + 5 : at.x - 5;
            made += io::text_element({x, at.y + 4}, text_size, anchor, text,
                                     " stroke=\"#ffffff\" stroke-width=\"3\" "
                                     "paint-order=\"stroke\"");
        }
        return made;
    }

    bool free(const Box& box) const {
        return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
            return box.low.x < other.high.x && other.low.x < box.high.x &&
                   box.low.y < other.high.y && other.low.y < box.high.y;
        });
    }

    const std::vector<Sketch::Layer>& layers_;
    std::string_view title_;
    detail::Frame frame_;
    std::vector<const Sketch::Layer*> named_;
    double top_;
    std::vector<Box> taken_;
};

}  // namespace

std::string Sketch::svg() const { return Page(layers_, title_).draw(); }

}  // namespace pipelab::geometry
