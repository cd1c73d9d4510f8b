// Eight bytes are a double: its text must read back as the same bits and keep the format rules.
// All bytes are a string: its JSON form must be printable and read back to itself.
#include "io/print.hpp"
#include "require.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>

using namespace pipelab::io;

namespace {

void check_double(double value) {
    const std::string text = printed(value);
    if (!std::isfinite(value)) {
        require(text == "nan" || text == "inf" || text == "-inf");
        return;
    }
    const double back = std::strtod(text.c_str(), nullptr);
    require(value == 0 ? text == "0"
                       : std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value));
    const std::size_t e = text.find('e');
    const double size = std::fabs(value);
    const bool fixed = size == 0 || (size >= 1e-5 && size < 1e17);
    require(fixed == (e == std::string::npos));
    const std::string mantissa = text.substr(0, e);
    require(mantissa.find_first_not_of("0123456789.", text[0] == '-') == std::string::npos);
    if (mantissa.find('.') != std::string::npos)
        require(mantissa.back() != '0' && mantissa.back() != '.');
    if (!fixed) {
        require(text[e + 1] == '+' || text[e + 1] == '-');
        require(text.size() - e >= 4);
    }
}

std::string unquoted(const std::string& quoted) {
    const std::string names = "bfnrt\"\\", bytes = "\b\f\n\r\t\"\\";
    std::string text;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        require(static_cast<unsigned char>(quoted[i]) >= 0x20 && quoted[i] != '"');
        if (quoted[i] != '\\') {
            text += quoted[i];
        } else if (quoted[++i] == 'u') {
            text += static_cast<char>(std::stoi(quoted.substr(i + 1, 4), nullptr, 16));
            i += 4;
        } else {
            require(names.find(quoted[i]) != std::string::npos);
            text += bytes[names.find(quoted[i])];
        }
    }
    return text;
}

void check_json(const std::string& quoted) {
    require(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"');
    require(json_quoted(unquoted(quoted)) == quoted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, data, size < 8 ? size : 8);
    check_double(std::bit_cast<double>(bits));
    const auto whole = std::bit_cast<std::int64_t>(bits);
    require(printed(whole) == std::to_string(whole));
    require(printed(bits) == std::to_string(bits));
    const Decimal decimal{whole, static_cast<int>(size % 19)};
    const std::string text = printed(decimal);
    const std::size_t point = text.find('.');
    require(point == std::string::npos || (text.back() != '0' && text.size() - point <= 19));
    check_json(json_quoted({reinterpret_cast<const char*>(data), size}));
    return 0;
}
