#include "geometry/input.hpp"

#include "geometry/carried.hpp"
#include "geometry/open_input.hpp"

#include <exception>
#include <string>
#include <utility>

namespace pipelab::geometry {
namespace {

using detail::BlockStream;
using detail::InputSequence;
using detail::OpenInput;

/// An input and its blocks, if it has any.
struct Current {
    std::unique_ptr<OpenInput> input;
    std::optional<BlockStream> blocks;
    std::uint64_t count = 0;

    bool open(InputSequence& inputs) {
        auto next = inputs.open();
        if (!next) return false;
        input = std::move(next);
        blocks.reset();
        if (input->has_rows()) blocks.emplace(*input);
        count = 0;
        return true;
    }
};

void append_vertices(const Shape& shape, base::Array<Point>& to) {
    to.insert(to.end(), shape.points.begin(), shape.points.end());
    for (const Shape& member : shape.members) append_vertices(member, to);
}

std::string expected_text(std::size_t width) {
    if (width % 2 != 0) return "expected rows of " + std::to_string(width) + " numbers";
    return width == 2 ? "expected a point" : "expected " + std::to_string(width / 2) + " points";
}

/// Without the closing point, which may be there or not.
std::span<const Point> open_ring(std::span<const Point> ring) {
    return ring.size() > 1 && ring.front() == ring.back() ? ring.first(ring.size() - 1) : ring;
}

}  // namespace

void Carried::append(const Carried& other, std::size_t begin, std::size_t end) {
    if (other.size() == 0) {
        ends_.insert(ends_.end(), end - begin, text_.size());
        return;
    }
    if (begin == end) return;
    const std::size_t from = begin == 0 ? 0 : other.ends_[begin - 1];
    const std::size_t offset = text_.size() - from;
    text_.insert(text_.end(), other.text_.begin() + static_cast<std::ptrdiff_t>(from),
                 other.text_.begin() + static_cast<std::ptrdiff_t>(other.ends_[end - 1]));
    for (std::size_t i = begin; i < end; ++i) ends_.push_back(other.ends_[i] + offset);
}

struct FeatureReader::State {
    State(Input input, Blocks of, base::Control control)
        : inputs(std::move(input), 2, control), what(of) {}

    InputSequence inputs;
    Blocks what;
    Current current;
    bool opened = false, open = false;

    bool next_input() {
        opened = true;
        return open = current.open(inputs);
    }

    bool next_block(Feature& feature) {
        PointSet set;
        if (what == Blocks::rings) return next_rings(feature);
        if (!current.blocks->next(set)) return false;
        feature = {};
        feature.where = set.where;
        const bool single = set.points.size() == 1;
        if (single && set.carried.size() > 0) feature.properties = set.carried[0];
        if (single && set.ids.size() > 0) feature.id = set.ids[0];
        feature.shape.type =
            what == Blocks::points ? Shape::Type::multi_point : Shape::Type::line_string;
        feature.shape.path_ends.push_back(set.points.size());
        feature.shape.points = std::move(set.points);
        feature.block = std::move(set);
        feature.of_rows = true;
        return true;
    }

    bool next_rings(Feature& feature) {
        PointSet set;
        if (!current.blocks->next(set)) return false;
        feature = {};
        feature.shape.type = Shape::Type::rings;
        feature.where = set.where;
        feature.of_rows = true;
        do feature.shape.add_path(open_ring(set.points));
        while (current.blocks->next(set));
        return true;
    }
};

FeatureReader::FeatureReader(Input input, Blocks blocks, base::Control control)
    : state_(std::make_unique<State>(std::move(input), blocks, control)) {}
FeatureReader::~FeatureReader() = default;

bool FeatureReader::next(Feature& feature) {
    State& state = *state_;
    if (!state.opened) state.next_input();
    for (; state.open; state.next_input()) {
        if (!state.current.blocks) {
            if (state.current.input->next(feature)) return true;
        } else if (state.next_block(feature)) {
            feature.number = ++state.current.count;
            return true;
        }
    }
    return false;
}

const Style& FeatureReader::style() {
    static const Style plain;
    if (!state_->opened) state_->next_input();
    return state_->current.input ? state_->current.input->style() : plain;
}

struct PointSetReader::State {
    State(Input input, base::Control control) : inputs(input, 2, control), numbers(input.numbers) {}

    InputSequence inputs;
    bool numbers;
    Current current;
    PointSet points;  // of the input's features of type point
    bool properties = false, ids = false, opened = false, open = false;

    bool next_input() {
        opened = true;
        points = {};
        properties = ids = false;
        return open = current.open(inputs);
    }

    void add_point(Feature& feature) {
        if (feature.shape.points.empty()) return;
        if (points.points.empty()) points.where = feature.where;
        points.points.push_back(feature.shape.points[0]);
        points.carried.add(feature.properties);
        points.ids.add(feature.id);
        if (numbers) points.numbers.push_back(feature.number);
        properties = properties || !feature.properties.empty();
        ids = ids || !feature.id.empty();
    }

    bool next_of_features(PointSet& set) {
        for (Feature feature; current.input->next(feature);) {
            if (feature.shape.type == Shape::Type::point) {
                add_point(feature);
                continue;
            }
            set = {};
            append_vertices(feature.shape, set.points);
            set.where = std::move(feature.where);
            set.properties = std::move(feature.properties);
            set.id = std::move(feature.id);
            for (std::size_t i = 0; numbers && i < set.points.size(); ++i)
                set.numbers.push_back(i + 1);
            return true;
        }
        if (points.points.empty()) return false;
        if (!properties) points.carried.clear();
        if (!ids) points.ids.clear();
        set = std::exchange(points, {});
        return true;
    }
};

PointSetReader::PointSetReader(Input input, base::Control control)
    : state_(std::make_unique<State>(std::move(input), control)) {}
PointSetReader::~PointSetReader() = default;

bool PointSetReader::next(PointSet& set) {
    State& state = *state_;
    if (!state.opened) state.next_input();
    for (; state.open; state.next_input()) {
        const bool found =
            state.current.blocks ? state.current.blocks->next(set) : state.next_of_features(set);
        if (found) return true;
    }
    return false;
}

const Style& PointSetReader::style() {
    static const Style plain;
    if (!state_->opened) state_->next_input();
    return state_->current.input ? state_->current.input->style() : plain;
}

std::vector<Shape> all_shapes(const Input& input, Blocks blocks, base::Control control) {
    FeatureReader reader(input, blocks, control);
    std::vector<Shape> shapes;
    for (Feature feature; reader.next(feature);) shapes.push_back(std::move(feature.shape));
    return shapes;
}

PointSet all_points(const Input& input, base::Control control) {
    PointSetReader reader(input, control);
    PointSet all;
    for (PointSet set; reader.next(set);) {
        const std::size_t before = all.points.size(), count = set.points.size();
        if (before == 0) all.where = set.where;
        all.points.insert(all.points.end(), set.points.begin(), set.points.end());
        all.numbers.insert(all.numbers.end(), set.numbers.begin(), set.numbers.end());
        if (set.carried.size() > 0 && all.carried.size() == 0) all.carried.append({}, 0, before);
        if (all.carried.size() > 0 || set.carried.size() > 0)
            all.carried.append(set.carried, 0, count);
        if (set.ids.size() > 0 && all.ids.size() == 0) all.ids.append({}, 0, before);
        for (std::size_t i = 0; i < count && (all.ids.size() > 0 || set.ids.size() > 0); ++i)
            all.ids.add(i < set.ids.size() ? id_text(set.ids[i], reader.style()) : std::string());
    }
    return all;
}

namespace detail {

struct RowInputs::State {
    State(const Input& input, std::size_t width_of, base::Control control)
        : inputs(input, width_of, control), width(width_of), numbers(input.numbers) {}

    InputSequence inputs;
    std::size_t width;
    bool numbers;
    std::unique_ptr<OpenInput> current;
    bool first_input = true;
    std::exception_ptr error;  // behind the rows of the last next()

    void add_rows(const Feature& feature, Rows& rows) const {
        base::Array<Point> points;
        append_vertices(feature.shape, points);
        const std::size_t each = width / 2;
        const bool many =
            feature.shape.type == Shape::Type::multi_point && each > 0 && points.size() % each == 0;
        if (width % 2 != 0 || (!many && points.size() != each))
            throw base::DataError(feature.where, expected_text(width) + ", found a geometry of " +
                                                     std::to_string(points.size()) +
                                                     (points.size() == 1 ? " point" : " points"));
        for (const Point p : points) rows.values.insert(rows.values.end(), {p.x, p.y});
        for (std::size_t i = 0; i < points.size(); i += each) {
            rows.carried.add(feature.properties);
            rows.ids.add(feature.id);
            if (numbers) rows.numbers.push_back(feature.number);
        }
    }
};

RowInputs::RowInputs(const Input& input, std::size_t width, base::Control control)
    : state_(std::make_unique<State>(input, width, control)) {}
RowInputs::~RowInputs() = default;

bool RowInputs::open() {
    state_->first_input = !state_->current;
    state_->current = state_->inputs.open();
    return state_->current != nullptr;
}

const Style& RowInputs::style() { return state_->current->style(); }

io::ChunkReader* RowInputs::chunks() {
    return state_->current->has_rows() ? &state_->current->chunks() : nullptr;
}

Rows RowInputs::read(const io::Chunk& chunk, int worker) {
    Rows rows = state_->current->read(chunk, worker);
    // A new input ends the last block of the one before.
    if (chunk.first_of_file && !state_->first_input) {
        rows.block_ends.insert(rows.block_ends.begin(), 0);
        rows.block_lines.insert(rows.block_lines.begin(), 0);
    }
    return rows;
}

bool RowInputs::next(Rows& rows) {
    constexpr std::size_t many = 4096;
    State& state = *state_;
    if (state.error) std::rethrow_exception(std::exchange(state.error, nullptr));
    rows = {};
    rows.width = state.width;
    bool properties = false, ids = false;
    std::uint64_t first = 0;
    try {
        for (Feature feature; rows.size() < many && state.current->next(feature);) {
            state.add_rows(feature, rows);
            if (first == 0) first = feature.number;
            properties = properties || !feature.properties.empty();
            ids = ids || !feature.id.empty();
        }
    } catch (const base::DataError&) {
        if (rows.size() == 0) throw;
        state.error = std::current_exception();
    }
    if (!properties) rows.carried.clear();
    if (!ids) rows.ids.clear();
    if (rows.size() == 0) return false;
    if (first == 1 && !state.first_input)
        rows.block_ends.push_back(0), rows.block_lines.push_back(0);
    rows.block_lines.push_back(first);
    return true;
}

bool RowInputs::next(Feature& feature) { return state_->current->next(feature); }

}  // namespace detail
}  // namespace pipelab::geometry
