#include "catch.hpp"
#include "io/number.hpp"
#include "number_samples.hpp"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <gmp.h>

namespace number_column_test {

using namespace pipelab;
using io::Decimal;
using io::NumberType;
using Kind = NumberType::Kind;
using number_samples::Padded;

namespace {

using Random = std::mt19937_64;

std::string digits(Random& random, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + random() % 10);
    return text;
}

std::string integer(Random& random) {
    const std::uint64_t value = random() >> (random() % 64);
    switch (random() % 8) {
        case 0:
            return std::to_string(std::uint64_t{1} << 63);
        case 1:
            return std::to_string((std::uint64_t{1} << 63) - 1);
        case 2:
            return std::to_string(std::numeric_limits<std::uint64_t>::max());
        case 3:
            return std::to_string(value);
        default:
            return std::to_string(static_cast<std::int64_t>(value));
    }
}

/// A number in one of many forms; `wild` admits those that make a column real.
std::string number(Random& random, int kind) {
    const std::string sign = random() % 2 ? "-" : "";
    switch (kind) {
        case 0:
            return sign + std::to_string(random() % 1000);
        case 1:
            return sign + std::to_string(random() % 1000) + "." + digits(random, 2);
        case 2:
            return integer(random);
        case 3:
            return sign + digits(random, 1 + random() % 20);
        case 4:
            return sign + digits(random, random() % 12) + "." + digits(random, 1 + random() % 9);
        case 5:
            return sign + digits(random, 1 + random() % 4) + "." + std::string(random() % 25, '0');
        case 6:
            return sign + digits(random, 1 + random() % 30) + "." + digits(random, random() % 30);
        case 7: {
            char text[40];
            const double value = std::ldexp(static_cast<double>(random()), -64);
            return {text, std::to_chars(text, text + sizeof text, value).ptr};
        }
        case 8:
            return sign + digits(random, 1 + random() % 5) + "e" +
                   std::to_string(static_cast<int>(random() % 30) - 20);
        default:
            return std::to_string(std::uint64_t{1} << 63 | random());
    }
}

std::string separator(Random& random) {
    static const char* const forms[] = {"\n",  "\n", "\n",  "\r\n", " ",        ",",
                                        " , ", "\t", ",\n", "\n\n", " # c, 9\n"};
    return forms[random() % std::size(forms)];
}

}  // namespace

TEST_CASE("random columns against strings and strtod, at every level", "[number]") {
    Random random(6);
    for (int round = 0; round < 4000; ++round) {
        const std::size_t count = random() % (round % 50 == 0 ? 2000 : 40);
        const int kinds[] = {static_cast<int>(random() % 10), static_cast<int>(random() % 10)};
        const std::uint64_t rare = 1 + random() % 50;
        std::string text;
        std::vector<std::string> tokens;
        number_samples::StringOracle oracle;
        for (std::size_t i = 0; i < count; ++i) {
            tokens.push_back(number(random, kinds[random() % rare == 0]));
            oracle.add(tokens.back());
            text += tokens.back() + (round % 2 ? separator(random) : "\n");
        }
        CAPTURE(round, text.substr(0, 1000));
        const Padded padded(text);
        for (const base::IsaLevel level : number_samples::levels()) {
            io::NumberBlock block =
                io::detail::parse_numbers_with(level, padded.text(), {"f", 1, 1}, {});
            REQUIRE(block.size() == count);
            REQUIRE(block.type == oracle.type());
            REQUIRE(block.need.type() == oracle.type());
            block.convert({Kind::real, 0});
            std::size_t wrong = 0;
            for (std::size_t i = 0; i < count; ++i) {
                wrong += block.reals()[i] != std::strtod(tokens[i].c_str(), nullptr);
            }
            REQUIRE(wrong == 0);
        }
    }
}

TEST_CASE("long JSON arrays against strtod, at every level", "[number]") {
    static const char* const commas[] = {",", ",", ",", ", ", " ,", ",\n", "\n  ,\t"};
    Random random(10);
    for (int round = 0; round < 300; ++round) {
        const int kind = static_cast<int>(random() % 4);
        std::string text = "[";
        std::vector<double> expected;
        for (std::size_t i = random() % 1500; i > 0; --i) {
            std::string token = kind == 0   ? std::to_string(random() % 1000) + ".25"
                                : kind == 1 ? std::to_string(static_cast<std::int64_t>(random()))
                                : kind == 2 ? number(random, 7)
                                            : "0." + digits(random, 1 + random() % 40);
            if (random() % 20 == 0)
                token = std::to_string(-static_cast<int>(random() % 100)) + "e-2";
            expected.push_back(std::strtod(token.c_str(), nullptr));
            text += token;
            const char* const comma = commas[random() % (round % 2 ? std::size(commas) : 2)];
            if (i > 1) text += random() % 200 == 0 ? "]\n[" : comma;
        }
        text += "]\n";
        CAPTURE(round, text.substr(0, 500));
        const Padded padded(text);
        io::ParseOptions options;
        options.grammar = io::NumberGrammar::json;
        for (const base::IsaLevel level : number_samples::levels()) {
            io::NumberBlock block =
                io::detail::parse_numbers_with(level, padded.text(), {"f", 1, 1}, options);
            block.convert({Kind::real, 0});
            REQUIRE(std::vector<double>(block.reals().begin(), block.reals().end()) == expected);
        }
    }
}

TEST_CASE("needs join in any order and grouping to the same type and extremes", "[number]") {
    Random random(7);
    for (int round = 0; round < 3000; ++round) {
        std::vector<io::Number> values;
        number_samples::StringOracle oracle;
        const int kind = static_cast<int>(random() % 10);
        for (std::size_t i = 1 + random() % 8; i > 0; --i) {
            const std::string text =
                number(random, random() % 4 ? kind : static_cast<int>(random() % 10));
            values.push_back(*io::parse_number(text));
            oracle.add(text);
        }
        const auto fold = [&](std::size_t parts) {
            std::vector<io::TypeNeed> needs(parts);
            for (const io::Number& value : values) needs[random() % parts].add(value);
            std::shuffle(needs.begin(), needs.end(), random);
            while (needs.size() > 1) {
                needs[random() % (needs.size() - 1)].join(needs.back());
                needs.pop_back();
            }
            return needs[0];
        };
        const io::TypeNeed whole = fold(1);
        REQUIRE(whole.type() == oracle.type());
        for (const std::size_t parts : {2u, 3u, 5u}) {
            std::shuffle(values.begin(), values.end(), random);
            const io::TypeNeed joined = fold(parts);
            REQUIRE(joined.type() == whole.type());
            REQUIRE(joined.minimum() == whole.minimum());
            REQUIRE(joined.maximum() == whole.maximum());
        }
        for (const io::Number& value : values) {
            const double real = io::to_double(value);
            REQUIRE(io::to_double(whole.minimum()) <= real);
            REQUIRE(io::to_double(whole.maximum()) >= real);
        }
    }
}

TEST_CASE("a text cut anywhere gives the need of the whole", "[number]") {
    Random random(8);
    for (int round = 0; round < 500; ++round) {
        std::string text;
        std::vector<std::size_t> cuts = {0};
        for (int i = 0; i < 60; ++i) {
            text += number(random, static_cast<int>(random() % 6)) + "\n";
            if (random() % 8 == 0) cuts.push_back(text.size());
        }
        cuts.push_back(text.size());
        io::TypeNeed joined;
        for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
            const Padded part(std::string_view(text).substr(cuts[i], cuts[i + 1] - cuts[i]));
            joined.join(io::parse_numbers(part.text(), {"f", 1, 1}, {}).need);
        }
        const Padded whole(text);
        const io::NumberBlock block = io::parse_numbers(whole.text(), {"f", 1, 1}, {});
        REQUIRE(joined.type() == block.need.type());
        REQUIRE(joined.minimum() == block.need.minimum());
        REQUIRE(joined.maximum() == block.need.maximum());
    }
}

TEST_CASE("blocks convert to every wider type", "[number]") {
    const auto parse = [](std::string_view text) {
        return io::parse_numbers(Padded(text).text(), {"f", 1, 1}, {});
    };
    io::NumberBlock block = parse("1 2 3");
    block.convert({Kind::decimal, 2});
    CHECK(std::vector<std::int64_t>(block.mantissas().begin(), block.mantissas().end()) ==
          std::vector<std::int64_t>{100, 200, 300});
    block.convert({Kind::uint64, 0});
    CHECK(block.naturals()[2] == 3);
    block.convert({Kind::decimal, 1});
    CHECK(block.mantissas()[2] == 30);
    block.convert({Kind::real, 0});
    CHECK(block.reals()[2] == 3.0);
    CHECK(block.type == NumberType{Kind::real, 0});
    io::NumberBlock large = parse("9223372036854775809");
    large.convert({Kind::real, 0});
    CHECK(large.reals()[0] == 9223372036854775808.0);
    io::NumberBlock empty = parse("");
    empty.convert({Kind::real, 0});
    CHECK(empty.reals().empty());
}

TEST_CASE("compare agrees with rational arithmetic", "[number]") {
    Random random(9);
    const auto rational = [](const io::Number& value, mpq_t result) {
        if (const auto* real = std::get_if<double>(&value)) {
            mpq_set_d(result, *real);
        } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
            mpq_set_ui(result, *natural, 1);
        } else {
            const Decimal decimal = std::get<Decimal>(value);
            mpz_set_si(mpq_numref(result), decimal.mantissa);
            mpz_ui_pow_ui(mpq_denref(result), 10, static_cast<unsigned long>(decimal.scale));
            mpq_canonicalize(result);
        }
    };
    const auto any = [&](const io::Number* near) -> io::Number {
        if (near && random() % 2) {
            const double real = io::to_double(*near);
            const double infinity = std::numeric_limits<double>::infinity();
            return random() % 2 ? real : std::nextafter(real, random() % 2 ? infinity : -infinity);
        }
        const int scale = static_cast<int>(random() % 19);
        const std::uint64_t bits = random() >> (random() % 64);
        switch (random() % 4) {
            case 0:
                return bits;
            case 1:
                return std::ldexp(static_cast<double>(static_cast<std::int64_t>(bits)),
                                  static_cast<int>(random() % 200) - 150);
            default:
                return Decimal{static_cast<std::int64_t>(bits), scale};
        }
    };
    mpq_t left, right;
    mpq_inits(left, right, nullptr);
    std::size_t wrong = 0, equal = 0;
    for (int i = 0; i < 300'000; ++i) {
        const io::Number a = any(nullptr), b = any(&a);
        rational(a, left);
        rational(b, right);
        const int expected = mpq_cmp(left, right);
        const int sign = (expected > 0) - (expected < 0);
        wrong += io::compare(a, b) != sign || io::compare(b, a) != -sign;
        equal += sign == 0;
    }
    mpq_clears(left, right, nullptr);
    CHECK(wrong == 0);
    CHECK(equal > 1000);
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(io::compare(infinity, std::numeric_limits<std::uint64_t>::max()) == 1);
    CHECK(io::compare(-infinity, Decimal{std::numeric_limits<std::int64_t>::min(), 0}) == -1);
}

TEST_CASE("the extremes of a block are values of it", "[number]") {
    struct Case {
        const char* text;
        double minimum, maximum;
    };
    for (const Case& expected :
         {Case{"5\n6\n7\n", 5, 7}, Case{"-7 -6 -5", -7, -5}, Case{"3.50\n2.25\n", 2.25, 3.5},
          Case{"-3.5\n-2.25\n", -3.5, -2.25}, Case{"18446744073709551615\n9e18\n", 9e18, 0x1p64},
          Case{"1e300\n2e300\n", 1e300, 2e300}, Case{"-1e300\n-2\n", -1e300, -2},
          Case{"100\n200\n300.00\n", 100, 300}, Case{"4", 4, 4}}) {
        CAPTURE(expected.text);
        const Padded text{std::string(expected.text)};
        const io::TypeNeed need = io::parse_numbers(text.text(), {"f", 1, 1}, {}).need;
        CHECK(io::to_double(need.minimum()) == expected.minimum);
        CHECK(io::to_double(need.maximum()) == expected.maximum);
    }
}

}  // namespace number_column_test
