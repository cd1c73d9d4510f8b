#include "io/number_reader.hpp"

#include "base/parallel.hpp"
#include "io/delimited.hpp"
#include "io/look_ahead.hpp"
#include "io/npy.hpp"
#include "io/npy_numbers.hpp"
#include "io/number_rows.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pipelab::io {
namespace {

/// How one input is read.
struct Plan {
    enum class Shape { tokens, text_rows, json_rows, npy } shape = Shape::tokens;
    Cut cut = Cut::numbers;
    NumberGrammar grammar = NumberGrammar::text;
    bool header = false;
    std::vector<std::string> columns;
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

bool is_json(const NumberInput& input, char first) {
    return input.format == InputFormat::json ||
           (input.format == InputFormat::automatic && (first == '[' || first == '{'));
}

std::string_view first_line(ChunkReader& reader) {
    const auto head = look_ahead(
        reader, [](std::string_view text) { return text.find('\n') != std::string_view::npos; });
    return head.substr(0, head.find('\n'));
}

Plan text_plan(const NumberInput& input, std::vector<std::string> columns, ChunkReader& reader,
               const std::string& name) {
    Plan plan;
    plan.header = input.header;
    plan.columns = std::move(columns);
    const std::string_view header = input.header ? first_line(reader) : std::string_view();
    plan.fields = detail::find_fields(input, plan.columns, header, {name, 1, 1});
    if (input.header) plan.cut = Cut::lines;
    if (plan.fields.values != std::vector<std::size_t>{0} || input.parse_value) {
        plan.shape = Plan::Shape::text_rows;
        plan.cut = Cut::lines;
    }
    return plan;
}

Plan json_plan(const NumberInput& input, std::vector<std::string> columns, ChunkReader& reader) {
    Plan plan;
    plan.grammar = NumberGrammar::json;
    plan.cut = Cut::json;
    if (columns.front().empty()) columns.clear();
    if (columns.empty() && !input.parse_value) return plan;
    if (columns.empty() && !input.key_column.empty())
        throw base::UsageError("--by needs --column where the input is JSON");
    plan.shape = Plan::Shape::json_rows;
    const bool document = columns.empty() ? is_array_of_values(reader) : is_array_of_rows(reader);
    plan.layout = document ? JsonRecords::Layout::document : JsonRecords::Layout::lines;
    plan.cut = document ? Cut::whole : Cut::lines;
    plan.columns = std::move(columns);
    return plan;
}

constexpr char npy_first_byte = '\x93';
/// The longest header of .npy that anybody writes fits.
constexpr std::size_t npy_head = std::size_t{1} << 16;

bool is_npy(const NumberInput& input, char first, ChunkReader& reader) {
    return input.format == InputFormat::automatic && first == npy_first_byte &&
           begins_as_npy(look_ahead(reader, [](std::string_view text) { return text.size() > 6; }));
}

Plan npy_plan(const NumberInput& input, const std::vector<std::string>& columns) {
    if (input.parse_value || !input.key_column.empty() || input.header)
        throw base::UsageError(".npy arrays hold numbers alone, no header, keys or times");
    Plan plan;
    plan.shape = Plan::Shape::npy;
    plan.cut = Cut::whole;
    plan.columns = columns;
    for (const std::string& column : columns) {
        const auto number = column.empty() ? 0 : parse_uint64(column);
        if (!number || (*number == 0 && !column.empty()))
            throw base::UsageError(
                "columns of .npy arrays have numbers from 1, not names such as " + column);
        plan.fields.values.push_back(*number);
    }
    return plan;
}

/// One column called "" stands for all numbers of the input.
Plan make_plan(const NumberInput& input, std::vector<std::string> columns, ChunkReader& reader,
               const std::string& name) {
    const char first = first_visible(reader);
    if (is_npy(input, first, reader)) return npy_plan(input, columns);
    if (first == '\0') return {};  // nothing to find, and no header to find it by
    return is_json(input, first) ? json_plan(input, std::move(columns), reader)
                                 : text_plan(input, std::move(columns), reader, name);
}

ParseOptions options_of(const NumberInput& input) {
    ParseOptions options;
    options.nan = input.nan;
    options.keep_lines = input.keep_lines;
    options.keep_numbers = input.keep_numbers;
    return options;
}

detail::RowResult read_npy(const NumberInput& input, const Plan& plan, const Chunk& chunk) {
    detail::RowResult result;
    result.columns = detail::npy_blocks(chunk, plan.fields.values, options_of(input));
    return result;
}

detail::RowResult read_tokens(const NumberInput& input, const Plan& plan, const Chunk& chunk) {
    ParseOptions options = options_of(input);
    options.grammar = plan.grammar;
    options.in_comment = chunk.in_comment;
    options.in_array = chunk.in_array;
    options.at_end = !chunk.array_open;
    options.at_least = input.at_least;
    detail::RowResult result;
    result.columns.push_back(parse_numbers(chunk.text, chunk.start, options));
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

std::vector<std::string> numbers_up_to(std::size_t count) {
    std::vector<std::string> numbers;
    for (std::size_t i = 1; i <= count; ++i) numbers.push_back(std::to_string(i));
    return numbers;
}

/// The first line of text that holds fields.
std::vector<std::string> text_columns(const NumberInput& input, ChunkReader& reader,
                                      const base::Position& where) {
    if (input.header) return header_names(first_line(reader), input.delimiter, where);
    std::string_view line;
    look_ahead(reader, [&](std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            line = text.substr(at, end - at);
            if (!is_skipped_line(line, input.delimiter)) return end < text.size();
            at = end + 1;
        }
        return false;
    });
    FieldCursor cursor(line, input.delimiter, where);
    for (Field field; cursor.next(field);) {
    }
    return numbers_up_to(cursor.count());
}

std::vector<std::string> json_columns(ChunkReader& reader, const base::Position& where) {
    const bool document = is_array_of_rows(reader);
    const auto ends_row = [&](std::string_view text) {
        const std::size_t begin = text.find_first_not_of(blanks);
        return !document && begin != std::string_view::npos &&
               text.find('\n', begin) != std::string_view::npos;
    };
    const auto head = look_ahead(reader, ends_row);
    std::string first(head);
    if (!document)
        first.resize(std::min(head.find('\n', head.find_first_not_of(blanks)), head.size()));
    const std::size_t length = first.size();
    first.append(64, ' ');

    struct Found {};
    std::vector<std::string> names;
    using Layout = JsonRecords::Layout;
    JsonRecords records({"1"}, document ? Layout::document : Layout::lines);
    try {
        records.parse(std::string_view(first).substr(0, length), where, [&](const JsonRow& row) {
            names = row.is_array ? numbers_up_to(row.size)
                                 : std::vector<std::string>(row.keys.begin(), row.keys.end());
            throw Found();
        });
    } catch (const Found&) {
    }
    return names;
}

/// How the columns of an input are called; empty if it has no row.
std::vector<std::string> columns_of(const NumberInput& input, ChunkReader& reader,
                                    const base::Position& where) {
    const char first = first_visible(reader);
    if (is_npy(input, first, reader)) {
        const auto head = look_ahead(reader, [](auto text) { return text.size() >= npy_head; });
        return numbers_up_to(detail::npy_columns(head, where));
    }
    if (first == '\0') return {};
    return is_json(input, first) ? json_columns(reader, where) : text_columns(input, reader, where);
}

/// `wanted` of the columns `all` of an input; none: all of them.
Plan columns_plan(const NumberInput& input, const std::vector<std::string>& wanted,
                  const std::vector<std::string>& all, ChunkReader& reader,
                  const std::string& name) {
    if (!wanted.empty()) return make_plan(input, wanted, reader, name);
    Plan plan = make_plan(input, numbers_up_to(all.size()), reader, name);
    plan.columns = all;
    plan.fields.in_row = all.size();
    return plan;
}

/// What the columns of a plan are called.
std::vector<std::string> names_of(const Plan& plan, const std::vector<std::string>& all,
                                  bool header) {
    std::vector<std::string> names = plan.columns;
    if (header && plan.shape == Plan::Shape::text_rows)
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = all.at(plan.fields.values[i] - 1);
    return names;
}

/// One input after the other, chunk by chunk.
class Inputs {
  public:
    Inputs(const NumberInput& input, base::Control control)
        : input_(input),
          control_(control),
          paths_(input.paths.empty() ? std::vector<std::string>{"-"} : input.paths) {}

    /// `prepare(reader, name)` makes the plan of an input, work and sink get the results.
    template <class Prepare, class Work, class Sink>
    void read(Prepare&& prepare, Work&& work, Sink&& sink) {
        const base::Phase phase(control_.progress, "reading", total_size(paths_), "B");
        for (std::size_t i = 0; i < paths_.size(); ++i) {
            const std::string& path = i < input_.names.size() ? input_.names[i] : paths_[i];
            const std::string name = path == "-" ? "stdin" : path;
            ChunkReader reader({paths_[i]}, Cut::lines, control_, input_.chunk_bytes);
            reader.show_as({name});
            const Plan plan = prepare(reader, name);
            reader.set_cut(plan.cut);
            std::vector<std::optional<JsonRecords>> records(
                static_cast<std::size_t>(base::threads()));
            for_chunks(
                reader, control_,
                [&](Chunk& chunk, int worker) {
                    auto result =
                        read_chunk(plan, chunk, records[static_cast<std::size_t>(worker)]);
                    work(result, worker);
                    return result;
                },
                sink);
            if (control_.cancellation.requested()) return;
        }
    }

  private:
    detail::RowResult read_chunk(const Plan& plan, Chunk& chunk,
                                 std::optional<JsonRecords>& records) const {
        if (plan.header) detail::drop_header(chunk);
        if (plan.shape == Plan::Shape::npy) return read_npy(input_, plan, chunk);
        if (plan.shape == Plan::Shape::tokens) return read_tokens(input_, plan, chunk);
        if (plan.shape == Plan::Shape::text_rows)
            return detail::read_text_rows(input_, plan.fields, chunk);
        if (!records) {
            std::vector<std::string> fields = plan.columns;
            if (!input_.key_column.empty() && !fields.empty()) fields.push_back(input_.key_column);
            records.emplace(std::move(fields), plan.layout);
        }
        return detail::read_json_rows(input_, plan.columns, plan.fields.in_row, *records, chunk);
    }

    const NumberInput& input_;
    base::Control control_;
    std::vector<std::string> paths_;
};

}  // namespace

void read_numbers(const NumberInput& input, base::Control control,
                  const std::function<void(NumberRows&, int worker)>& work,
                  const std::function<void(NumberRows&&)>& sink) {
    check_usage(input);
    std::uint64_t count = 0;
    const auto rows_of = [](detail::RowResult& result) {
        return NumberRows{std::move(result.columns[0]), std::move(result.keys)};
    };
    Inputs(input, control)
        .read(
            [&](ChunkReader& reader, const std::string& name) {
                return make_plan(input, {input.column}, reader, name);
            },
            [&](detail::RowResult& result, int worker) {
                if (!work) return;
                NumberRows rows = rows_of(result);
                work(rows, worker);
                result.columns[0] = std::move(rows.block);
                result.keys = std::move(rows.keys);
            },
            [&](detail::RowResult&& result) {
                result.columns[0].first_index = count;
                count += result.columns[0].size();
                if (sink) sink(rows_of(result));
            });
}

std::vector<double> read_reals(const NumberInput& input, base::Control control) {
    std::vector<double> reals;
    read_numbers(input, control, {}, [&](NumberRows&& rows) {
        rows.block.convert({NumberType::Kind::real, 0});
        const auto more = rows.block.reals();
        reals.insert(reals.end(), more.begin(), more.end());
    });
    return reals;
}

void read_columns(const NumberInput& input, const Columns& columns, base::Control control,
                  const std::function<void(const std::vector<std::string>&)>& start,
                  const std::function<void(std::vector<NumberBlock>&, int worker)>& work,
                  const std::function<void(std::vector<NumberBlock>&&)>& sink) {
    NumberInput rows = input;
    rows.key_column.clear();
    check_usage(rows);
    std::vector<std::string> names;
    Inputs(rows, control)
        .read(
            [&](ChunkReader& reader, const std::string& name) {
                const std::vector<std::string> all = columns_of(rows, reader, {name, 1, 1});
                if (all.empty()) throw base::DataError({name, 0, 0}, "no row in the input");
                Plan plan = columns_plan(rows, columns.names, all, reader, name);
                if (names.empty()) start(names = names_of(plan, all, rows.header));
                if (names_of(plan, all, rows.header) != names)
                    throw base::DataError({name, 1, 0},
                                          "the columns are not those of the first "
                                          "input: " +
                                              listed(names));
                return plan;
            },
            [&](detail::RowResult& result, int worker) {
                if (work) work(result.columns, worker);
            },
            [&](detail::RowResult&& result) {
                if (sink) sink(std::move(result.columns));
            });
}

}  // namespace pipelab::io
