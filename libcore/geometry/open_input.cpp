#include "geometry/open_input.hpp"

#include "geometry/geojson.hpp"
#include "geometry/wkt.hpp"
#include "io/look_ahead.hpp"
#include "io/npy.hpp"
#include "io/print.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::geometry::detail {
namespace {

/// Enough to see the first word and what stands behind it.
constexpr std::size_t enough = 4096;

using Kind = OpenInput::Kind;

Kind kind_of(io::ChunkReader& reader, std::optional<Notation> asked) {
    std::size_t first = 0;
    const auto head = io::look_ahead(reader, [&](std::string_view text) {
        first = std::min(text.find_first_not_of(io::blanks), text.size());
        return text.size() - first >= enough ||
               text.find('\n', text.find_first_not_of(io::blanks, first)) != std::string_view::npos;
    });
    const std::string_view text = head.substr(first);
    if (asked == Notation::wkt) return Kind::wkt;
    if (asked == Notation::geojson) return Kind::geojson;
    if (io::begins_as_npy(text)) return Kind::npy;
    if (text.starts_with('[')) return Kind::json_rows;
    if (asked == Notation::xy) return Kind::xy;
    if (text.starts_with('{') || text.starts_with('\x1e')) return Kind::geojson;
    return begins_as_wkt(text) ? Kind::wkt : Kind::xy;
}

/// Whether the rows of JSON are one array of them.
bool is_document(io::ChunkReader& reader) {
    std::string marks;
    io::look_ahead(reader, [&](std::string_view text) {
        marks.clear();
        for (std::size_t at = 0; marks.size() < 2; ++at) {
            at = text.find_first_not_of(io::blanks, at);
            if (at == std::string_view::npos) break;
            marks += text[at];
        }
        return marks.size() == 2;
    });
    return marks == "[[" || marks == "[]";
}

}  // namespace

OpenInput::OpenInput(const Input& input, const std::string& path, std::size_t width,
                     base::Control control)
    : name_(path == "-" ? "stdin" : path),
      id_(input.id),
      reader_({path}, io::Cut::lines, control, input.chunk_bytes),
      nested_(reader_, Nesting::json),
      row_batches_(reader_, std::min(input.chunk_bytes, io::ChunkReader::first_chunk) / 2),
      feature_batches_(nested_, std::min(input.chunk_bytes, io::ChunkReader::first_chunk) / 2) {
    recognise(input);
    if (has_rows() && kind_ != Kind::npy) plan_xy(input, width, reader_, name_, plan_);
    plan_.width = width;
    tokens_.resize(OrderedBatches<NestedTextReader, Parsed>::most_workers());
}

void OpenInput::recognise(const Input& input) {
    kind_ = kind_of(reader_, input.notation);
    Style& style = plan_.style;
    switch (kind_) {
        case Kind::xy:
            break;
        case Kind::json_rows:
            plan_.json = style.json_rows = true;
            plan_.json_document = is_document(reader_);
            if (plan_.json_document) reader_.set_cut(io::Cut::whole);
            break;
        case Kind::npy:
            reader_.set_cut(io::Cut::whole);
            break;
        case Kind::wkt:
            style.notation = Notation::wkt;
            nested_.set_nesting(Nesting::round);
            reader_.set_cut(io::Cut::numbers);
            break;
        case Kind::geojson:
            style.notation = Notation::geojson;
            reader_.set_cut(io::Cut::numbers);
            break;
    }
}

Rows OpenInput::read_npy(const io::Chunk& chunk) const {
    const io::Npy array = io::parse_npy(chunk.text, {name_, 0, 0});
    const std::size_t columns = array.shape.size() == 2 ? array.shape[1] : 0;
    if (columns < plan_.width)
        throw base::DataError({name_, 0, 0}, ".npy: expected an array of shape (n, " +
                                                 std::to_string(plan_.width) + ")");
    const base::Array<double> all = io::npy_reals(array);
    Rows rows;
    rows.width = plan_.width;
    rows.values.resize(array.shape[0] * plan_.width);
    for (std::size_t i = 0; i < array.shape[0]; ++i) {
        const double* row = all.data() + i * columns;
        for (std::size_t k = 0; k < columns; ++k)
            if (!std::isfinite(row[k]))
                throw base::DataError({name_, 0, 0}, ".npy: row " + std::to_string(i + 1) +
                                                         " holds " + io::printed(row[k]) +
                                                         ", expected finite numbers");
        std::copy_n(row, plan_.width, rows.values.data() + i * plan_.width);
        if (plan_.numbers) rows.numbers.push_back(i + 1);
        if (columns == plan_.width) continue;
        std::string rest;
        for (std::size_t k = plan_.width; k < columns; ++k)
            rest += (rest.empty() ? "" : " ") + io::printed(row[k]);
        rows.carried.add(rest);
    }
    if (rows.size() > 0) rows.block_lines.push_back(1);
    return rows;
}

Rows OpenInput::read(const io::Chunk& chunk, int worker) {
    if (kind_ == Kind::npy) return read_npy(chunk);
    if (kind_ == Kind::json_rows)
        return read_xy_json(plan_, tokens_[static_cast<std::size_t>(worker)], chunk);
    return read_xy_text(plan_, chunk);
}

bool OpenInput::next(Rows& rows) {
    return row_batches_.next(
        rows, [this](const io::Chunk& chunk, int worker) { return read(chunk, worker); });
}

void OpenInput::parse_text(std::string_view text, const base::Position& start,
                           io::JsonTokens& tokens, Parsed& parsed) const {
    std::vector<Feature> features;
    if (kind_ == Kind::wkt) {
        features = read_wkt(text, start);
    } else {
        GeoJson found = read_geojson(tokens, text, start, id_);
        features = std::move(found.features);
        parsed.collection = parsed.collection || (found.collection && parsed.features.empty());
    }
    parsed.features.insert(parsed.features.end(), std::make_move_iterator(features.begin()),
                           std::make_move_iterator(features.end()));
}

OpenInput::Parsed OpenInput::parse(const io::Chunk& piece, int worker) {
    io::JsonTokens& tokens = tokens_[static_cast<std::size_t>(worker)];
    Parsed parsed;
    try {
        parse_text(piece.text, piece.start, tokens, parsed);
        return parsed;
    } catch (const base::DataError&) {
    }
    // One value after the other, so that what is found first does not depend on the pieces.
    NestingScan scan(kind_ == Kind::wkt ? Nesting::round : Nesting::json);
    base::Position start = piece.start;
    parsed = {};
    for (std::string_view rest = piece.text; !rest.empty();) {
        std::size_t end = scan.first(rest);
        if (end == 0) end = rest.size();
        try {
            parse_text(rest.substr(0, end), start, tokens, parsed);
        } catch (const base::DataError&) {
            parsed.error = std::current_exception();
            break;
        }
        start = io::position_at(start, rest, end);
        rest.remove_prefix(end);
    }
    return parsed;
}

/// The next piece that is not empty or ends in an error; false if there is none.
bool OpenInput::load() {
    const bool first = !loaded_;
    loaded_ = true;
    next_feature_ = 0;
    parsed_ = {};
    bool collection = false;
    while (parsed_.features.empty() && !parsed_.error) {
        ended_ =
            ended_ || !feature_batches_.next(parsed_, [this](const io::Chunk& piece, int worker) {
                return parse(piece, worker);
            });
        if (ended_) break;
        collection = collection || parsed_.collection;
    }
    if (first) plan_.style.document = collection;
    return !ended_;
}

bool OpenInput::next(Feature& feature) {
    while (next_feature_ == parsed_.features.size()) {
        if (parsed_.error) {
            ended_ = true;
            std::rethrow_exception(std::exchange(parsed_.error, nullptr));
        }
        if (ended_ || !load()) return false;
    }
    feature = std::move(parsed_.features[next_feature_++]);
    feature.number = ++features_;
    return true;
}

const Style& OpenInput::style() {
    if (kind_ == Kind::geojson && !loaded_) load();
    return plan_.style;
}

InputSequence::InputSequence(Input input, std::size_t width, base::Control control)
    : input_(std::move(input)), width_(width), control_(control) {
    if (input_.paths.empty()) input_.paths.emplace_back("-");
}

std::unique_ptr<OpenInput> InputSequence::open() {
    if (next_ == 0 && !phase_)
        phase_.emplace(control_.progress, "reading", io::total_size(input_.paths), "B");
    if (next_ == input_.paths.size() || control_.cancellation.requested()) {
        phase_.reset();
        return nullptr;
    }
    return std::make_unique<OpenInput>(input_, input_.paths[next_++], width_, control_);
}

bool BlockStream::next(PointSet& set) {
    std::vector<Rows> before;  // whose last block goes on
    std::vector<std::size_t> begins;
    std::uint64_t line = 0;
    while (true) {
        while (row_ < rows_.size() || block_ < rows_.block_ends.size()) {
            const bool ends = block_ < rows_.block_ends.size();
            const std::size_t end = ends ? rows_.block_ends[block_] : rows_.size();
            if (row_ < end && before.empty()) line = rows_.block_lines[block_];
            if (!ends) break;
            std::vector<Range> ranges;
            for (std::size_t i = 0; i < before.size(); ++i)
                ranges.push_back({&before[i], begins[i], before[i].size()});
            if (row_ < end) ranges.push_back({&rows_, row_, end});
            row_ = end;
            ++block_;
            if (ranges.empty()) continue;
            join(ranges, set);
            set.where = {input_.name(), line, 1};
            return true;
        }
        if (row_ < rows_.size()) {
            before.push_back(std::move(rows_));
            begins.push_back(row_);
        }
        rows_ = {};
        row_ = block_ = 0;
        if (input_.next(rows_)) continue;
        if (before.empty()) return false;
        // The end of the input ends its last block.
        rows_.block_ends.push_back(0);
        rows_.block_lines.push_back(0);
    }
}

void BlockStream::join(const std::vector<Range>& ranges, PointSet& set) const {
    static_assert(sizeof(Point) == 2 * sizeof(double));
    std::vector<std::size_t> places{0};
    bool carried = false;
    for (const Range& range : ranges) {
        places.push_back(places.back() + range.end - range.begin);
        carried = carried || range.rows->carried.size() > 0;
    }
    set.points.resize(places.back());
    base::parallel_for(ranges.size(), [&](std::size_t i) {
        const Range& range = ranges[i];
        const double* from = range.rows->values.data() + 2 * range.begin;
        Point* to = set.points.data() + places[i];
        for (std::size_t k = 0; k < range.end - range.begin; ++k)
            to[k] = {from[2 * k], from[2 * k + 1]};
    });
    set.carried.clear();
    set.ids.clear();
    set.numbers.clear();
    for (const Range& range : ranges) {
        const Rows& rows = *range.rows;
        if (carried) set.carried.append(rows.carried, range.begin, range.end);
        if (rows.ids.size() > 0) set.ids.append(rows.ids, range.begin, range.end);
        if (!rows.numbers.empty())
            set.numbers.insert(set.numbers.end(),
                               rows.numbers.begin() + static_cast<std::ptrdiff_t>(range.begin),
                               rows.numbers.begin() + static_cast<std::ptrdiff_t>(range.end));
    }
}

}  // namespace pipelab::geometry::detail
