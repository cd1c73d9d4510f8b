// Parsing numbers from memory against its peers, single-threaded in 1 MiB pieces unless said.
//   parse_bench [MILLIONS of numbers, default 10]
#include "base/isa.hpp"
#include "base/parallel.hpp"
#include "io/number.hpp"
#include "io/number_kernels.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <vector>

#if __has_include(<fast_float/fast_float.h>)
#include <fast_float/fast_float.h>
#define HAVE_FAST_FLOAT 1
#endif
#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#define HAVE_NLOHMANN 1
#endif
#if defined(HAVE_SIMDJSON)
#include <simdjson.h>
#endif

namespace {

using namespace pipelab;

constexpr std::size_t padding = 64;
constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr int rounds = 5;

struct Data {
    std::string name;
    std::string padded;
    std::size_t numbers = 0;
    io::NumberGrammar grammar = io::NumberGrammar::text;
    std::string_view text() const {
        return std::string_view(padded).substr(padding, padded.size() - 2 * padding);
    }
};

template <class T>
void append(std::string& text, T value) {
    char digits[40];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

Data make(const std::string& name, std::size_t count, io::NumberGrammar grammar,
          const std::function<void(std::string&)>& add_number) {
    const bool json = grammar == io::NumberGrammar::json;
    Data data{name, std::string(padding, ' '), count, grammar};
    if (json) data.padded += '[';
    for (std::size_t i = 0; i < count; ++i) {
        if (json && i > 0) data.padded += ',';
        add_number(data.padded);
        if (!json) data.padded += '\n';
    }
    if (json) data.padded += "]\n";
    data.padded.append(padding, ' ');
    return data;
}

/// Cut as the program cuts: behind the last separator of each MiB.
std::vector<std::string_view> pieces_of(const Data& data) {
    const char separator = data.grammar == io::NumberGrammar::json ? ',' : '\n';
    std::vector<std::string_view> pieces;
    for (std::string_view rest = data.text(); !rest.empty();) {
        std::size_t size = std::min(piece_bytes, rest.size());
        if (size < rest.size()) size = rest.rfind(separator, size - 1) + 1;
        pieces.push_back(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    return pieces;
}

double best_seconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        best = std::min(best, taken.count());
    }
    return best;
}

void report(const Data& data, const char* who, double seconds, double own) {
    const auto bytes = static_cast<double>(data.text().size());
    const auto numbers = static_cast<double>(data.numbers);
    std::printf("%-22s %-26s %6.2f GB/s %7.2f ns/number %7.1f M numbers/s", data.name.c_str(), who,
                bytes / seconds * 1e-9, seconds / numbers * 1e9, numbers / seconds * 1e-6);
    if (own > 0) std::printf("   pipelab is %.2fx", seconds / own);
    std::printf("\n");
}

void check(std::size_t found, std::size_t expected, const char* who) {
    if (found == expected) return;
    std::fprintf(stderr, "%s read %zu numbers instead of %zu\n", who, found, expected);
    std::exit(1);
}

io::ParseOptions options_of(const Data& data, std::size_t piece, std::size_t pieces) {
    io::ParseOptions options;
    options.grammar = data.grammar;
    options.in_array = data.grammar == io::NumberGrammar::json && piece > 0;
    options.at_end = piece + 1 == pieces;
    return options;
}

double pipelab_seconds(const Data& data, base::IsaLevel level, io::NumberType at_least) {
    const std::vector<std::string_view> pieces = pieces_of(data);
    return best_seconds([&] {
        std::size_t found = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            io::ParseOptions options = options_of(data, i, pieces.size());
            options.at_least = at_least;
            const io::NumberBlock block =
                io::detail::parse_numbers_with(level, pieces[i], {"", 1, 1}, options);
            found += block.size();
        }
        check(found, data.numbers, "pipelab");
    });
}

double pipelab_parallel_seconds(const Data& data, int threads) {
    const std::vector<std::string_view> pieces = pieces_of(data);
    std::vector<std::size_t> found(pieces.size());
    base::set_threads(threads);
    return best_seconds([&] {
        base::parallel_for(pieces.size(), [&](std::size_t i) {
            found[i] =
                io::parse_numbers(pieces[i], {"", 1, 1}, options_of(data, i, pieces.size())).size();
        });
        std::size_t sum = 0;
        for (const std::size_t count : found) sum += count;
        check(sum, data.numbers, "pipelab, threads");
    });
}

/// Times a loop in which `read(begin, end)` reads one number and returns where it ends.
template <class Read>
double token_seconds(const Data& data, Read read) {
    return best_seconds([&] {
        const std::string_view text = data.text();
        const char* const end = text.data() + text.size();
        std::size_t found = 0;
        const char* at = text.data() + (data.grammar == io::NumberGrammar::json ? 1 : 0);
        while (at < end && *at != '\n') {
            at = read(at, end, found) + 1;
            ++found;
        }
        check(found, data.numbers, "a peer");
    });
}

template <class T>
void token_peers(const Data& data, double own) {
    std::vector<T> values(data.numbers);
    report(
        data, "std::from_chars",
        token_seconds(data, [&](const char* at, const char* end,
                                std::size_t i) { return std::from_chars(at, end, values[i]).ptr; }),
        own);
    if constexpr (std::is_same_v<T, double>) {
#ifdef HAVE_FAST_FLOAT
        report(data, "fast_float",
               token_seconds(data,
                             [&](const char* at, const char* end, std::size_t i) {
                                 return fast_float::from_chars(at, end, values[i]).ptr;
                             }),
               own);
#endif
    }
    report(data, "strtod, strtoll",
           token_seconds(data,
                         [&](const char* at, const char*, std::size_t i) {
                             char* stop = nullptr;
                             if constexpr (std::is_same_v<T, double>) {
                                 values[i] = std::strtod(at, &stop);
                             } else {
                                 values[i] = static_cast<T>(std::strtoll(at, &stop, 10));
                             }
                             return static_cast<const char*>(stop);
                         }),
           own);
}

void json_peers(const Data& data, double own) {
    std::vector<double> values;
#ifdef HAVE_NLOHMANN
    report(data, "nlohmann DOM", best_seconds([&] {
               const auto document = nlohmann::json::parse(data.text());
               values.clear();
               for (const auto& value : document) values.push_back(value.get<double>());
               check(values.size(), data.numbers, "nlohmann");
           }),
           own);
#endif
#ifdef HAVE_SIMDJSON
    const simdjson::padded_string text(data.text());
    simdjson::ondemand::parser parser;
    report(data, "simdjson on demand", best_seconds([&] {
               values.clear();
               auto document = parser.iterate(text);
               for (auto value : document.get_array()) values.push_back(value.get_double());
               check(values.size(), data.numbers, "simdjson");
           }),
           own);
#endif
}

void run(const Data& data) {
    using Kind = io::NumberType::Kind;
    const double own = pipelab_seconds(data, base::isa_level(), {});
    report(data, "pipelab", own, 0);
    for (int level = static_cast<int>(base::isa_level()) - 1; level >= 2; --level) {
        const std::string name = "pipelab, level v" + std::to_string(level);
        report(data, name.c_str(), pipelab_seconds(data, base::IsaLevel(level), {}), 0);
    }
    report(data, "pipelab, at least real",
           pipelab_seconds(data, base::isa_level(), {Kind::real, 0}), 0);
    const double one = pipelab_parallel_seconds(data, 1);
    const double two = pipelab_parallel_seconds(data, 2);
    report(data, "pipelab, 2 threads", two, 0);
    std::printf("%-22s 2 threads are %.2fx one\n", data.name.c_str(), one / two);
    if (data.grammar == io::NumberGrammar::json) {
        json_peers(data, own);
    } else if (data.name.starts_with("int")) {
        token_peers<std::int64_t>(data, own);
    } else {
        token_peers<double>(data, own);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = static_cast<std::size_t>(argc > 1 ? std::atof(argv[1]) * 1e6 : 1e7);
    const std::string only = argc > 2 ? argv[2] : "";
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> uniform(0, 1);
    const auto text = io::NumberGrammar::text;
    const auto json = io::NumberGrammar::json;
    const auto add_uniform = [&](std::string& out) { append(out, uniform(random)); };
    const auto add_amount = [&](std::string& out) {
        append(out, static_cast<double>(static_cast<int>(random() % 199999) - 99999) / 100);
    };
    const auto add_int64 = [&](std::string& out) {
        append(out, static_cast<std::int64_t>(random()));
    };
    const auto add_small = [&](std::string& out) { append(out, random() % 1'000'000); };
    const auto add_bits = [&](std::string& out) {
        const std::uint64_t bits = random() & 0xBFFF'FFFF'FFFF'FFFF;
        double value;
        std::memcpy(&value, &bits, sizeof value);
        append(out, value);
    };
    struct Set {
        const char* name;
        io::NumberGrammar grammar;
        std::function<void(std::string&)> add;
    };
    const Set sets[] = {
        {"uniform doubles", text, add_uniform},
        {"amounts", text, add_amount},
        {"int64", text, add_int64},
        {"int < 10^6", text, add_small},
        {"random doubles", text, add_bits},
        {"JSON uniform doubles", json, add_uniform},
        {"JSON int < 10^6", json, add_small},
    };
    for (const Set& set : sets) {
        if (!only.empty() && only != set.name) continue;
        run(make(set.name, count, set.grammar, set.add));
    }
}
