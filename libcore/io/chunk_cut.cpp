#include "io/chunk_cut.hpp"

namespace pipelab::io {
namespace {

bool separates(char c) { return c == ' ' || c == '\t' || c == ','; }

std::size_t cut_before_token(std::string_view text) {
    for (std::size_t at = text.size(); at-- > 1;)
        if (!separates(text[at]) && text[at] != '\r' && separates(text[at - 1])) return at;
    return 0;
}

std::size_t cut_json(std::string_view text, bool in_array) {
    std::size_t end = text.size();
    while (true) {
        const std::size_t bracket = text.substr(0, end).find_last_of("[]");
        const bool none = bracket == std::string_view::npos;
        const bool open = none ? in_array : text[bracket] == '[';
        const std::size_t begin = none ? 0 : bracket + 1;
        const std::size_t at = text.substr(begin, end - begin).rfind(open ? ',' : '\n');
        if (at != std::string_view::npos) return begin + at + 1;
        if (none) return 0;
        end = bracket;
    }
}

}  // namespace

std::size_t find_cut(Cut cut, std::string_view text, std::size_t searched, bool full,
                     bool in_array) {
    if (cut == Cut::whole) return 0;
    if (cut == Cut::json) return cut_json(text, in_array);
    const std::size_t newline = text.substr(searched).rfind('\n');
    if (newline != std::string_view::npos) return searched + newline + 1;
    return cut == Cut::numbers && full ? cut_before_token(text) : 0;
}

CutContext context_at_end(Cut cut, std::string_view text, CutContext before) {
    CutContext after;
    if (cut == Cut::numbers && !text.empty() && text.back() != '\n')
        after.in_comment = before.in_comment || text.find('#') != std::string_view::npos;
    // An array's comma and a newline outside of one are the only places where JSON is cut.
    if (cut == Cut::json) after.in_array = text.empty() ? before.in_array : text.back() == ',';
    return after;
}

}  // namespace pipelab::io
