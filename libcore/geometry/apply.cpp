#include "geometry/apply.hpp"

#include "geometry/writer.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace pipelab::geometry {
namespace {

/// Where the results of one operation go: text to an output, a document of SVG, or also a sketch.
class Destination {
  public:
    Destination(const Request& request, const Style& style, io::Output& out, base::Control control)
        : request_(request),
          out_(out),
          writer_(out_, request.drawn ? Form{} : form_like(style, request.json, request.to),
                  control),
          own_results_(own_) {
        if (request.sketch != nullptr) sketch_results_.emplace(*request.sketch);
    }

    const Form& form() const { return writer_.form(); }

    /// give(results) for each taker of results; the answers count once.
    template <class Give>
    void take(Give&& give) {
        if (request_.drawn)
            give(own_results_);
        else
            give(writer_);
        if (sketch_results_) give(*sketch_results_);
    }
    /// The same where the text has been made already; apart from what came before if it is a
    /// block.
    template <class Give>
    void take(ResultText& made, bool block, Give&& give) {
        answers_.join(made.answers());
        if (block) writer_.block();
        writer_.flush();
        writer_.put({made.text().data(), made.text().size()}, made.header());
        if (request_.drawn) give(own_results_);
        if (sketch_results_) give(*sketch_results_);
    }

    Answers finish() {
        if (request_.drawn)
            out_.write(own_.svg());
        else
            writer_.finish();
        answers_.join(request_.drawn ? own_results_.answers() : writer_.answers());
        return answers_;
    }

  private:
    const Request& request_;
    io::Output& out_;
    ResultWriter writer_;
    Sketch own_;
    SketchResults own_results_;
    std::optional<SketchResults> sketch_results_;
    Answers answers_;
};

void draw(Sketch& sketch, Operand operand, Row& row) {
    switch (operand) {
        case Operand::number:
            row.number();
            return;
        case Operand::point:
            return sketch.dot(0, row.point());
        case Operand::vector:
            return sketch.segment(0, {{}, row.point()});
        case Operand::segment:
            return sketch.segment(0, row.segment());
        case Operand::ray:
            return sketch.ray(0, row.segment());
        case Operand::line:
            return sketch.line(0, row.segment());
        case Operand::triangle: {
            const Point a = row.point(), b = row.point();
            return sketch.shape(0, polygon_shape(std::array{a, b, row.point()}));
        }
        case Operand::circle: {
            const Point centre = row.point();
            return sketch.circle(0, centre, row.number());
        }
    }
}

/// The rows of a chunk with the fixed coordinates behind each.
class FullRows {
  public:
    FullRows(const Rows& rows, std::span<const double> fixed)
        : rows_(rows), values_(rows.width + fixed.size()) {
        std::copy(fixed.begin(), fixed.end(),
                  values_.begin() + static_cast<std::ptrdiff_t>(rows.width));
    }
    Row operator[](std::size_t i) {
        const auto begin = rows_.values.begin() + static_cast<std::ptrdiff_t>(i * rows_.width);
        std::copy_n(begin, rows_.width, values_.begin());
        return Row(values_);
    }

  private:
    const Rows& rows_;
    std::vector<double> values_;
};

std::string_view at(const Carried& carried, std::size_t i) {
    return i < carried.size() ? carried[i] : std::string_view();
}

/// Rows of chunks, worked on in parallel, to one destination.
class RowTaker {
  public:
    using Apply = std::function<void(const Rows&, const Style&, Results&)>;
    struct Worked {
        Style style;
        Rows rows;
        ResultText text;
    };

    RowTaker(const Request& request, io::Output& out, base::Control control, Apply apply)
        : request_(request), out_(out), control_(control), apply_(std::move(apply)) {}

    /// Called from several threads.
    Worked worked(Rows& rows, const Style& style) const {
        Worked made{style, std::move(rows),
                    ResultText(form_like(style, request_.json, request_.to))};
        if (!request_.drawn) apply_(made.rows, made.style, made.text);
        return made;
    }
    void take(Worked& made, bool block = false) {
        destination(made.style).take(made.text, block, [&](Results& results) {
            apply_(made.rows, made.style, results);
        });
    }
    template <class Give>
    void take(const Style& style, Give&& give) {
        destination(style).take(give);
    }
    Answers finish() { return destination({}).finish(); }

  private:
    Destination& destination(const Style& style) {
        if (!destination_) destination_.emplace(request_, style, out_, control_);
        return *destination_;
    }

    const Request& request_;
    io::Output& out_;
    base::Control control_;
    Apply apply_;
    std::optional<Destination> destination_;
};

void move_points(Shape& shape, const base::Position& where,
                 const std::function<std::optional<Point>(Point)>& image) {
    for (Point& point : shape.points) {
        const auto moved = image(point);
        if (!moved) throw base::DataError(where, "a point of the geometry has no image");
        point = *moved;
    }
    for (Shape& member : shape.members) move_points(member, where, image);
}

/// Where the radii of circles stand in a row.
std::vector<std::size_t> places_of_radii(std::span<const Operand> operands) {
    std::vector<std::size_t> places;
    std::size_t width = 0;
    for (const Operand operand : operands) {
        width += width_of(operand);
        if (operand == Operand::circle) places.push_back(width - 1);
    }
    return places;
}

}  // namespace

std::size_t width_of(Operand operand) {
    switch (operand) {
        case Operand::number:
            return 1;
        case Operand::point:
        case Operand::vector:
            return 2;
        case Operand::circle:
            return 3;
        case Operand::segment:
        case Operand::ray:
        case Operand::line:
            return 4;
        case Operand::triangle:
            return 6;
    }
    return 0;
}

std::size_t width_of(std::span<const Operand> operands) {
    return std::accumulate(operands.begin(), operands.end(), std::size_t{0},
                           [](std::size_t sum, Operand each) { return sum + width_of(each); });
}

Answers apply_to_rows(const Request& request, std::span<const Operand> operands,
                      std::span<const double> fixed, io::Output& out, base::Control control,
                      const std::function<void(Row, Results&)>& apply) {
    const auto radii = places_of_radii(operands);
    Input input = request.input;
    input.numbers = input.numbers || !radii.empty();
    RowTaker taker(request, out, control,
                   [&](const Rows& rows, const Style& style, Results& results) {
                       FullRows full(rows, fixed);
                       for (std::size_t i = 0; i < rows.size(); ++i) {
                           results.carry(at(rows.carried, i), at(rows.ids, i));
                           const Row row = full[i];
                           for (const std::size_t place : radii)
                               if (row[place] < 0)
                                   throw base::DataError({style.name, rows.numbers[i], 0},
                                                         "expected a radius of 0 or more");
                           apply(row, results);
                       }
                   });
    for_rows(
        input, width_of(operands) - fixed.size(), control,
        [&](Rows& rows, const Style& style, int) { return taker.worked(rows, style); },
        [&](RowTaker::Worked&& part) {
            taker.take(part);
            if (request.sketch == nullptr) return;
            FullRows full(part.rows, fixed);
            for (std::size_t i = 0; i < part.rows.size(); ++i) {
                Row row = full[i];
                for (const Operand operand : operands) draw(*request.sketch, operand, row);
            }
        });
    return taker.finish();
}

Answers apply_to_points(const Request& request, io::Output& out, base::Control control,
                        const std::function<std::optional<Point>(Point)>& image) {
    RowTaker taker(request, out, control, [&](const Rows& rows, const Style&, Results& results) {
        std::size_t block = 0;
        while (block < rows.block_ends.size() && rows.block_ends[block] == 0) ++block;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (block < rows.block_ends.size() && rows.block_ends[block] == i) {
                results.block();
                ++block;
            }
            results.carry(at(rows.carried, i), at(rows.ids, i));
            results.point("image", image({rows.values[2 * i], rows.values[2 * i + 1]})).end();
        }
    });
    bool block_ended = false;
    for_rows_or_features(
        request.input, 2, control,
        [&](Rows& rows, const Style& style, int) { return taker.worked(rows, style); },
        [&](RowTaker::Worked&& part) {
            const Rows& rows = part.rows;
            const auto ends_at = [&](std::size_t row) {
                return std::binary_search(rows.block_ends.begin(), rows.block_ends.end(), row);
            };
            block_ended = block_ended || ends_at(0);
            if (rows.size() == 0) return;
            taker.take(part, block_ended);
            block_ended = ends_at(rows.size());
            for (std::size_t i = 0; request.sketch != nullptr && i < rows.size(); ++i)
                request.sketch->dot(0, {rows.values[2 * i], rows.values[2 * i + 1]});
        },
        [&](const Feature& feature, const Style& style) {
            Shape moved = feature.shape;
            move_points(moved, feature.where, image);
            taker.take(style, [&](Results& results) {
                results.carry(feature.properties, feature.id);
                results.shape("image", moved).end();
            });
            if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
        });
    return taker.finish();
}

Answers apply_to_sets(const Request& request, io::Output& out, base::Control control,
                      const std::function<void(const PointSet&, Results&)>& apply) {
    PointSetReader reader(request.input, control);
    std::optional<Destination> destination;
    for (PointSet set; reader.next(set);) {
        if (!destination) destination.emplace(request, reader.style(), out, control);
        if (request.sketch != nullptr)
            for (const Point point : set.points) request.sketch->dot(0, point);
        destination->take([&](Results& results) {
            results.carry({}, {});
            apply(set, results);
        });
    }
    if (!destination) destination.emplace(request, reader.style(), out, control);
    return destination->finish();
}

Answers apply_to_features(const Request& request, Blocks blocks, io::Output& out,
                          base::Control control,
                          const std::function<void(const Feature&, Results&)>& apply) {
    FeatureReader reader(request.input, blocks, control);
    std::optional<Destination> destination;
    for (Feature feature; reader.next(feature);) {
        if (!destination) destination.emplace(request, reader.style(), out, control);
        if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
        destination->take([&](Results& results) {
            results.carry(feature.properties, feature.id);
            apply(feature, results);
        });
    }
    if (!destination) destination.emplace(request, reader.style(), out, control);
    return destination->finish();
}

}  // namespace pipelab::geometry
