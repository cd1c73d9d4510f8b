#include "optim/linear_input.hpp"

#include "io/delimited.hpp"
#include "io/look_ahead.hpp"
#include "io/source.hpp"
#include "optim/libsvm.hpp"
#include "optim/table_rows.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace pipelab::optim {
namespace {

/// Rows of that much text are still in the cache when they are learnt from.
constexpr std::size_t chunk_bytes = std::size_t{256} << 10;

/// The first line that holds a row; empty while it has not been read whole.
std::string_view first_row(std::string_view head, bool whole) {
    while (!head.empty()) {
        const std::size_t end = head.find('\n');
        if (end == head.npos && !whole) return {};
        const std::string_view line = head.substr(0, end);
        if (!io::is_skipped_line(line, std::nullopt)) return line;
        head.remove_prefix(std::min(end, head.size() - 1) + 1);
    }
    return {};
}

/// Whether a line reads LABEL INDEX:VALUE ..., by its second token; or it has no second one. A
/// number and a colon mean to be a pair, whatever follows.
bool looks_like_libsvm(std::string_view line) {
    const auto second_begin = [&] {
        const std::size_t end = line.find_first_of(" \t");
        return end == line.npos ? end : line.find_first_not_of(" \t\r", end);
    }();
    const std::string_view first = line.substr(0, line.find_first_of(" \t\r"));
    const auto is_pair = [](std::string_view token) {
        const std::size_t colon = token.find(':');
        if (colon == token.npos || colon == 0) return false;
        return colon + 1 < token.size() || token.find_first_not_of("0123456789") == colon;
    };
    if (is_pair(first)) return true;
    if (second_begin == line.npos) return first.find_first_of(",;\"") == first.npos;
    const std::string_view second = line.substr(second_begin);
    return second[0] == '#' || is_pair(second.substr(0, second.find_first_of(" \t\r")));
}

void refuse_columns(const RowSource& source) {
    if (!source.label.empty() || !source.weight.empty() || !source.ignored.empty() ||
        !source.categorical.empty())
        throw base::UsageError(
            "--label, --weight, --ignore and --categorical name columns, which libsvm rows do not "
            "have (--input-format csv reads the input as a table)");
}

using Parsed = std::variant<LinearRows, TableRows>;

}  // namespace

RowFormat recognised_format(const RowSource& source, io::ChunkReader& reader) {
    if (source.format != RowFormat::automatic) return source.format;
    const char first = io::first_visible(reader);
    if (first == '{' || first == '[') return RowFormat::json;
    if (source.header || source.delimiter) return RowFormat::delimited;
    std::string_view row;
    const std::string_view head = io::look_ahead(reader, [&](std::string_view text) {
        row = first_row(text, false);
        return !row.empty();
    });
    if (row.empty()) row = first_row(head, true);
    return looks_like_libsvm(row) ? RowFormat::libsvm : RowFormat::delimited;
}

LinearInput::LinearInput(RowSource source, FeatureMap& features, LabelMap& labels, bool grow)
    : source_(std::move(source)),
      features_(features),
      labels_(labels),
      grow_(grow),
      encoder_(source_, features, labels, grow) {}

void LinearInput::restore(RowFormat format, TableColumns columns) {
    if (source_.format == RowFormat::automatic) source_.format = format;
    encoder_.restore(std::move(columns));
}

LinearRows LinearInput::encode_libsvm(LinearRows rows) {
    if (labels_.task() == Task::regression) return rows;
    LabelMap::Refusal refusal;
    double last = 0, last_label = 0;
    bool any = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows.labelled(i)) continue;
        if (!any || rows.labels[i] != last) {
            last = rows.labels[i];
            const auto label = labels_.label(last, grow_, refusal);
            if (!label) {
                rows.failure = base::DataError(rows.position(i), refusal.message);
                rows.keep(i);
                break;
            }
            last_label = *label;
            any = true;
        }
        rows.labels[i] = last_label;
    }
    return rows;
}

void LinearInput::read(base::Control control, const std::function<void(LinearRows&&)>& sink) {
    const std::vector<std::string> paths =
        source_.paths.empty() ? std::vector<std::string>{"-"} : source_.paths;
    const base::Phase phase(control.progress, "reading", io::total_size(paths), "B");
    for (const std::string& path : paths) {
        io::ChunkReader reader({path}, io::Cut::lines, control, chunk_bytes);
        format_ = recognised_format(source_, reader);
        if (format_ == RowFormat::libsvm) refuse_columns(source_);
        bool first = true;
        const LibsvmRules rules{source_.intercept, features_.hash_bits()};
        io::for_chunks(
            reader, control,
            [&](io::Chunk& chunk, int) -> Parsed {
                if (format_ == RowFormat::libsvm) return parse_libsvm(chunk, rules);
                if (format_ == RowFormat::json) return parse_json_lines(chunk);
                return parse_delimited(chunk, source_.delimiter, source_.header);
            },
            [&](Parsed&& parsed) {
                auto* plain = std::get_if<LinearRows>(&parsed);
                LinearRows rows = plain != nullptr ? encode_libsvm(std::move(*plain))
                                                   : encoder_.encode(std::get<TableRows>(parsed),
                                                                     format_ == RowFormat::json,
                                                                     std::exchange(first, false));
                const std::optional<base::DataError> failure = rows.failure;
                sink(std::move(rows));
                if (failure) throw base::DataError(*failure);
            });
    }
}

}  // namespace pipelab::optim
