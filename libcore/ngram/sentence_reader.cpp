#include "ngram/sentence_reader.hpp"

#include "io/delimited.hpp"
#include "io/json_records.hpp"

#include <algorithm>
#include <functional>

namespace pipelab::ngram {
namespace {

/// The line that begins at `at`, without its newline or a carriage return before that.
std::string_view line_at(std::string_view text, std::size_t at) {
    const std::size_t newline = text.find('\n', at);
    std::string_view line = text.substr(at, newline - at);
    if (newline != std::string_view::npos && !line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

/// Calls see(line) for each line of a text.
template <class See>
void for_each_line(std::string_view text, See&& see) {
    for (std::size_t at = 0; at < text.size();) {
        see(line_at(text, at));
        const std::size_t newline = text.find('\n', at);
        at = newline == std::string_view::npos ? text.size() : newline + 1;
    }
}

/// Field `number` of a line whose fields are parted by tabs, without quotes.
std::optional<std::string_view> plain_field(std::string_view line, std::size_t number) {
    for (; number > 1; --number) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        line.remove_prefix(tab + 1);
    }
    return line.substr(0, line.find('\t'));
}

std::vector<std::string> plain_names(std::string_view line) {
    std::vector<std::string> names;
    for (std::size_t n = 1; const auto field = plain_field(line, n); ++n)
        names.emplace_back(*field);
    return names;
}

}  // namespace

std::string_view padded(std::string_view text, std::deque<std::string>& copies) {
    copies.emplace_back();
    copies.back().reserve(text.size() + 64);
    copies.back() = text;
    return copies.back();
}

base::Position Sentences::position(std::string_view part) const {
    const auto within = [&](std::string_view whole) {
        const std::less_equal<> ordered;
        return ordered(whole.data(), part.data()) &&
               ordered(part.data(), whole.data() + whole.size());
    };
    const auto place = [&](std::string_view found) {
        return io::position_at(start, chunk, static_cast<std::size_t>(found.data() - chunk.data()));
    };
    if (within(chunk)) return place(part);
    const auto text = std::find_if(texts.begin(), texts.end(), within);
    if (text == texts.end() || lines.empty()) return {};
    base::Position line = place(lines[static_cast<std::size_t>(text - texts.begin())]);
    line.column = 0;
    return line;
}

SentenceReader::SentenceReader(const SentenceInput& input, io::ChunkReader& reader,
                               const std::string& name)
    : input_(input) {
    if (input.json) {
        find_column("--column", input.column, name);
        return;
    }
    if (input.header) {
        std::string_view head = reader.read_ahead();
        for (std::size_t seen = 0; head.find('\n') == std::string_view::npos;) {
            if (head.size() == seen) break;
            seen = head.size();
            head = reader.read_ahead();
        }
        header_ = line_at(head, 0);
    }
    field_ = find_column("--column", input.column, name);
    label_ = find_column("--label", input.label, name);
}

std::size_t SentenceReader::find_column(const std::string& option, const std::string& column,
                                        const std::string& name) const {
    const auto number = io::field_number(column);
    if (number && *number == 0) throw base::UsageError(option + ": fields are counted from 1");
    if (number || column.empty() || input_.json) return number.value_or(0);
    if (!input_.header)
        throw base::UsageError(option + ": '" + column + "' is a name; names need --header");
    const base::Position start{name, 1, 1};
    const auto names = input_.delimiter ? io::header_names(header_, input_.delimiter, start)
                                        : plain_names(header_);
    return io::find_name(names, column, start) + 1;
}

Sentences SentenceReader::read(const io::Chunk& chunk) const {
    Sentences sentences;
    sentences.start = chunk.start;
    sentences.chunk = chunk.text;
    if (input_.json) {
        read_json(chunk, sentences);
        return sentences;
    }
    base::Position start = chunk.start;
    for_each_line(chunk.text, [&](std::string_view line) {
        if (!input_.header || start.line > 1 || !chunk.first_of_file) {
            sentences.lines.push_back(line);
            sentences.texts.push_back(field_ == 0 ? line
                                                  : field_of(line, field_, start, sentences));
            if (label_ > 0) sentences.labels.push_back(field_of(line, label_, start, sentences));
        }
        ++start.line;
        start.column = 1;
    });
    return sentences;
}

std::string_view SentenceReader::field_of(std::string_view line, std::size_t number,
                                          const base::Position& start, Sentences& sentences) const {
    std::size_t fields = 0;
    if (!input_.delimiter) {
        if (const auto field = plain_field(line, number)) return *field;
        fields = plain_names(line).size();
    } else {
        io::FieldCursor cursor(line, input_.delimiter, start);
        io::Field field;
        while (cursor.next(field)) {
            if (cursor.count() < number) continue;
            return field.has_quotes
                       ? padded(io::contents(field, sentences.copies), sentences.copies)
                       : field.text;
        }
        fields = cursor.count();
    }
    throw base::DataError(
        start, "no field " + std::to_string(number) + ": the line has " + std::to_string(fields));
}

TextList read_text_list(const SentenceInput& input, const std::string& path,
                        base::Control control) {
    TextList list;
    io::ChunkReader chunks({path}, io::Cut::whole, control);
    const SentenceReader reader(input, chunks, path == "-" ? "stdin" : path);
    if (chunks.next(list.chunk)) list.sentences = reader.read(list.chunk);
    base::stop_if_requested(control.cancellation);
    return list;
}

/// Strings and objects may alternate: runs of lines of one kind are read together.
void SentenceReader::read_json(const io::Chunk& chunk, Sentences& sentences) const {
    const std::string_view text = chunk.text;
    const auto is_string = [&](std::size_t line) {
        const std::size_t first = text.find_first_not_of(" \t\r", line);
        return first != std::string_view::npos && text[first] == '"';
    };
    base::Position start = chunk.start;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
        const std::uint64_t first_line = start.line;
        const bool strings = is_string(begin);
        do {
            end = std::min(text.find('\n', end), text.size() - 1) + 1;
            ++start.line;
        } while (end < text.size() && is_string(end) == strings);
        read_json(text.substr(begin, end - begin), {start.file, first_line, start.column}, strings,
                  sentences);
        start.column = 1;
    }
}

void SentenceReader::read_json(std::string_view lines, const base::Position& start, bool strings,
                               Sentences& sentences) const {
    using Kind = io::JsonField::Kind;
    const bool plain = strings && input_.label.empty();
    std::vector<std::string> keys;
    if (!plain) keys.push_back(input_.column.empty() ? "text" : input_.column);
    if (!input_.label.empty()) keys.push_back(input_.label);
    io::JsonRecords records(keys, io::JsonRecords::Layout::lines, io::JsonRecords::Escapes::bytes);
    const auto fail = [&](const io::JsonRow& row, const io::JsonField& field,
                          const std::string& expected) {
        const bool missing = field.kind == Kind::missing;
        const auto at = io::position_at(start, lines, missing ? row.offset : field.offset);
        const std::string found = missing ? "nothing" : std::string(io::kind_name(field.kind));
        throw base::DataError(at, "expected " + expected + ", found " + found);
    };
    records.parse(lines, start, [&](const io::JsonRow& row) {
        const io::JsonField& field = row.fields[0];
        if (field.kind != Kind::string) {
            fail(row, field, "a sentence, a string" + (plain ? "" : " under \"" + keys[0] + "\""));
        }
        const std::size_t copies = sentences.copies.size();
        const std::string_view text = records.contents(field, sentences.copies);
        sentences.texts.push_back(sentences.copies.size() > copies ? padded(text, sentences.copies)
                                                                   : text);
        sentences.lines.push_back(line_at(lines, row.offset));
        if (input_.label.empty()) return;
        const io::JsonField& label = row.fields[1];
        if (label.kind == Kind::missing || label.kind == Kind::array || label.kind == Kind::object)
            fail(row, label, "a label under \"" + keys[1] + "\"");
        sentences.labels.push_back(
            label.kind == Kind::string ? records.contents(label, sentences.copies) : label.text);
    });
}

}  // namespace pipelab::ngram
