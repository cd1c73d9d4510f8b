#include "io/number_reader.hpp"

#include "base/parallel.hpp"
#include "io/look_ahead.hpp"
#include "io/number_rows.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pipelab::io {
namespace {

/// How one input is read.
struct Plan {
    enum class Shape { tokens, text_rows, json_rows } shape = Shape::tokens;
    Cut cut = Cut::numbers;
    NumberGrammar grammar = NumberGrammar::text;
    bool header = false;
    detail::FieldNumbers fields;
    JsonRecords::Layout layout = JsonRecords::Layout::lines;
};

/// The first two bytes that are not blank, and if they are [] the third: all that says whether the
/// rows are lines or one array, which may be empty.
bool is_array_of_rows(ChunkReader& reader) {
    std::string marks;
    look_ahead(reader, [&](std::string_view text) {
        marks.clear();
        for (std::size_t at = 0; marks.size() < 3; ++at) {
            at = text.find_first_not_of(blanks, at);
            if (at == std::string_view::npos) break;
            marks += text[at];
        }
        return marks.size() == 3 || (marks.size() == 2 && marks != "[]");
    });
    return marks.starts_with("[[") || marks.starts_with("[{") || marks == "[]";
}

/// An array of plain values that does not end on its first line goes on to the end of the input.
bool is_array_of_values(ChunkReader& reader) {
    const auto line_end = [](std::string_view text) {
        return text.find('\n', std::min(text.find_first_not_of(blanks), text.size()));
    };
    const auto head = look_ahead(
        reader, [&](std::string_view text) { return line_end(text) != std::string_view::npos; });
    const std::string_view line = head.substr(0, line_end(head));
    return visible(line, 0) == '[' && line[line.find_last_not_of(blanks)] != ']';
}

Plan text_plan(const NumberInput& input, ChunkReader& reader, const std::string& name) {
    Plan plan;
    plan.header = input.header;
    std::string_view first_line;
    if (input.header) {
        const auto head = look_ahead(reader, [](std::string_view text) {
            return text.find('\n') != std::string_view::npos;
        });
        first_line = head.substr(0, head.find('\n'));
    }
    plan.fields = detail::find_fields(input, first_line, {name, 1, 1});
    if (input.header) plan.cut = Cut::lines;
    if (!input.column.empty() || input.parse_value) {
        plan.shape = Plan::Shape::text_rows;
        plan.cut = Cut::lines;
    }
    return plan;
}

Plan json_plan(const NumberInput& input, ChunkReader& reader) {
    Plan plan;
    plan.grammar = NumberGrammar::json;
    plan.cut = Cut::json;
    if (input.column.empty() && !input.parse_value) return plan;
    if (input.column.empty() && !input.key_column.empty())
        throw base::UsageError("--by needs --column where the input is JSON");
    plan.shape = Plan::Shape::json_rows;
    const bool document =
        input.column.empty() ? is_array_of_values(reader) : is_array_of_rows(reader);
    plan.layout = document ? JsonRecords::Layout::document : JsonRecords::Layout::lines;
    plan.cut = document ? Cut::whole : Cut::lines;
    return plan;
}

Plan make_plan(const NumberInput& input, ChunkReader& reader, const std::string& path) {
    const char first = first_visible(reader);
    if (first == '\0') return {};  // nothing to find, and no header to find it by
    const bool json = input.format == InputFormat::json ||
                      (input.format == InputFormat::automatic && (first == '[' || first == '{'));
    return json ? json_plan(input, reader) : text_plan(input, reader, path == "-" ? "stdin" : path);
}

detail::RowResult read_tokens(const NumberInput& input, const Plan& plan, const Chunk& chunk) {
    ParseOptions options;
    options.grammar = plan.grammar;
    options.nan = input.nan;
    options.keep_lines = input.keep_lines;
    options.in_comment = chunk.in_comment;
    options.in_array = chunk.in_array;
    options.at_end = !chunk.array_open;
    options.at_least = input.at_least;
    detail::RowResult result;
    result.rows.block = parse_numbers(chunk.text, chunk.start, options);
    return result;
}

void check_usage(const NumberInput& input) {
    // Digits would be misread, too: the kernels take the byte before a number for a separator.
    if (input.delimiter &&
        std::string_view("\n\r\"0123456789+-.eE").find(*input.delimiter) != std::string::npos)
        throw base::UsageError(
            "the delimiter must not be a newline, a quote, or a byte that numbers consist of");
    if (!input.key_column.empty() && input.column.empty() && !input.parse_value)
        throw base::UsageError("--by needs --column");
}

}  // namespace

void read_numbers(const NumberInput& input, base::Control control,
                  const std::function<void(NumberRows&, int worker)>& work,
                  const std::function<void(NumberRows&&)>& sink) {
    check_usage(input);
    const std::vector<std::string> paths =
        input.paths.empty() ? std::vector<std::string>{"-"} : input.paths;
    const base::Phase phase(control.progress, "reading", total_size(paths), "B");
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const std::string& path = i < input.names.size() ? input.names[i] : paths[i];
        ChunkReader reader({paths[i]}, Cut::lines, control, input.chunk_bytes);
        reader.show_as({path == "-" ? "stdin" : path});
        const Plan plan = make_plan(input, reader, path);
        reader.set_cut(plan.cut);
        std::vector<std::optional<JsonRecords>> records(static_cast<std::size_t>(base::threads()));

        const auto read = [&](Chunk& chunk, int worker) {
            if (plan.header) detail::drop_header(chunk);
            if (plan.shape == Plan::Shape::tokens) return read_tokens(input, plan, chunk);
            if (plan.shape == Plan::Shape::text_rows)
                return detail::read_text_rows(input, plan.fields, chunk);
            auto& own = records[static_cast<std::size_t>(worker)];
            if (!own) own.emplace(detail::json_fields(input), plan.layout);
            return detail::read_json_rows(input, *own, chunk);
        };
        for_chunks(
            reader, control,
            [&](Chunk& chunk, int worker) {
                detail::RowResult result = read(chunk, worker);
                if (work) work(result.rows, worker);
                return result;
            },
            [&](detail::RowResult&& result) {
                result.rows.block.first_index = count;
                count += result.rows.block.size();
                if (sink) sink(std::move(result.rows));
            });
        if (control.cancellation.requested()) return;
    }
}

}  // namespace pipelab::io
