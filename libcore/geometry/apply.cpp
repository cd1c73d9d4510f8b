#include "geometry/apply.hpp"

#include "geometry/writer.hpp"

#include <array>
#include <numeric>
#include <utility>

namespace pipelab::geometry {
namespace {

Form form_of(const Request& request, const Style& style) {
    Form form = form_like(style, request.json, request.to);
    if (request.measures && !request.to) {
        form.notation = Notation::xy;
        form.document = false;
    }
    return form;
}

/// Where the results of one operation go: text to an output, a document of SVG, or also a sketch.
class Destination {
  public:
    Destination(const Request& request, const Style& style, io::Output& out, base::Control control)
        : request_(request),
          out_(out),
          writer_(out_, request.drawn ? Form{} : form_of(request, style), control),
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
    /// The same where the text has been made already.
    template <class Give>
    void take(ResultText& made, Give&& give) {
        answers_.join(made.answers());
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
        case Operand::line: {
            const Segment s = row.segment();
            return sketch.straight(
                0, {s.a, s.b, operand == Operand::ray ? Extent::ray : Extent::line});
        }
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
    struct Done {
        Rows rows;
        ResultText text;
    };
    const auto each_row = [&](const Rows& rows, Results& results) {
        FullRows full(rows, fixed);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            results.carry(at(rows.carried, i), at(rows.ids, i));
            apply(full[i], results);
        }
    };
    std::optional<Destination> destination;
    const std::size_t width = width_of(operands) - fixed.size();
    const Style first = for_rows(
        request.input, width, control,
        [&](Rows& rows, const Style& style, int) {
            Done done{std::move(rows), ResultText(form_of(request, style))};
            if (!request.drawn) each_row(done.rows, done.text);
            return std::pair(style, std::move(done));
        },
        [&](std::pair<Style, Done>&& part) {
            auto& [style, done] = part;
            if (!destination) destination.emplace(request, style, out, control);
            Rows& rows = done.rows;
            destination->take(done.text, [&](Results& results) { each_row(rows, results); });
            if (request.sketch == nullptr) return;
            FullRows full(done.rows, fixed);
            for (std::size_t i = 0; i < done.rows.size(); ++i) {
                Row row = full[i];
                for (const Operand operand : operands) draw(*request.sketch, operand, row);
            }
        });
    if (!destination) destination.emplace(request, first, out, control);
    return destination->finish();
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
