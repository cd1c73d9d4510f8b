// Numbers from files and pipes, end to end, against reading alone and parsing alone in the same
// run. Argument: the size of the inputs in MB (default 100). Best of several runs.
// With --file PATH THREADS it only reads the numbers of that file, once.
#include "base/parallel.hpp"
#include "io/chunk.hpp"
#include "io/number_reader.hpp"
#include "io/output.hpp"
#include "io/source.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace pipelab;

namespace {

constexpr int runs = 7;

double report(const char* what, double bytes, double items, double seconds, double peer = 0) {
    std::printf("  %-44s %7.1f ms %6.2f GB/s", what, seconds * 1e3, bytes / seconds / 1e9);
    if (items > 0) std::printf(" %7.1f M/s", items / seconds / 1e6);
    if (peer > 0) std::printf("  %5.2f x its peer's time", seconds / peer);
    std::printf("\n");
    return seconds;
}

/// What wc -l does: read and count.
std::size_t count_lines(const std::string& path) {
    io::ByteSource source(path);
    std::vector<char> buffer(std::size_t{256} << 10);
    std::size_t lines = 0;
    while (const std::size_t got = source.read_some(buffer.data(), buffer.size()))
        lines += io::count_newlines({buffer.data(), got});
    return lines;
}

std::size_t count_numbers(const io::NumberInput& input) {
    std::size_t count = 0;
    io::read_numbers(input, base::Control::none(), {},
                     [&](io::NumberRows&& rows) { count += rows.block.size(); });
    return count;
}

/// parse_numbers on what already lies in memory, in the chunks a reader would make.
std::size_t parse_only(const std::vector<std::string>& chunks, io::NumberGrammar grammar) {
    std::vector<std::size_t> counts(chunks.size());
    base::parallel_for(chunks.size(), [&](std::size_t i) {
        io::ParseOptions options;
        options.grammar = grammar;
        const std::string_view text(chunks[i].data() + 64, chunks[i].size() - 128);
        counts[i] = io::parse_numbers(text, {"", 1, 1}, options).size();
    });
    std::size_t total = 0;
    for (const std::size_t count : counts) total += count;
    return total;
}

std::vector<std::string> padded_chunks(const std::string& text) {
    std::vector<std::string> chunks;
    const std::string padding(64, '\0');
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at + (1 << 20)), text.size() - 1) + 1;
        chunks.push_back(padding + text.substr(at, end - at) + padding);
        at = end;
    }
    return chunks;
}

/// Runs `action` on the reading end of a pipe into which `text` is written.
template <class Action>
void with_pipe(const std::string& text, Action&& action) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    std::thread writer([&] {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t size = std::min<std::size_t>(text.size() - at, 256 << 10);
            const ssize_t written = write(ends[1], text.data() + at, size);
            if (written <= 0) break;
            at += static_cast<std::size_t>(written);
        }
        close(ends[1]);
    });
    action("/proc/self/fd/" + std::to_string(ends[0]));
    close(ends[0]);
    writer.join();
}

std::string doubles(std::size_t bytes) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> uniform(0, 1000);
    std::string text;
    while (text.size() < bytes) text += io::printed(uniform(random)) + "\n";
    return text;
}

std::string rows(std::size_t bytes, const char* format) {
    std::mt19937_64 random(2);
    std::string text;
    char line[200];
    for (unsigned i = 0; text.size() < bytes; ++i) {
        std::snprintf(line, sizeof line, format, i, static_cast<int>(random() % 26 + 'a'),
                      static_cast<double>(random() % 10000000) / 100);
        text += line;
    }
    return text;
}

void bench_tokens(const std::string& text) {
    io::TemporaryFile file("");
    file.write(text.data(), text.size());
    const auto bytes = static_cast<double>(text.size());
    const auto items = static_cast<double>(io::count_newlines(text));
    const std::vector<std::string> chunks = padded_chunks(text);
    io::NumberInput input;
    input.paths = {file.path()};

    std::printf("uniform doubles, one a line, %.0f MB\n", bytes / 1e6);
    report("read and count lines, file", bytes, items,
           bench::best_seconds(runs, [&] { count_lines(file.path()); }));
    const double piped =
        report("read and count lines, pipe", bytes, items, bench::best_seconds(runs, [&] {
                   with_pipe(text, [](const auto& path) { count_lines(path); });
               }));
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        std::printf(" %d thread(s)\n", threads);
        const double parse =
            report("parse only, from memory", bytes, items,
                   bench::best_seconds(runs, [&] { parse_only(chunks, io::NumberGrammar::text); }));
        report("read_numbers, file", bytes, items,
               bench::best_seconds(runs, [&] { count_numbers(input); }), parse);
        report("read_numbers, pipe", bytes, items,
               bench::best_seconds(runs,
                                   [&] {
                                       with_pipe(text, [&](const auto& path) {
                                           io::NumberInput from_pipe;
                                           from_pipe.paths = {path};
                                           count_numbers(from_pipe);
                                       });
                                   }),
               std::max(parse, piped));
    }
}

void bench_rows(const char* title, const std::string& text, io::NumberInput input) {
    io::TemporaryFile file("");
    file.write(text.data(), text.size());
    input.paths = {file.path()};
    const auto bytes = static_cast<double>(text.size());
    const auto items = static_cast<double>(io::count_newlines(text));
    std::printf("%s, %.0f MB\n", title, bytes / 1e6);
    const double lines = bench::best_seconds(runs, [&] { count_lines(file.path()); });
    report("read and count lines, file", bytes, items, lines);
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        const std::string what = "read_numbers, " + std::to_string(threads) + " thread(s)";
        report(what.c_str(), bytes, items,
               bench::best_seconds(runs, [&] { count_numbers(input); }));
    }
}

void bench_parts(const std::string& text) {
    std::size_t sink = 0;
    const double counted = bench::best_seconds(runs, [&] {
        for (std::size_t i = 0; i < 1000; ++i)
            sink += io::count_newlines(std::string_view(text).substr(i, 1 << 20));
    });
    report("count_newlines, 1 MiB in the cache", 1000.0 * (1 << 20), 0, counted);
    base::set_threads(2);
    const auto loop = [&] {
        for (int i = 0; i < 100; ++i) base::parallel_for(2, [&](std::size_t) {});
    };
    const auto team = [&] {
        for (int i = 0; i < 100; ++i) {
            const std::jthread a([] {});
            const std::jthread b([] {});
        }
    };
    std::printf("  start and end of 2 workers: parallel_for %.1f us, jthread %.1f us (%zu)\n",
                bench::best_seconds(runs, loop) * 1e4, bench::best_seconds(runs, team) * 1e4,
                sink % 2);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--file") {
        base::set_threads(std::atoi(argv[3]));
        io::NumberInput input;
        input.paths = {argv[2]};
        std::printf("%zu numbers\n", count_numbers(input));
        return 0;
    }
    const std::size_t bytes = std::strtoull(argc > 1 ? argv[1] : "100", nullptr, 10) * 1000000;
    const std::string numbers = doubles(bytes);
    bench_tokens(numbers);
    bench_parts(numbers);
    io::NumberInput input;
    input.column = "3";
    bench_rows("third field of CSV", rows(bytes, "%u,%c,%.2f\n"), input);
    input.key_column = "2";
    bench_rows("third field of CSV by the second", rows(bytes, "%u,%c,%.2f\n"), input);
    input.column = "price";
    input.key_column = "";
    bench_rows("a field of JSON Lines", rows(bytes, "{\"id\":%u,\"name\":\"%c\",\"price\":%.2f}\n"),
               input);
}
