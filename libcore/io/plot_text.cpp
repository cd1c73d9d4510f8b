#include "io/plot_text.hpp"

#include "io/print.hpp"

#include <algorithm>
#include <array>

namespace pipelab::io {
namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

double character_width(unsigned char first) {
    const char c = static_cast<char>(first);
    const auto one_of = [c](std::string_view set) { return set.find(c) != std::string_view::npos; };
    if (first >= 0xe3) return 1.0;  // from U+3000 on, mostly East Asian
    if (one_of("ijl.,:;|!' I()[]/-")) return 0.38;
    if (one_of("frt\"")) return 0.45;
    if (one_of("mwMW@%")) return 1.0;
    return c >= 'A' && c <= 'Z' ? 0.72 : 0.64;
}

}  // namespace

std::string power_of_ten_text(int exponent) {
    constexpr std::array<std::string_view, 10> raised{"⁰", "¹", "²", "³", "⁴",
                                                      "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "10⁻" : "10";
    for (const char digit : std::to_string(std::abs(exponent)))
        text += raised[static_cast<std::size_t>(digit - '0')];
    return text;
}

double text_width(std::string_view text) {
    double width = 0;
    for (const char byte : text)
        if (!continues(byte)) width += character_width(static_cast<unsigned char>(byte));
    return width;
}

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

std::string clean(std::string_view text) {
    // json_quoted() knows what valid UTF-8 is; without what it escapes, nothing else changes.
    std::string plain;
    for (const char byte : text)
        plain += static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f ? ' ' : byte;
    std::string whole;
    const std::string quoted = json_quoted(plain);
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i)
        whole += quoted[i] == '\\' ? quoted[++i] : quoted[i];
    // The two code points of valid UTF-8 that XML forbids.
    for (const std::string_view forbidden : {"\xef\xbf\xbe", "\xef\xbf\xbf"})
        for (std::size_t at; (at = whole.find(forbidden)) != std::string::npos;)
            whole.replace(at, forbidden.size(), "\xef\xbf\xbd");
    return whole;
}

std::string clipped(std::string_view text, double limit, double (*width)(std::string_view)) {
    if (width(text) <= limit) return std::string(text);
    const std::string_view ellipsis = "…";
    std::size_t size = text.size();
    while (size > 0 && ((size < text.size() && continues(text[size])) ||
                        width(text.substr(0, size)) + width(ellipsis) > limit))
        --size;
    while (size > 0 && text[size - 1] == ' ') --size;
    return std::string(text.substr(0, size)) + std::string(ellipsis);
}

}  // namespace pipelab::io
