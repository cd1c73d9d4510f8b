#include "geometry/sketch_drawing.hpp"
#include "geometry/sketch_labels.hpp"
#include "io/plot_text.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {
namespace {

using io::attribute;
using io::Pixel;
using io::px;

constexpr double margin = 20, shape_of_page = 0.75, least_width = 240;
constexpr double label_size = 11, small_label_size = 9.5, legend_size = 13, title_size = 16;
constexpr double bold = 1.15;  // so much wider is text in bold
constexpr double line_height = 20, swatch = 12, stroke_width = 1.5;
/// What is smaller is drawn as pixels in a crowded layer, as is all that its text has no room for.
constexpr double small = 8;
constexpr std::size_t crowded_text = 4'000'000;
/// Labels without room near their points for which there is a search farther off: beyond, there is
/// no hope.
constexpr std::size_t most_far = 2000;
constexpr std::string_view ground_colour = "#8a8a8a";

std::string_view colour_of(const Sketch::Layer& layer) {
    return layer.colour == 0 ? ground_colour : io::series_colour(layer.colour - 1);
}

std::string stroke_of(const Sketch::Layer& layer) {
    return (layer.colour == 0 ? attribute("stroke", ground_colour)
                              : io::series_stroke(layer.colour - 1)) +
           attribute("stroke-width", stroke_width) + " stroke-linejoin=\"round\"";
}

double dot_size(const Sketch::Layer& layer) {
    if (layer.crowded()) return 1;
    const std::size_t count = layer.dots.size();
    return count <= 100 ? 6 : count <= 1000 ? 4.5 : count <= 10000 ? 2.5 : 1.5;
}

std::string clipped(const std::string& text, double size, double limit) {
    return io::clipped(io::clean(text), limit / size, io::text_width);
}

Box box_of(const std::vector<Pixel>& line) {
    Box box{{line[0].x, line[0].y}, {line[0].x, line[0].y}};
    for (const Pixel at : line) {
        box.low = {std::min(box.low.x, at.x), std::min(box.low.y, at.y)};
        box.high = {std::max(box.high.x, at.x), std::max(box.high.y, at.y)};
    }
    return box;
}

/// The layers of a sketch on a page.
class Page {
  public:
    Page(const std::vector<Sketch::Layer>& layers, const std::string& title, double width)
        : layers_(layers), frame_(layers, width, width * shape_of_page) {
        title_ = clipped(title, title_size * bold, width);
        page_width_ = std::max({frame_.width(), std::min(width, least_width),
                                io::text_width(title_) * title_size * bold}) +
                      2 * margin;
        top_ = margin + (title_.empty() ? 0 : title_size + 8);
        lay_out_legend();
        page_height_ = frame_.height() + top_ + margin;
    }

    std::string draw() {
        std::string made = head() + legend();
        for (const Sketch::Layer& layer : layers_) made += draw(layer);
        return made + labels() + "</svg>\n";
    }

    std::size_t hidden_labels() {
        labels();
        return hidden_;
    }

  private:
    struct Entry {
        std::string name;
        std::string_view colour;
        Pixel at;
    };

    void lay_out_legend() {
        double x = margin;
        for (const Sketch::Layer& layer : layers_) {
            if (layer.name.empty()) continue;
            const double room = page_width_ - 2 * margin - swatch - 6;
            const std::string name = clipped(layer.name, legend_size, room);
            const double wide = swatch + 6 + io::text_width(name) * legend_size;
            if (entries_.empty() || x + wide > page_width_ - margin) {
                x = margin;
                top_ += line_height;
            }
            entries_.push_back({name, colour_of(layer), {x, top_ - 10}});
            x += wide + 14;
        }
    }

    Pixel place(Point point) const { return on_page(frame_.place(point)); }
    Pixel on_page(Pixel at) const {
        return {at.x + (page_width_ - frame_.width()) / 2, page_height_ - margin - at.y};
    }

    std::string head() const {
        std::string made =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
            attribute("width", page_width_) + attribute("height", page_height_) +
            attribute("viewBox", "0 0 " + px(page_width_) + " " + px(page_height_)) +
            " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', "
            "sans-serif\" fill=\"#222222\">\n" +
            io::rectangle(0, 0, page_width_, page_height_) + " fill=\"#ffffff\"/>\n";
        if (!title_.empty())
            made += io::text_element({page_width_ / 2, margin + title_size - 3}, title_size,
                                     io::Anchor::middle, title_, " font-weight=\"600\"");
        return made;
    }

    std::string legend() const {
        std::string made;
        for (const Entry& entry : entries_)
            made += io::rectangle(entry.at.x, entry.at.y - 10, swatch, swatch) +
                    attribute("fill", entry.colour) + " fill-opacity=\"0.8\"/>\n" +
                    io::text_element({entry.at.x + swatch + 6, entry.at.y}, legend_size,
                                     io::Anchor::start, entry.name);
        return made;
    }

    std::string draw(const Sketch::Layer& layer) {
        if (layer.crowded())
            crowd_.emplace(page_width_, page_height_);
        else
            crowd_.reset();
        room_ = crowded_text;
        std::string areas, lines;
        draw_paths(layer, areas, lines);
        for (const Straight& straight : layer.straights) {
            const auto ends = frame_.across(straight, margin * 0.6);
            append(lines, {on_page(ends.first), on_page(ends.second)}, false);
        }
        std::string made;
        const std::string stroke = stroke_of(layer);
        if (!areas.empty())
            made += "<g" + attribute("fill", colour_of(layer)) +
                    " fill-opacity=\"0.15\" fill-rule=\"evenodd\"" + stroke + ">\n" + areas +
                    "</g>\n";
        if (!lines.empty()) made += "<path fill=\"none\"" + stroke + " d=\"" + lines + "\"/>\n";
        const std::string round = circles(layer);
        if (!round.empty()) made += "<g fill=\"none\"" + stroke + ">\n" + round + "</g>\n";
        return made + dots(layer);
    }

    void draw_paths(const Sketch::Layer& layer, std::string& areas, std::string& lines) {
        std::size_t part = 0;
        std::vector<Pixel> line;
        for (const Sketch::Layer::Path& path : layer.paths) {
            std::string area;
            for (; part < path.end; ++part) {
                line.clear();
                for (const Point point : layer.part(part)) line.push_back(place(point));
                append(path.closed ? area : lines, line, path.closed);
            }
            if (!area.empty()) areas += "<path d=\"" + area + "\"/>\n";
        }
    }

    std::string circles(const Sketch::Layer& layer) {
        std::string made;
        for (const auto& [centre, radius] : layer.circles) {
            const Pixel at = place(centre);
            const double r = frame_.length(radius);
            const std::string circle = "<circle" + attribute("cx", at.x) + attribute("cy", at.y) +
                                       attribute("r", r) + "/>\n";
            if (crowd_ && (r < small || !has_room(circle)))
                detail::stroke_circle(at, r, 1, [&](double x, double y) { crowd_->set(x, y); });
            else
                made += circle;
        }
        return made;
    }

    /// Points, and segments that are too short to be seen.
    std::string dots(const Sketch::Layer& layer) {
        std::string path;
        const auto add = [&](Pixel at) {
            if (crowd_)
                crowd_->set(at.x, at.y);
            else
                path += "M" + px(at.x) + " " + px(at.y) + "h0";
        };
        for (const Point point : layer.dots) add(place(point));
        for (const Straight& straight : layer.straights) {
            const Pixel a = place(straight.a), b = place(straight.b);
            if (straight.extent == Extent::segment && std::hypot(a.x - b.x, a.y - b.y) < 3) add(a);
        }
        if (crowd_) path = crowd_->path();
        if (path.empty()) return {};
        const std::string_view cap = crowd_ ? "" : " stroke-linecap=\"round\"";
        return "<path fill=\"none\"" + std::string(cap) + attribute("stroke", colour_of(layer)) +
               attribute("stroke-width", dot_size(layer)) + " d=\"" + path + "\"/>\n";
    }

    /// Points that move less than a third of a pixel are left out.
    void append(std::string& made, const std::vector<Pixel>& line, bool closed) {
        constexpr double least = 0.34;
        if (line.empty()) return;
        if (crowd_ && is_small(line)) return set_pixels(line, closed);
        Pixel last = line[0];
        std::string text = "M" + px(last.x) + " " + px(last.y);
        for (std::size_t i = 1; i < line.size(); ++i) {
            const Pixel at = line[i];
            const bool ends = i + 1 == line.size() && !closed;
            if (!ends && std::abs(at.x - last.x) < least && std::abs(at.y - last.y) < least)
                continue;
            text += "L" + px(at.x) + " " + px(at.y);
            last = at;
        }
        if (closed) text += "Z";
        if (crowd_ && !has_room(text)) return set_pixels(line, closed);
        made += text;
    }

    bool has_room(std::string_view text) {
        if (text.size() > room_) return false;
        room_ -= text.size();
        return true;
    }

    static bool is_small(const std::vector<Pixel>& line) {
        const Box box = box_of(line);
        return box.high.x - box.low.x < small && box.high.y - box.low.y < small;
    }

    void set_pixels(const std::vector<Pixel>& line, bool closed) {
        const auto set = [this](double x, double y) { crowd_->set(x, y); };
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            detail::stroke(line[i], line[i + 1], 1, set);
        if (closed || line.size() == 1) detail::stroke(line.back(), line.front(), 1, set);
    }

    std::string labels() {
        std::size_t count = 0;
        for (const Sketch::Layer& layer : layers_) count += layer.labels.size();
        if (count == 0) return {};
        label_size_ = count <= 100 ? label_size : small_label_size;
        detail::LabelRoom room(page_width_, page_height_);
        room.keep_free({{0, 0}, {page_width_, top_ - margin / 2}});
        for (const Sketch::Layer& layer : layers_)
            for (const Point point : layer.dots) {
                const double radius = dot_size(layer) / 2;
                const Pixel at = place(point);
                room.keep_free({{at.x - radius, at.y - radius}, {at.x + radius, at.y + radius}});
            }
        Texts texts;
        std::vector<const Sketch::Label*> crammed;
        for (const Sketch::Layer& layer : layers_)
            for (const Sketch::Label& label : layer.labels)
                if (!add_label(label, false, room, texts)) crammed.push_back(&label);
        hidden_ = 0;
        for (const Sketch::Label* label : crammed)
            if (hidden_ >= most_far || !add_label(*label, true, room, texts)) ++hidden_;
        if (!texts.lines.empty())
            texts.lines = "<path fill=\"none\" stroke=\"#777777\" stroke-width=\"0.6\" d=\"" +
                          texts.lines + "\"/>\n";
        return texts.lines + "<g stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">\n" +
               texts.elements + "</g>\n";
    }

    struct Texts {
        std::string elements, lines;
    };

    /// False where there is no room.
    bool add_label(const Sketch::Label& label, bool far, detail::LabelRoom& room, Texts& texts) {
        const std::string text = clipped(label.text, label_size_, page_width_ - 2 * margin);
        const double wide = io::text_width(text) * label_size_, high = label_size_ + 1;
        const Pixel at = place(label.at);
        const auto found =
            far ? room.far(at, wide, high) : room.near(at, wide, high, label.centred);
        if (!found) return false;
        const Box& box = found->box;
        const double x = found->anchor == io::Anchor::start ? box.low.x
                         : found->anchor == io::Anchor::end ? box.high.x
                                                            : (box.low.x + box.high.x) / 2;
        texts.elements += io::text_element({x, box.high.y - 2.5}, label_size_, found->anchor, text);
        if (found->led)
            texts.lines += "M" + px(at.x) + " " + px(at.y) + "L" + px(found->leads_to.x) + " " +
                           px(found->leads_to.y);
        return true;
    }

    const std::vector<Sketch::Layer>& layers_;
    std::string title_;
    detail::Frame frame_;
    double page_width_ = 0, page_height_ = 0;
    double top_ = 0;  ///< where the frame's margin ends
    std::vector<Entry> entries_;
    std::optional<detail::Raster> crowd_;  ///< the small things of the layer being drawn
    std::size_t room_ = 0;                 ///< for its text, if there are pixels too
    double label_size_ = label_size;
    std::size_t hidden_ = 0;
};

}  // namespace

std::string Sketch::svg() const { return Page(layers_, title_, width_).draw(); }

std::size_t Sketch::hidden_labels() const { return Page(layers_, title_, width_).hidden_labels(); }

}  // namespace pipelab::geometry
