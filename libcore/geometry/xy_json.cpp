#include "geometry/xy_rows.hpp"
#include "io/token_column.hpp"

#include <algorithm>

namespace pipelab::geometry::detail {
namespace {

/// The rows of one chunk.
class JsonRows {
  public:
    JsonRows(const XyPlan& plan, const io::JsonTokens& tokens, std::string_view text,
             const base::Position& start)
        : plan_(plan),
          tokens_(tokens),
          text_(text),
          start_(start),
          cursor_(tokens, text, start),
          blocks_(rows_, text, start),
          column_(text, start, io::NumberGrammar::json) {}

    Rows read() {
        try {
            while (!cursor_.done()) {
                separate(cursor_.offset());
                value();
            }
            separate(text_.size());
        } catch (const base::DataError&) {
            // A number before, looked at only now, may be beyond the range of double.
            column_.flush();
            throw;
        }
        rows_.width = plan_.width;
        rows_.values = column_.finish();
        if (!brought_) rows_.carried = {};
        return std::move(rows_);
    }

  private:
    /// Ends the block where a blank line stands between two values.
    void separate(std::size_t next) {
        const std::string_view gap = text_.substr(end_, next - end_);
        const auto newlines = std::count(gap.begin(), gap.end(), '\n');
        if (newlines > (end_ > 0 ? 1 : 0)) blocks_.end();
    }

    void value() {
        const std::size_t begin = cursor_.offset();
        const std::size_t token = cursor_.at;
        if (plan_.json_document) {
            document();
        } else {
            try {
                row();
            } catch (const base::DataError&) {
                check_one_line(begin, closed_ ? tokens_.offset(cursor_.at - 1) : cursor_.offset());
                throw;
            }
        }
        end_ = tokens_.offset(cursor_.at - 1) + 1;
        if (plan_.json_document) return;
        check_one_line(begin, end_);
        if (token > 0) {
            const std::size_t before = tokens_.offset(token - 1);
            if (text_.substr(before, begin - before).find('\n') == std::string_view::npos)
                cursor_.fail(begin, "expected one row on a line");
        }
    }

    void check_one_line(std::size_t begin, std::size_t end) const {
        if (text_.substr(begin, end - begin).find('\n') != std::string_view::npos)
            cursor_.fail(begin, "expected a whole row [x,y,...] on one line");
    }

    /// Arrays of rows.
    void document() {
        cursor_.expect('[', "an array of rows [[x,y,...],...]");
        if (cursor_.peek() == ']') {
            ++cursor_.at;
        } else {
            do row();
            while (cursor_.more(']'));
        }
        blocks_.end();
    }

    void row() {
        closed_ = false;
        if (cursor_.peek() != '[') cursor_.fail_here("a row [x,y,...]");
        const std::size_t begin = cursor_.offset();
        ++cursor_.at;
        std::size_t number = 0, next = 0;
        rest_.clear();
        if (cursor_.peek() != ']') {
            do element(++number, next);
            while (cursor_.more(']'));
        } else {
            ++cursor_.at;
        }
        closed_ = true;
        const std::size_t last = tokens_.offset(cursor_.at - 1);
        if (next < plan_.width && plan_.fields.empty())
            cursor_.fail(last, "expected " + std::to_string(plan_.width) + " coordinates, found " +
                                   std::to_string(next));
        const std::size_t wanted =
            std::max(plan_.id_field, plan_.fields.empty() ? 0 : plan_.fields.back());
        if (number < wanted)
            cursor_.fail(last, "expected at least " + std::to_string(wanted) + " elements, found " +
                                   std::to_string(number));
        blocks_.row(begin);
        if (plan_.numbers) rows_.numbers.push_back(blocks_.line(begin));
        brought_ |= !rest_.empty();
        rows_.carried.add(rest_);
    }

    void element(std::size_t number, std::size_t& next) {
        const bool first = plan_.fields.empty() && next < plan_.width;
        const bool chosen = next < plan_.fields.size() && plan_.fields[next] == number;
        const std::size_t begin = cursor_.offset();
        if (first || chosen) {
            const char c = cursor_.peek();
            if (c != '-' && (c < '0' || c > '9')) cursor_.fail_here("a number");
            const std::size_t size = cursor_.token().size();
            ++cursor_.at;
            do {
                column_.add(begin, begin + size);
                ++next;
            } while (next < plan_.fields.size() && plan_.fields[next] == number);
            if (number == plan_.id_field) rows_.ids.add(text_.substr(begin, size));
            return;
        }
        const std::string_view value = cursor_.skip(plan_.json_document ? 2 : 1);
        if (number == plan_.id_field) rows_.ids.add(value);
        if (!rest_.empty()) rest_ += ',';
        rest_ += value;
    }

    const XyPlan& plan_;
    const io::JsonTokens& tokens_;
    std::string_view text_;
    const base::Position& start_;
    io::JsonCursor cursor_;
    Rows rows_;
    BlockEnds blocks_;
    io::TokenColumn column_;
    std::string rest_;
    std::size_t end_ = 0;  // of the last value
    bool brought_ = false, closed_ = false;
};

}  // namespace

Rows read_xy_json(const XyPlan& plan, io::JsonTokens& tokens, const io::Chunk& chunk) {
    const auto read = [&](std::string_view text, const base::Position& start) {
        if (const char* problem = tokens.run(text)) throw base::DataError(start, problem);
        Rows rows = JsonRows(plan, tokens, text, start).read();
        if (!plan.places.empty()) put_in_place(plan, rows);
        return rows;
    };
    if (tokens.run(chunk.text) == nullptr) return read(chunk.text, chunk.start);
    // No string may contain a newline, so the first bad line can be found by itself.
    base::Position start = chunk.start;
    for (std::string_view rest = chunk.text; !rest.empty(); ++start.line, start.column = 1) {
        const std::string_view line =
            rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
        if (!plan.json_document) read(line, start);
        if (const char* problem = tokens.run(line)) throw base::DataError(start, problem);
        rest.remove_prefix(line.size());
    }
    throw base::DataError(chunk.start, "not valid JSON");
}

}  // namespace pipelab::geometry::detail
