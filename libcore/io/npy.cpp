#include "io/npy.hpp"

#include "io/number.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

static_assert(std::endian::native == std::endian::little);

namespace pipelab::io {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

[[noreturn]] void fail(const base::Position& file, const std::string& message) {
    throw base::DataError({file.file, 0, 0}, ".npy: " + message);
}

/// The header: a Python literal {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }.
class HeaderParser {
  public:
    HeaderParser(std::string_view text, const base::Position& file) : text_(text), file_(file) {}

    Npy parse() {
        Npy array;
        unsigned seen = 0;
        expect('{');
        while (!pass('}')) {
            const std::string_view key = quoted_word();
            expect(':');
            if (key == "descr") {
                type(array, quoted_word());
                seen |= 1;
            } else if (key == "fortran_order") {
                array.fortran_order = truth();
                seen |= 2;
            } else if (key == "shape") {
                shape(array);
                seen |= 4;
            } else {
                fail(file_, "unknown header entry " + detail::quoted(key));
            }
            if (!pass(',') && peek() != '}') broken();
        }
        if (seen != 7) fail(file_, "header lacks descr, fortran_order or shape");
        return array;
    }

  private:
    [[noreturn]] void broken() const { fail(file_, "header that is not well formed"); }
    char peek() {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool pass(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!pass(c)) broken();
    }
    std::string_view quoted_word() {
        const char quote = peek();
        if (quote != '\'' && quote != '"') {
            if (quote == '[') fail(file_, "records are not supported, expected plain numbers");
            broken();
        }
        const std::size_t end = text_.find(quote, ++at_);
        if (end == std::string_view::npos) broken();
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end + 1;
        return word;
    }
    bool truth() {
        peek();
        for (const std::string_view word : {"True", "False"}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return word == "True";
        }
        broken();
    }
    void type(Npy& array, std::string_view code) const {
        const bool big = code.starts_with('>');
        if (!code.empty() && std::string_view("<>|=").find(code[0]) != std::string_view::npos)
            code.remove_prefix(1);
        constexpr std::string_view known = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f4 f8";
        if (code.size() != 2 || known.find(code) % 3 != 0)
            fail(file_, "items of type " + detail::quoted(code) +
                            " are not supported, expected integers or reals of 4 or 8 bytes");
        array.item_bytes = static_cast<std::size_t>(code[1] - '0');
        if (big && array.item_bytes > 1)
            fail(file_, "big endian data is not supported, write it as little endian");
        using Kind = Npy::Kind;
        array.kind = code[0] == 'f'   ? Kind::real
                     : code[0] == 'u' ? Kind::natural
                     : code[0] == 'i' ? Kind::integer
                                      : Kind::boolean;
    }
    void shape(Npy& array) {
        expect('(');
        while (!pass(')')) {
            peek();
            const std::size_t end = text_.find_first_not_of("0123456789", at_);
            const auto length = parse_uint64(text_.substr(at_, end - at_));
            if (end == std::string_view::npos || !length) broken();
            at_ = end;
            array.shape.push_back(*length);
            if (!pass(',') && peek() != ')') broken();
        }
    }

    std::string_view text_;
    const base::Position& file_;
    std::size_t at_ = 0;
};

template <class T>
void convert_to_reals(const Npy& array, base::Array<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        T value;
        std::memcpy(&value, array.data.data() + i * sizeof(T), sizeof value);
        values[i] = static_cast<double>(value);
    }
}

/// From the first index running fastest to the last.
base::Array<double> transposed(const base::Array<double>& values,
                               const std::vector<std::size_t>& shape) {
    base::Array<double> result(values.size());
    std::vector<std::size_t> index(shape.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
        std::size_t from = 0;
        for (std::size_t k = shape.size(); k-- > 0;) from = from * shape[k] + index[k];
        result[i] = values[from];
        for (std::size_t k = shape.size(); k-- > 0;) {
            if (++index[k] < shape[k]) break;
            index[k] = 0;
        }
    }
    return result;
}

}  // namespace

std::size_t Npy::size() const {
    std::size_t count = 1;
    for (const std::size_t length : shape) count *= length;
    return count;
}

bool begins_as_npy(std::string_view bytes) { return bytes.starts_with(magic); }

Npy parse_npy_header(std::string_view bytes, const base::Position& file) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (!begins_as_npy(bytes)) fail(file, "no such data");
    if (bytes.size() < 12) fail(file, "cut short");
    const unsigned version = byte(6);
    if (version < 1 || version > 3) fail(file, "version " + std::to_string(version));
    const std::size_t begin = version == 1 ? 10 : 12;
    std::size_t length = byte(8) | static_cast<std::size_t>(byte(9)) << 8;
    if (version > 1)
        length |= static_cast<std::size_t>(byte(10)) << 16 | static_cast<std::size_t>(byte(11))
                                                                 << 24;
    if (bytes.size() - begin < length) fail(file, "cut short");
    Npy array = HeaderParser(bytes.substr(begin, length), file).parse();
    array.data = bytes.substr(begin + length);
    return array;
}

Npy parse_npy(std::string_view bytes, const base::Position& file) {
    const Npy array = parse_npy_header(bytes, file);
    std::size_t expected = array.item_bytes;
    for (const std::size_t dimension : array.shape)
        if (__builtin_mul_overflow(expected, dimension, &expected))
            fail(file, "shape beyond all memory");
    if (array.data.size() != expected)
        fail(file, "expected " + std::to_string(expected) + " bytes of data, found " +
                       std::to_string(array.data.size()));
    return array;
}

base::Array<double> npy_reals(const Npy& array) {
    base::Array<double> values(array.size());
    const std::size_t bytes = array.item_bytes;
    switch (array.kind) {
        case Npy::Kind::real:
            bytes == 8 ? convert_to_reals<double>(array, values)
                       : convert_to_reals<float>(array, values);
            break;
        case Npy::Kind::integer:
            bytes == 8   ? convert_to_reals<std::int64_t>(array, values)
            : bytes == 4 ? convert_to_reals<std::int32_t>(array, values)
            : bytes == 2 ? convert_to_reals<std::int16_t>(array, values)
                         : convert_to_reals<std::int8_t>(array, values);
            break;
        case Npy::Kind::natural:
        case Npy::Kind::boolean:
            bytes == 8   ? convert_to_reals<std::uint64_t>(array, values)
            : bytes == 4 ? convert_to_reals<std::uint32_t>(array, values)
            : bytes == 2 ? convert_to_reals<std::uint16_t>(array, values)
                         : convert_to_reals<std::uint8_t>(array, values);
            break;
    }
    if (array.fortran_order && array.shape.size() > 1) return transposed(values, array.shape);
    return values;
}

}  // namespace pipelab::io
