#include "base/parallel.hpp"
#include "geometry/apply.hpp"
#include "geometry/destination.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::geometry {
namespace {

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
        return Row(values_, rows_.numbers.empty() ? 0 : rows_.numbers[i]);
    }

  private:
    const Rows& rows_;
    std::vector<double> values_;
};

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
        : request_(request), destination_(request, out, control), apply_(std::move(apply)) {}

    /// Called from several threads.
    Worked worked(Rows& rows, const Style& style) const {
        Worked made{style, std::move(rows), ResultText(form_of(request_, style))};
        if (!request_.drawn) apply_(made.rows, made.style, made.text);
        return made;
    }
    void take(Worked& made, bool block = false) {
        destination_.of(made.style).take(made.text, block, [&](Results& results) {
            apply_(made.rows, made.style, results);
        });
    }
    template <class Give>
    void take(const Style& style, Give&& give) {
        destination_.of(style).take(give);
    }
    Answers finish(const Style& style) { return destination_.finish(style); }
    LazyDestination& destination() { return destination_; }

  private:
    const Request& request_;
    LazyDestination destination_;
    Apply apply_;
};

/// Where blocks begin behind the first row, asked for row by row.
class BlockStarts {
  public:
    explicit BlockStarts(const Rows& rows) : ends_(rows.block_ends) {}
    bool at(std::size_t row) {
        bool starts = false;
        for (; next_ < ends_.size() && ends_[next_] <= row; ++next_) starts = row > 0;
        return starts;
    }

  private:
    const base::Array<std::uint64_t>& ends_;
    std::size_t next_ = 0;
};

/// Whether a block ended between the last rows and these.
class BlocksBetween {
  public:
    bool passed(const Rows& rows) {
        const auto& ends = rows.block_ends;
        const bool before = ended_ || (!ends.empty() && ends.front() == 0);
        ended_ = rows.size() == 0 ? before : !ends.empty() && ends.back() == rows.size();
        return before && rows.size() > 0;
    }

  private:
    bool ended_ = false;
};

}  // namespace

void move_points(Shape& shape, const base::Position& where,
                 const std::function<std::optional<Point>(Point)>& image) {
    for (Point& point : shape.points) {
        const auto moved = image(point);
        if (!moved) throw base::DataError(where, "a point of the geometry has no image");
        point = *moved;
    }
    for (Shape& member : shape.members) move_points(member, where, image);
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
                       BlockStarts starts(rows);
                       for (std::size_t i = 0; i < rows.size(); ++i) {
                           if (starts.at(i) && request.keeps_blocks) results.block();
                           results.carry(rows.carried.text(i), rows.ids.text(i));
                           const Row row = full[i];
                           for (const std::size_t place : radii)
                               if (row[place] < 0)
                                   throw base::DataError({style.name, rows.numbers[i], 0},
                                                         "expected a radius of 0 or more");
                           apply(row, results);
                       }
                   });
    BlocksBetween blocks;
    const Style first = for_rows(
        input, width_of(operands) - fixed.size(), control,
        [&](Rows& rows, const Style& style, int) { return taker.worked(rows, style); },
        [&](RowTaker::Worked&& part) {
            taker.take(part, blocks.passed(part.rows) && request.keeps_blocks);
            if (request.sketch == nullptr) return;
            FullRows full(part.rows, fixed);
            for (std::size_t i = 0; i < part.rows.size(); ++i)
                draw(*request.sketch, operands, full[i]);
        });
    return taker.finish(first);
}

Answers apply_to_points(const Request& request, io::Output& out, base::Control control,
                        const std::function<std::optional<Point>(Point)>& image) {
    RowTaker taker(request, out, control, [&](const Rows& rows, const Style&, Results& results) {
        BlockStarts starts(rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (starts.at(i)) results.block();
            results.carry(rows.carried.text(i), rows.ids.text(i));
            results.point("image", image({rows.values[2 * i], rows.values[2 * i + 1]})).end();
        }
    });
    BlocksBetween blocks;
    const Style first = for_rows_or_features(
        request.input, 2, control,
        [&](Rows& rows, const Style& style, int) { return taker.worked(rows, style); },
        [&](RowTaker::Worked&& part) {
            const Rows& rows = part.rows;
            taker.take(part, blocks.passed(rows));
            for (std::size_t i = 0; request.sketch != nullptr && i < rows.size(); ++i)
                request.sketch->dot(0, {rows.values[2 * i], rows.values[2 * i + 1]});
        },
        [&](const Feature& feature, const Style& style) {
            Shape moved = feature.shape;
            move_points(moved, feature.where, image);
            taker.take(style, [&](Results& results) {
                results.carry(feature.properties, feature.id);
                if (moved.type == Shape::Type::point && moved.points.size() == 1)
                    results.point("image", moved.points[0]).end();
                else
                    results.shape("image", moved).end();
            });
            if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
        });
    return taker.finish(first);
}

namespace {

/// Features, worked on in parallel some at a time, to one destination.
class FeatureTaker {
  public:
    using Apply = std::function<void(const Feature&, const Style&, Results&)>;

    FeatureTaker(const Request& request, LazyDestination& destination, const Apply& apply)
        : request_(request), destination_(destination), apply_(apply) {}

    void take(Feature&& feature, const Style& style) {
        if (request_.sketch != nullptr) request_.sketch->shape(0, feature.shape);
        if (features_.empty()) {
            style_ = style;
        } else if (style.name != style_.name) {
            flush();
            style_ = style;
        }
        points_ += feature.shape.points.size();
        features_.push_back(std::move(feature));
        if (features_.size() == most_features || points_ >= most_points) flush();
    }
    void flush() {
        if (features_.empty()) return;
        Destination& to = destination_.of(style_);
        std::vector<std::optional<ResultText>> made(base::Blocks{features_.size(), block}.count());
        if (!request_.drawn) {
            base::parallel_blocks(features_.size(), block,
                                  [&](std::size_t i, std::size_t begin, std::size_t end) {
                                      made[i].emplace(form_of(request_, style_));
                                      give(begin, end, *made[i]);
                                  });
        }
        for (std::size_t i = 0; i < made.size(); ++i) {
            ResultText none{Form{}};
            const std::size_t end = std::min(features_.size(), (i + 1) * block);
            to.take(made[i] ? *made[i] : none, false,
                    [&](Results& results) { give(i * block, end, results); });
        }
        features_.clear();
        points_ = 0;
    }

  private:
    static constexpr std::size_t most_features = 4096, most_points = std::size_t{1} << 20,
                                 block = 8;

    void give(std::size_t begin, std::size_t end, Results& results) const {
        for (std::size_t i = begin; i < end; ++i) {
            results.carry(features_[i].properties, features_[i].id);
            results.ground(&features_[i].shape);
            apply_(features_[i], style_, results);
        }
    }

    const Request& request_;
    LazyDestination& destination_;
    const Apply& apply_;
    Style style_;
    std::vector<Feature> features_;
    std::size_t points_ = 0;
};

}  // namespace

Answers apply_to_rows_or_features(const Request& request, Blocks blocks, io::Output& out,
                                  base::Control control, const RowsOrFeatures& apply) {
    RowTaker rows(request, out, control, apply.rows);
    FeatureTaker features(request, rows.destination(), apply.feature);
    if (blocks != Blocks::points) {
        FeatureReader reader(request.input, blocks, control);
        for (Feature feature; reader.next(feature);)
            features.take(std::move(feature), reader.style());
        features.flush();
        return rows.finish(reader.style());
    }
    const Style first = for_rows_or_features(
        request.input, 2, control,
        [&](Rows& part, const Style& style, int) { return rows.worked(part, style); },
        [&](RowTaker::Worked&& part) {
            features.flush();
            rows.take(part);
            for (std::size_t i = 0; request.sketch != nullptr && i < part.rows.size(); ++i)
                request.sketch->dot(0, {part.rows.values[2 * i], part.rows.values[2 * i + 1]});
        },
        [&](Feature& feature, const Style& style) { features.take(std::move(feature), style); });
    features.flush();
    return rows.finish(first);
}

Answers apply_to_all(const Request& request, std::span<const Operand> operands,
                     const Gather& gather, io::Output& out, base::Control control,
                     const std::function<void(Results&)>& apply) {
    LazyDestination destination(request, out, control);
    Input input = request.input;
    input.numbers = true;
    std::uint64_t block = 0;
    const Style first = for_rows_or_features(
        input, width_of(operands), control,
        [](Rows& rows, const Style& style, int) { return std::pair(style, std::move(rows)); },
        [&](std::pair<Style, Rows>&& part) {
            const Rows& rows = part.second;
            destination.of(part.first);
            std::size_t ended = 0;
            const auto pass_ends = [&](std::size_t row) {
                for (; ended < rows.block_ends.size() && rows.block_ends[ended] <= row; ++ended)
                    ++block;
            };
            for (std::size_t i = 0; i < rows.size(); ++i) {
                pass_ends(i);
                const Row values({rows.values.data() + i * rows.width, rows.width});
                gather.row({values, part.first.name, rows.numbers[i], rows.carried.text(i),
                            rows.ids.text(i), block});
                if (request.sketch != nullptr) draw(*request.sketch, operands, values);
            }
            pass_ends(rows.size());
        },
        [&](const Feature& feature, const Style& style) {
            destination.of(style);
            gather.feature(feature);
            if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
        });
    destination.of(first).take(apply);
    return destination.finish(first);
}

}  // namespace pipelab::geometry
