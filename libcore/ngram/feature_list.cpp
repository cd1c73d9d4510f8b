#include "ngram/feature_list.hpp"

#include "base/error.hpp"
#include "base/key_table.hpp"
#include "io/chunk.hpp"
#include "io/json_records.hpp"
#include "io/number.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <string_view>

namespace pipelab::ngram {
namespace {

class FeatureReader {
  public:
    void read(const io::Chunk& chunk) {
        chunk_ = &chunk;
        if (chunk.first_of_file) json_ = is_json(chunk.text);
        if (json_) {
            read_json();
        } else {
            read_text();
        }
    }
    /// Numbers tokens as a vocabulary does.
    FeatureList finish() {
        const std::vector<std::string_view> keys = tokens_.keys();
        list_.vocabulary = Vocabulary(keys);
        const std::vector<WordId> ids = list_.vocabulary.ids(keys);
        for (WordId& word : list_.words) word = ids[word];
        return std::move(list_);
    }

  private:
    static bool is_json(std::string_view text) {
        std::string_view line = text.substr(0, text.find('\n'));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        return !line.empty() && line.front() == '{' && line.back() == '}';
    }

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
        throw base::DataError(io::position_at(chunk_->start, chunk_->text, offset), message);
    }

    void add(std::string_view gram, std::size_t offset, std::uint64_t having,
             std::uint64_t documents) {
        if (gram.empty()) fail(offset, "expected an n-gram, found nothing");
        std::uint32_t line = 0;
        grams_.count({&gram, 1}, &line);
        if (line != list_.size())
            fail(offset, "'" + std::string(gram) + "' is also feature " + std::to_string(line + 1));
        split_.clear();
        while (true) {
            const std::size_t blank = gram.find(' ');
            split_.push_back(gram.substr(0, blank));
            if (split_.back().empty()) fail(offset, "an n-gram with blanks that part no words");
            if (blank == std::string_view::npos) break;
            gram.remove_prefix(blank + 1);
        }
        const std::size_t begin = list_.words.size();
        list_.words.resize(begin + split_.size());
        tokens_.count(split_, list_.words.data() + begin);
        list_.ends.push_back(list_.words.size());
        list_.having.push_back(having);
        list_.documents.push_back(documents);
    }

    void read_text() {
        const std::string_view text = chunk_->text;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            std::string_view line = text.substr(at, end - at);
            if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
            read_line(line, at);
            at = end + 1;
        }
    }
    void read_line(std::string_view line, std::size_t offset) {
        const std::string_view gram = line.substr(0, line.find('\t'));
        std::uint64_t numbers[3] = {0, 0, 0};
        std::size_t at = gram.size();
        for (std::size_t n = 0; at < line.size(); ++n) {
            const std::size_t end = std::min(line.find('\t', at + 1), line.size());
            const auto field = line.substr(at + 1, end - at - 1);
            const auto number = io::parse_uint64(field);
            if (!number || n == 3)
                fail(offset + at + 1, "expected a count, found '" + std::string(field) + "'");
            numbers[n] = *number;
            at = end;
        }
        add(gram, offset, numbers[1], numbers[2]);
    }

    void read_json() {
        using Kind = io::JsonField::Kind;
        io::JsonRecords records({"gram", "docs", "documents"}, io::JsonRecords::Layout::lines,
                                io::JsonRecords::Escapes::bytes);
        records.parse(chunk_->text, chunk_->start, [&](const io::JsonRow& row) {
            const auto number = [&](const io::JsonField& field) {
                if (field.kind == Kind::missing) return std::uint64_t{0};
                const auto value =
                    field.kind == Kind::number ? io::parse_uint64(field.text) : std::nullopt;
                if (!value) fail(field.offset, "expected a count");
                return *value;
            };
            if (row.fields[0].kind != Kind::string)
                fail(row.offset, "expected an n-gram, a string under \"gram\"");
            std::deque<std::string> copies;
            add(records.contents(row.fields[0], copies), row.offset, number(row.fields[1]),
                number(row.fields[2]));
        });
    }

    FeatureList list_;
    base::KeyTable tokens_, grams_;
    std::vector<std::string_view> split_;
    const io::Chunk* chunk_ = nullptr;
    bool json_ = false;
};

}  // namespace

std::string FeatureList::text(std::size_t feature) const {
    std::string text;
    for (const WordId word : gram(feature)) {
        if (!text.empty()) text += ' ';
        text += vocabulary.word(word);
    }
    return text;
}

FeatureList read_features(const std::string& path, base::Control control) {
    FeatureReader reader;
    io::ChunkReader chunks({path}, io::Cut::lines, control);
    for (io::Chunk chunk; chunks.next(chunk);) reader.read(chunk);
    base::stop_if_requested(control.cancellation);
    return reader.finish();
}

}  // namespace pipelab::ngram
