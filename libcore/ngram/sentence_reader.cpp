#include "ngram/sentence_reader.hpp"

#include "io/delimited.hpp"
#include "io/json_records.hpp"
#include "ngram/tokens.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

std::string_view without_return(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// Calls see(line, offset) for each line of a text.
template <class See>
void for_each_line(std::string_view text, See&& see) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        see(without_return(text.substr(at, end - at)), at);
        at = end + 1;
    }
}

/// A copy that may be read 64 bytes further.
std::string_view padded(std::string_view text, std::deque<std::string>& copies) {
    copies.emplace_back();
    copies.back().reserve(text.size() + 64);
    copies.back() = text;
    return copies.back();
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

SentenceReader::SentenceReader(const SentenceInput& input, io::ChunkReader& reader,
                               const std::string& name)
    : input_(input) {
    const auto number = io::field_number(input.column);
    if (number && *number == 0) throw base::UsageError("--column: fields are counted from 1");
    if (input.json) return;
    if (input.header) {
        std::string_view head = reader.read_ahead();
        for (std::size_t seen = 0; head.find('\n') == std::string_view::npos;) {
            if (head.size() == seen) break;
            seen = head.size();
            head = reader.read_ahead();
        }
        header_ = without_return(head.substr(0, head.find('\n')));
    }
    if (number) {
        field_ = *number;
    } else if (!input.column.empty()) {
        if (!input.header) {
            throw base::UsageError("--column: '" + input.column +
                                   "' is a name; names need --header");
        }
        const base::Position start{name, 1, 1};
        const auto names = input.delimiter ? io::header_names(header_, input.delimiter, start)
                                           : plain_names(header_);
        field_ = io::find_name(names, input.column, start) + 1;
    }
}

Sentences SentenceReader::read(const io::Chunk& chunk) const {
    Sentences sentences;
    if (input_.json) {
        read_json(chunk, sentences);
        return sentences;
    }
    base::Position start = chunk.start;
    for_each_line(chunk.text, [&](std::string_view line, std::size_t) {
        if (!input_.header || start.line > 1 || !chunk.first_of_file) {
            sentences.lines.push_back(line);
            sentences.texts.push_back(field_ == 0 ? line : field_of(line, start, sentences));
        }
        ++start.line;
        start.column = 1;
    });
    return sentences;
}

std::string_view SentenceReader::field_of(std::string_view line, const base::Position& start,
                                          Sentences& sentences) const {
    std::size_t fields = 0;
    if (!input_.delimiter) {
        if (const auto field = plain_field(line, field_)) return *field;
        fields = plain_names(line).size();
    } else {
        io::FieldCursor cursor(line, input_.delimiter, start);
        io::Field field;
        while (cursor.next(field)) {
            if (cursor.count() < field_) continue;
            return field.has_quotes
                       ? padded(io::contents(field, sentences.copies), sentences.copies)
                       : field.text;
        }
        fields = cursor.count();
    }
    throw base::DataError(
        start, "no field " + std::to_string(field_) + ": the line has " + std::to_string(fields));
}

void SentenceReader::read_json(const io::Chunk& chunk, Sentences& sentences) const {
    const std::size_t first = chunk.text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return;
    const bool plain = chunk.text[first] == '"';
    const std::string key = input_.column.empty() ? "text" : input_.column;
    io::JsonRecords records(plain ? std::vector<std::string>{} : std::vector<std::string>{key},
                            io::JsonRecords::Layout::lines);
    records.parse(chunk.text, chunk.start, [&](const io::JsonRow& row) {
        const io::JsonField& field = row.fields[0];
        if (field.kind != io::JsonField::Kind::string) {
            const std::string found = field.kind == io::JsonField::Kind::missing
                                          ? "nothing"
                                          : std::string(io::kind_name(field.kind));
            const std::string where = plain ? "" : " under \"" + key + "\"";
            throw base::DataError(
                io::position_at(
                    chunk.start, chunk.text,
                    field.kind == io::JsonField::Kind::missing ? row.offset : field.offset),
                "expected a sentence, a string" + where + ", found " + found);
        }
        const std::size_t copies = sentences.copies.size();
        const std::string_view text = records.contents(field, sentences.copies);
        sentences.texts.push_back(sentences.copies.size() > copies ? padded(text, sentences.copies)
                                                                   : text);
        const std::size_t end = std::min(chunk.text.find('\n', row.offset), chunk.text.size());
        sentences.lines.push_back(without_return(chunk.text.substr(row.offset, end - row.offset)));
    });
}

Words words_of(const std::vector<std::string_view>& sentences, const Vocabulary& vocabulary) {
    Words words;
    words.ends.reserve(sentences.size());
    for (const std::string_view sentence : sentences) {
        TokenCursor cursor(sentence);
        std::string_view word;
        // Only JSON has line ends inside of sentences: there they are blanks.
        for (auto found = cursor.next(word); found != TokenCursor::Found::nothing;
             found = cursor.next(word))
            if (found == TokenCursor::Found::word) words.texts.push_back(word);
        words.ends.push_back(words.texts.size());
    }
    words.ids.resize(words.texts.size());
    vocabulary.ids(words.texts, words.ids.data());
    return words;
}

}  // namespace pipelab::ngram
