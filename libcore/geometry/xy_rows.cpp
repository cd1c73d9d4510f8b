#include "geometry/xy_rows.hpp"

#include "base/isa.hpp"
#include "io/delimited.hpp"
#include "io/number_column.hpp"
#include "io/number_text.hpp"
#include "io/token_column.hpp"
#include "io/token_reader.hpp"
#include "io/trimmed.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace pipelab::geometry::detail {

std::uint64_t BlockEnds::line(std::size_t offset) {
    newlines_ += io::count_newlines(text_.substr(counted_, offset - counted_));
    counted_ = offset;
    return start_.line + newlines_;
}

void put_in_place(const XyPlan& plan, Rows& rows) {
    std::vector<double> row(plan.width);
    for (std::size_t i = 0; i < rows.values.size(); i += plan.width) {
        for (std::size_t k = 0; k < plan.width; ++k) row[plan.places[k]] = rows.values[i + k];
        std::copy(row.begin(), row.end(), rows.values.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Lines of exactly `width` numbers, taken from the tokens that the kernels find: they say where
/// numbers are, and what stands between two of them is looked at here.
class RegularRows {
  public:
    RegularRows(const XyPlan& plan, std::string_view text, const base::Position& start)
        : plan_(plan), text_(text), start_(start), blocks_(rows_, text, start) {
        for (const char c : {',', ' ', '\t', plan.delimiter.value_or(',')}) {
            separators_[static_cast<unsigned char>(c)] = separates(c);
        }
    }

    /// nullopt for a text that is not like that.
    std::optional<Rows> read() {
        using namespace io::detail;
        io::ParseOptions options;
        options.at_least = {io::NumberType::Kind::real, 0};
        const NumberKernels& kernels = number_kernels(base::isa_level());
        NumberColumn column(kernels, text_, start_, options);
        options.keep_lines = plan_.numbers;
        TokenReader tokens(kernels, text_, start_, options);
        options.keep_lines = false;
        TokenBatch batch;
        while (tokens.next(batch)) {
            if (!tokens.scan().error.empty() || !place(batch)) return std::nullopt;
            try {
                static_cast<void>(column.append(batch));
            } catch (const base::DataError&) {
                return std::nullopt;
            }
        }
        if (in_row_ != 0 || !between_lines(text_.size(), false)) return std::nullopt;
        io::NumberBlock block = column.finish();
        rows_.values = std::move(std::get<base::Array<double>>(block.values));
        rows_.width = plan_.width;
        return std::move(rows_);
    }

  private:
    bool place(const io::detail::TokenBatch& batch) {
        const char* const text = text_.data();
        for (std::size_t i = 0; i < batch.count; ++i) {
            if (in_row_ == 0 && (i = pass_plain_rows(batch, i)) == batch.count) break;
            const std::size_t begin = batch.base + batch.edges[2 * i];
            const bool one_byte = begin == last_end_ + 1 && last_end_ > 0;
            if (in_row_ == 0) {
                if (!(one_byte && text[last_end_] == '\n') && !between_lines(begin, true))
                    return false;
                blocks_.row(begin);
                if (plan_.numbers) rows_.numbers.push_back(start_.line + batch.lines[i]);
            } else if (!(one_byte && separates(text[last_end_])) && !between_fields(begin)) {
                return false;
            }
            last_end_ = batch.base + batch.edges[2 * i + 1];
            in_row_ = in_row_ + 1 == plan_.width ? 0 : in_row_ + 1;
        }
        return true;
    }

    /// Of most rows: the numbers one byte apart, a newline alone before the first. From token i on;
    /// returns the token behind.
    std::size_t pass_plain_rows(const io::detail::TokenBatch& batch, std::size_t i) {
        if (plan_.numbers || last_end_ == 0) return i;
        const char* const text = text_.data();
        const std::size_t first = i, width = plan_.width;
        std::size_t row_end = last_end_;
        for (; i + width <= batch.count; i += width) {
            std::size_t end = row_end;
            bool plain = text[end] == '\n';
            for (std::size_t k = i; k < i + width; ++k) {
                plain &= batch.base + batch.edges[2 * k] == end + 1;
                plain &= k == i || separators_[static_cast<unsigned char>(text[end])];
                end = batch.base + batch.edges[2 * k + 1];
            }
            if (!plain) break;
            if (i == first) blocks_.row(row_end + 1);
            row_end = end;
        }
        if (i > first) blocks_.further_rows((i - first) / width - 1);
        last_end_ = row_end;
        return i;
    }

    bool separates(char c) const {
        return plan_.delimiter ? c == *plan_.delimiter : c == ',' || is_blank(c);
    }

    /// Whether text[last_end_, begin) parts two fields. The kernels let only one comma pass.
    bool between_fields(std::size_t begin) const {
        if (plan_.delimiter || begin == last_end_) return false;
        const std::string_view gap = text_.substr(last_end_, begin - last_end_);
        return std::all_of(gap.begin(), gap.end(), [&](char c) { return separates(c); });
    }

    /// Whether text[last_end_, end) is the end of one line and the beginning of another (`more`) or
    /// of the text, with blank lines and comments between them.
    bool between_lines(std::size_t end, bool more) {
        std::size_t at = last_end_;
        bool line_start = at == 0, blank_line = false;
        if (!line_start) {
            at = pass_blanks(at, end);
            if (!plan_.delimiter && at < end && text_[at] == ',') at = pass_blanks(at + 1, end);
            if (!pass_newline(at, end)) return at == end && !more;
            line_start = true;
        }
        while (at < end) {
            at = pass_blanks(at, end);
            if (at == end) break;
            if (text_[at] == '#' && !plan_.delimiter) {
                at = std::min(text_.find('\n', at), end - 1) + 1;
                continue;
            }
            if (!pass_newline(at, end)) return false;
            blank_line = true;
        }
        if (!more && end > 0 && at > 0 && text_[at - 1] != '\n' && is_blank_line_end(at)) {
            blank_line = true;
        }
        if (blank_line) blocks_.end();
        return true;
    }

    /// The last line of the text, without a newline, consists of blanks.
    bool is_blank_line_end(std::size_t end) const {
        const std::size_t begin = text_.rfind('\n', end - 1) + 1;
        return begin >= last_end_ && io::trimmed(text_.substr(begin, end - begin)).empty();
    }

    std::size_t pass_blanks(std::size_t at, std::size_t end) const {
        while (at < end && is_blank(text_[at]) && !plan_.delimiter) ++at;
        return at;
    }
    bool pass_newline(std::size_t& at, std::size_t end) const {
        const std::size_t next = at < end && text_[at] == '\r' ? at + 1 : at;
        if (next == end || text_[next] != '\n') return false;
        at = next + 1;
        return true;
    }

    const XyPlan& plan_;
    std::string_view text_;
    const base::Position& start_;
    Rows rows_;
    BlockEnds blocks_;
    std::size_t in_row_ = 0, last_end_ = 0;
    std::array<bool, 256> separators_{};
};

/// Any lines of fields.
class FieldRows {
  public:
    FieldRows(const XyPlan& plan, std::string_view text, const base::Position& start)
        : plan_(plan),
          text_(text),
          start_(start),
          blocks_(rows_, text, start),
          column_(text, start, io::NumberGrammar::text) {}

    Rows read() {
        try {
            each_line();
        } catch (const base::DataError&) {
            // A number on a line before, looked at only now, may be wrong too.
            column_.flush();
            throw;
        }
        rows_.width = plan_.width;
        rows_.values = column_.finish();
        if (!plan_.fields.empty()) put_in_place(plan_, rows_);
        if (!brought_) rows_.carried = {};
        return std::move(rows_);
    }

  private:
    void each_line() {
        base::Position place = start_;
        for (std::size_t at = 0; at < text_.size(); ++place.line, place.column = 1) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            const std::string_view line = text_.substr(at, end - at);
            if (!io::is_skipped_line(line, plan_.separator)) {
                blocks_.row(at);
                if (plan_.numbers) rows_.numbers.push_back(place.line);
                if (plan_.fields.empty() && plan_.id_field == 0) {
                    first_fields(line, at, place);
                } else {
                    all_fields(line, at, place);
                }
            } else if (line.find('#') == std::string_view::npos) {
                blocks_.end();
            }
            at = end + 1;
        }
    }

    void first_fields(std::string_view line, std::size_t at, const base::Position& place) {
        io::FieldCursor cursor(line, plan_.delimiter, place);
        for (io::Field field; cursor.count() < plan_.width;) {
            if (!cursor.next(field)) too_few(cursor.count(), line, place);
            coordinate(field, at, cursor.count());
        }
        carry(cursor.rest());
        if (plan_.header_fields == 0) return;
        // Here blanks separate nothing, as in the header.
        io::FieldCursor all(line, plan_.separator, place);
        for (io::Field field; all.next(field);) {
        }
        expect_as_header(all.count(), line, place);
    }

    void all_fields(std::string_view line, std::size_t at, const base::Position& place) {
        io::FieldCursor cursor(line, plan_.separator, place);
        rest_.clear();
        std::size_t next = 0, before = 0;  // coordinate; end of the field before
        const std::size_t first_behind = plan_.fields.empty() ? plan_.width + 1 : 0;
        for (io::Field field; cursor.next(field);) {
            const std::size_t number = cursor.count();
            if (number == plan_.id_field) rows_.ids.add(contents(field, copies_));
            bool is_coordinate = number < first_behind;
            if (is_coordinate) coordinate(field, at, number), ++next;
            for (; next < plan_.fields.size() && plan_.fields[next] == number; ++next) {
                coordinate(field, at, number);
                is_coordinate = true;
            }
            const std::size_t begin = field.offset - field.quoted;
            const std::size_t end = field.offset + field.text.size() + field.quoted;
            if (!is_coordinate) {
                if (!rest_.empty()) rest_ += line.substr(before, begin - before);
                rest_ += line.substr(begin, end - begin);
            }
            before = end;
        }
        if (next < plan_.width) {
            if (plan_.fields.empty()) too_few(next, line, place);
            too_short(plan_.fields.back(), cursor.count(), line, place);
        }
        if (cursor.count() < plan_.id_field) too_short(plan_.id_field, cursor.count(), line, place);
        if (plan_.header_fields > 0) expect_as_header(cursor.count(), line, place);
        carry(rest_);
        copies_.clear();
    }

    void coordinate(const io::Field& field, std::size_t at, std::size_t number) {
        const std::string_view token = io::trimmed(field.text);
        if (token.empty())
            throw base::DataError(
                io::position_at(start_, text_, at + field.offset),
                "field " + std::to_string(number) + " is empty, expected a number");
        const auto begin = static_cast<std::size_t>(token.data() - text_.data());
        column_.add(begin, begin + token.size());
    }

    void carry(std::string_view text) {
        brought_ |= !text.empty();
        rows_.carried.add(text);
    }

    [[noreturn]] void too_few(std::size_t found, std::string_view line,
                              const base::Position& place) const {
        fail_behind(line, place,
                    "expected " + std::to_string(plan_.width) + " coordinates, found " +
                        std::to_string(found));
    }
    [[noreturn]] static void too_short(std::size_t wanted, std::size_t found, std::string_view line,
                                       const base::Position& place) {
        fail_behind(line, place,
                    "expected at least " + std::to_string(wanted) + " fields, found " +
                        std::to_string(found));
    }
    void expect_as_header(std::size_t found, std::string_view line,
                          const base::Position& place) const {
        if (found == plan_.header_fields) return;
        fail_behind(line, place,
                    "expected " + std::to_string(plan_.header_fields) +
                        " fields, as the header has, found " + std::to_string(found));
    }
    [[noreturn]] static void fail_behind(std::string_view line, const base::Position& place,
                                         const std::string& message) {
        while (!line.empty() && (is_blank(line.back()) || line.back() == '\r'))
            line.remove_suffix(1);
        throw base::DataError({place.file, place.line, place.column + line.size()}, message);
    }

    const XyPlan& plan_;
    std::string_view text_;
    const base::Position& start_;
    Rows rows_;
    BlockEnds blocks_;
    io::TokenColumn column_;
    std::string rest_;
    std::deque<std::string> copies_;
    bool brought_ = false;
};

/// `chunk` without the header line and all before it.
void drop_header(const XyPlan& plan, std::string_view& text, base::Position& start) {
    while (start.line <= plan.header_line && !text.empty()) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        ++start.line;
    }
}

}  // namespace

Rows read_xy_fields(const XyPlan& plan, const io::Chunk& chunk) {
    std::string_view text = chunk.text;
    base::Position start = chunk.start;
    drop_header(plan, text, start);
    Rows rows = FieldRows(plan, text, start).read();
    plan.by_fields = rows.carried.size() > 0;
    return rows;
}

Rows read_xy_text(const XyPlan& plan, const io::Chunk& chunk) {
    const bool plain = plan.fields.empty() && plan.id_field == 0 && !plan.by_fields &&
                       (plan.header_fields == 0 || plan.header_fields == plan.width) &&
                       (!plan.delimiter || *plan.delimiter == ',' || *plan.delimiter == '\t' ||
                        *plan.delimiter == ' ');
    if (plain) {
        std::string_view text = chunk.text;
        base::Position start = chunk.start;
        drop_header(plan, text, start);
        if (auto rows = RegularRows(plan, text, start).read()) return std::move(*rows);
    }
    return read_xy_fields(plan, chunk);
}

}  // namespace pipelab::geometry::detail
