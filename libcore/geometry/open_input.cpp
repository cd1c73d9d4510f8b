#include "geometry/open_input.hpp"

#include "geometry/geojson.hpp"
#include "geometry/outer_rows.hpp"
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

using InputKind = OpenInput::Kind;

InputKind kind_of(io::ChunkReader& reader, std::optional<Notation> asked) {
    std::size_t first = 0;
    const auto head = io::look_ahead(reader, [&](std::string_view text) {
        first = std::min(text.find_first_not_of(io::blanks), text.size());
        return text.size() - first >= enough ||
               text.find('\n', text.find_first_not_of(io::blanks, first)) != std::string_view::npos;
    });
    const std::string_view text = head.substr(first);
    if (asked == Notation::wkt) return InputKind::wkt;
    if (asked == Notation::geojson) return InputKind::geojson;
    if (io::begins_as_npy(text)) return InputKind::npy;
    if (text.starts_with('[')) return InputKind::json_rows;
    if (asked == Notation::xy) return InputKind::xy;
    if (text.starts_with('{') || text.starts_with('\x1e')) return InputKind::geojson;
    return begins_as_wkt(text) ? InputKind::wkt : InputKind::xy;
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
    : closing_(control.cancellation),
      name_(path == "-" ? "stdin" : path),
      id_(input.id),
      outer_(input.outer && width == 2),
      size_(io::total_size({path})),
      reader_({path}, io::Cut::lines, {control.progress, closing_}, input.chunk_bytes),
      tokens_(static_cast<std::size_t>(base::threads())),
      nested_(reader_, Nesting::json),
      row_pieces_(reader_, control.progress, closing_,
                  [this](io::Chunk& chunk, int worker) {
                      return Sized{read(chunk, worker), chunk.text.size()};
                  }),
      feature_pieces_(nested_, control.progress, closing_,
                      [this](io::Chunk& piece, int worker) { return parse(piece, worker); }) {
    recognise(input);
    if (has_rows() && kind_ != InputKind::npy) plan_xy(input, width, reader_, name_, plan_);
    plan_.width = plan_.style.coordinates = width;
}

void OpenInput::recognise(const Input& input) {
    kind_ = kind_of(reader_, input.notation);
    Style& style = plan_.style;
    style.name = name_;
    style.id = input.id;
    switch (kind_) {
        case InputKind::xy:
            break;
        case InputKind::json_rows:
            plan_.json = style.json_rows = true;
            plan_.json_document = is_document(reader_);
            if (plan_.json_document) reader_.set_cut(io::Cut::whole);
            break;
        case InputKind::npy:
            reader_.set_cut(io::Cut::whole);
            break;
        case InputKind::wkt:
            style.notation = Notation::wkt;
            nested_.set_nesting(Nesting::round);
            reader_.set_cut(io::Cut::numbers);
            break;
        case InputKind::geojson:
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

Rows OpenInput::read_all(const io::Chunk& chunk, int worker) {
    if (kind_ == InputKind::npy) return read_npy(chunk);
    if (kind_ == InputKind::json_rows)
        return read_xy_json(plan_, tokens_[static_cast<std::size_t>(worker)], chunk);
    return read_xy_text(plan_, chunk);
}

Rows OpenInput::read(const io::Chunk& chunk, int worker) {
    Rows rows = read_all(chunk, worker);
    if (outer_) keep_outer(rows);
    return rows;
}

bool OpenInput::next(Rows& rows) {
    Sized sized;
    if (!row_pieces_.next(sized)) return false;
    rows = std::move(sized.rows);
    read_bytes_ += sized.bytes;
    return true;
}

std::size_t OpenInput::expected_rows(std::size_t rows) const {
    const auto done = static_cast<double>(read_bytes_);
    const auto share = done > 0 ? std::max(1.0, static_cast<double>(size_) / done) : 1.0;
    return static_cast<std::size_t>(static_cast<double>(rows) * share * 1.02);
}

void OpenInput::parse_text(std::string_view text, const base::Position& start,
                           io::JsonTokens& tokens, Parsed& parsed) const {
    std::vector<Feature> features;
    if (kind_ == InputKind::wkt) {
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
    NestingScan scan(kind_ == InputKind::wkt ? Nesting::round : Nesting::json);
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
        ended_ = ended_ || !feature_pieces_.next(parsed_);
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
    if (kind_ == InputKind::geojson && !loaded_) load();
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
    set = {};
    while (true) {
        while (block_ < rows_.block_ends.size()) {
            append(rows_.block_ends[block_], set);
            ++block_;
            if (!set.points.empty()) return true;
        }
        append(rows_.size(), set);
        row_ = block_ = 0;
        if (!input_.next(rows_)) {
            rows_ = {};
            return !set.points.empty();
        }
    }
}

/// The rows up to `end`.
void BlockStream::append(std::size_t end, PointSet& set) {
    const std::size_t begin = std::exchange(row_, std::max(row_, end)), before = set.points.size();
    if (begin >= end) return;
    if (before == 0) set.where = {input_.name(), rows_.block_lines[block_], 1};
    const std::size_t after = before + end - begin;
    const bool goes_on = block_ == rows_.block_ends.size();
    if (goes_on && after > set.points.capacity()) set.points.reserve(input_.expected_rows(after));
    set.points.resize(after);
    const double* from = rows_.values.data() + 2 * begin;
    for (std::size_t i = before; i < after; ++i, from += 2) set.points[i] = {from[0], from[1]};

    if (rows_.carried.size() > 0 || set.carried.size() > 0) {
        set.carried.append({}, set.carried.size(), before);
        set.carried.append(rows_.carried, begin, end);
    }
    if (rows_.ids.size() > 0) set.ids.append(rows_.ids, begin, end);
    if (!rows_.numbers.empty())
        set.numbers.insert(set.numbers.end(),
                           rows_.numbers.begin() + static_cast<std::ptrdiff_t>(begin),
                           rows_.numbers.begin() + static_cast<std::ptrdiff_t>(end));
}

}  // namespace pipelab::geometry::detail
