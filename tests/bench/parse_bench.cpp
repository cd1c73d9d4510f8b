// Parsing numbers from memory, in pieces of 1 MiB as the programs do, against its peers.
//   parse_bench [MILLIONS of numbers, default 10 [NAME of a data set]]
#include "base/isa.hpp"
#include "base/parallel.hpp"
#include "io/number.hpp"
#include "io/number_kernels.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
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
#if __has_include(<simdjson.h>)
#include <simdjson.h>
#define HAVE_SIMDJSON 1
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

/// Something to be timed: over the CPU clock of the thread, which other work on the machine does
/// not disturb, or over the wall clock.
struct Contender {
    std::string name;
    std::function<void()> work;
    bool wall = false;
    double seconds = 1e9;
};

double now(bool wall) {
    timespec time{};
    clock_gettime(wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// The best of several rounds, in each of which all take their turn.
void run_rounds(std::vector<Contender>& contenders) {
    for (int round = 0; round < rounds; ++round) {
        for (Contender& contender : contenders) {
            const double begin = now(contender.wall);
            contender.work();
            contender.seconds = std::min(contender.seconds, now(contender.wall) - begin);
        }
    }
}

void report(const Data& data, const Contender& contender, double own) {
    const auto bytes = static_cast<double>(data.text().size());
    const auto numbers = static_cast<double>(data.numbers);
    std::printf("%-22s %-24s %6.2f GB/s %7.2f ns/number %7.1f M numbers/s   pipelab is %.2fx\n",
                data.name.c_str(), contender.name.c_str(), bytes / contender.seconds * 1e-9,
                contender.seconds / numbers * 1e9, numbers / contender.seconds * 1e-6,
                contender.seconds / own);
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

Contender pipelab_on_one(const std::string& name, const Data& data, base::IsaLevel level,
                         io::NumberType at_least) {
    return {
        name, [&data, level, at_least, pieces = pieces_of(data)] {
            std::size_t found = 0;
            for (std::size_t i = 0; i < pieces.size(); ++i) {
                io::ParseOptions options = options_of(data, i, pieces.size());
                options.at_least = at_least;
                found +=
                    io::detail::parse_numbers_with(level, pieces[i], {"", 1, 1}, options).size();
            }
            check(found, data.numbers, "pipelab");
        }};
}

Contender pipelab_on_threads(const Data& data, int threads) {
    const auto work = [&data, threads, pieces = pieces_of(data)] {
        std::vector<std::size_t> found(pieces.size());
        base::set_threads(threads);
        base::parallel_for(pieces.size(), [&](std::size_t i) {
            const io::ParseOptions options = options_of(data, i, pieces.size());
            found[i] = io::parse_numbers(pieces[i], {"", 1, 1}, options).size();
        });
        std::size_t sum = 0;
        for (const std::size_t count : found) sum += count;
        check(sum, data.numbers, "pipelab, threads");
    };
    return {"wall, threads: " + std::to_string(threads), work, true};
}

/// A loop in which `read(begin, end, value)` reads one number and returns where it ends.
template <class T, class Read>
Contender token_peer(const std::string& name, const Data& data, Read read) {
    return {name, [&data, read, values = std::vector<T>(data.numbers)]() mutable {
                const std::string_view text = data.text();
                const char* const end = text.data() + text.size();
                std::size_t found = 0;
                for (const char* at = text.data(); at < end; ++found) {
                    at = read(at, end, values[found]) + 1;
                }
                check(found, data.numbers, "a peer");
            }};
}

template <class T>
void add_token_peers(const Data& data, std::vector<Contender>& contenders) {
    constexpr bool real = std::is_same_v<T, double>;
    contenders.push_back(
        token_peer<T>("std::from_chars", data, [](const char* at, const char* end, T& value) {
            return std::from_chars(at, end, value).ptr;
        }));
#ifdef HAVE_FAST_FLOAT
    if constexpr (real) {
        contenders.push_back(
            token_peer<T>("fast_float", data, [](const char* at, const char* end, T& value) {
                return fast_float::from_chars(at, end, value).ptr;
            }));
    }
#endif
    contenders.push_back(
        token_peer<T>(real ? "strtod" : "strtoll", data, [](const char* at, const char*, T& value) {
            char* stop = nullptr;
            if constexpr (real) {
                value = std::strtod(at, &stop);
            } else {
                value = static_cast<T>(std::strtoll(at, &stop, 10));
            }
            return static_cast<const char*>(stop);
        }));
}

void add_json_peers([[maybe_unused]] const Data& data,
                    [[maybe_unused]] std::vector<Contender>& contenders) {
    const auto values = std::make_shared<std::vector<double>>();
#ifdef HAVE_NLOHMANN
    contenders.push_back({"nlohmann DOM", [&data, values] {
                              const auto document = nlohmann::json::parse(data.text());
                              values->clear();
                              for (const auto& value : document) values->push_back(value);
                              check(values->size(), data.numbers, "nlohmann");
                          }});
#endif
#ifdef HAVE_SIMDJSON
    contenders.push_back(
        {"simdjson on demand",
         [&data, values, text = std::make_shared<simdjson::padded_string>(data.text()),
          parser = std::make_shared<simdjson::ondemand::parser>()] {
             auto document = parser->iterate(*text);
             values->clear();
             for (auto value : document.get_array()) values->push_back(value.get_double());
             check(values->size(), data.numbers, "simdjson");
         }});
#endif
}

void run(const Data& data) {
    using Kind = io::NumberType::Kind;
    const base::IsaLevel best = base::isa_level();
    std::vector<Contender> contenders;
    contenders.push_back(pipelab_on_one("pipelab", data, best, {}));
    contenders.push_back(pipelab_on_one("pipelab, at least real", data, best, {Kind::real, 0}));
    contenders.push_back(pipelab_on_one("pipelab, PIPELAB_ISA=v2", data, base::IsaLevel::v2, {}));
    const std::size_t threads = contenders.size();
    contenders.push_back(pipelab_on_threads(data, 1));
    contenders.push_back(pipelab_on_threads(data, 2));
    if (data.grammar == io::NumberGrammar::json) {
        add_json_peers(data, contenders);
    } else if (data.name.starts_with("int")) {
        add_token_peers<std::int64_t>(data, contenders);
    } else {
        add_token_peers<double>(data, contenders);
    }
    run_rounds(contenders);
    for (const Contender& contender : contenders) report(data, contender, contenders[0].seconds);
    std::printf("%-22s two threads are %.2fx one\n\n", data.name.c_str(),
                contenders[threads].seconds / contenders[threads + 1].seconds);
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
