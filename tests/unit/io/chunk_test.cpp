#include "io/chunk.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "unit/io/temporary.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace chunk_test {

using namespace pipelab;
using namespace pipelab::io;
using testing::File;
using testing::message_of;
using testing::Pipe;

namespace {

/// Sets the number of threads for the length of a scope.
struct Threads {
    int before = base::threads();
    explicit Threads(int count) { base::set_threads(count); }
    ~Threads() { base::set_threads(before); }
};

/// Where byte `offset` of `text` stands, by walking.
base::Position walked(const std::string& file, std::string_view text, std::size_t offset) {
    base::Position at{file, 1, 1};
    for (std::size_t i = 0; i < offset; ++i) {
        ++at.column;
        if (text[i] == '\n') ++at.line, at.column = 1;
    }
    return at;
}

struct State {
    bool comment = false, array = false;
};

State walked_state(std::string_view text, std::size_t offset) {
    State state;
    for (const char c : text.substr(0, offset)) {
        // No ifs: g++ 12.2 makes vectors of them, and at -O3 an old # outlives a newline.
        switch (c) {
            case '#':
                state.comment = true;
                break;
            case '\n':
                state.comment = false;
                break;
            case '[':
                state.array = true;
                break;
            case ']':
                state.array = false;
                break;
            default:
                break;
        }
    }
    return state;
}

bool separates(char c) { return c == ' ' || c == '\t' || c == ','; }

bool legal_cut(Cut cut, std::string_view text, std::size_t at) {
    if (at == text.size()) return true;
    const char before = text[at - 1];
    if (cut == Cut::lines) return before == '\n';
    if (cut == Cut::numbers) return before == '\n' || (separates(before) && !separates(text[at]));
    return walked_state(text, at).array ? before == ',' : before == '\n';
}

/// Cuts `text` and checks each chunk against the text as a whole.
void check_cuts(const std::string& text, Cut cut, std::size_t chunk_bytes) {
    const File file(text);
    ChunkReader reader({file.path()}, cut, base::Control::none(), chunk_bytes);
    Chunk chunk;
    std::size_t at = 0, count = 0;
    while (reader.next(chunk)) {
        INFO("chunk " << count << " at " << at << " of " << text);
        REQUIRE(text.substr(at, chunk.text.size()) == chunk.text);
        const base::Position place = walked(file.path(), text, at);
        REQUIRE(chunk.start.line == place.line);
        REQUIRE(chunk.start.column == place.column);
        REQUIRE(chunk.start.file == file.path());
        REQUIRE(chunk.index == count++);
        REQUIRE(chunk.first_of_file == (at == 0));
        const State state = walked_state(text, at);
        REQUIRE(chunk.in_comment == (cut == Cut::numbers && state.comment));
        REQUIRE(chunk.in_array == (cut == Cut::json && state.array));
        const char* const behind = chunk.text.data() + chunk.text.size();
        for (int i = 1; i <= 64; ++i) REQUIRE(chunk.text.data()[-i] == 0);
        for (int i = 0; i < 64; ++i) REQUIRE(behind[i] == 0);
        at += chunk.text.size();
        REQUIRE(legal_cut(cut, text, at));
        const bool open = cut == Cut::json && at < text.size() && walked_state(text, at).array;
        REQUIRE(chunk.array_open == open);
    }
    REQUIRE(at == text.size());
}

std::string random_text(std::mt19937_64& random, const std::string& alphabet, std::size_t size) {
    std::string text(size, '\0');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    return text;
}

std::string random_arrays(std::mt19937_64& random) {
    std::string text;
    const auto blank = [&] { text += std::vector<std::string>{"", "", " ", "\n"}[random() % 4]; };
    for (auto documents = random() % 5; documents > 0; --documents) {
        if (random() % 4 == 0) {
            text += "-17\n";
            continue;
        }
        text += "[";
        for (auto values = random() % 12; values > 0; --values) {
            blank();
            text += std::to_string(random() % 100000);
            blank();
            if (values > 1) text += ",";
        }
        text += random() % 3 == 0 ? "]" : "]\n";
    }
    return text;
}

}  // namespace

TEST_CASE("newlines are counted") {
    std::mt19937_64 random(1);
    for (std::size_t size = 0; size < 400; ++size) {
        const std::string text = random_text(random, "\n\nx", size);
        REQUIRE(count_newlines(text) ==
                static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
    }
    CHECK(count_newlines(std::string(100000, '\n')) == 100000);
}

TEST_CASE("chunks are the input, cut where it may be") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 400; ++round) {
        const std::size_t size = random() % 120, bytes = 1 + random() % 40;
        check_cuts(random_text(random, "12 ,\n#\t.a\r", size), Cut::lines, bytes);
        check_cuts(random_text(random, "12 ,\n#\t.a\r", size), Cut::numbers, bytes);
        check_cuts(random_arrays(random), Cut::json, bytes);
    }
}

TEST_CASE("one long line of numbers is cut, one of text is not") {
    std::string text;
    for (int i = 0; i < 200000; ++i) text += std::to_string(i) + (i % 3 == 0 ? ", " : " ");
    check_cuts(text.substr(0, 20000), Cut::numbers, 1000);
    const File file(text);
    for (const auto& [cut, most] : {std::pair(Cut::numbers, text.size()), {Cut::lines, SIZE_MAX}}) {
        ChunkReader reader({file.path()}, cut, base::Control::none(), 1 << 17);
        Chunk chunk;
        std::size_t count = 0, longest = 0;
        while (reader.next(chunk)) ++count, longest = std::max(longest, chunk.text.size());
        CHECK((cut == Cut::lines ? count == 1 && longest == text.size() : count >= 10));
        CHECK(longest < most);
    }
}

TEST_CASE("an array that never ends is known to be open") {
    const File file("[1,2,");
    ChunkReader reader({file.path()}, Cut::json, base::Control::none(), 3);
    Chunk chunk;
    std::string text;
    bool open = false;
    while (reader.next(chunk)) {
        CHECK(chunk.in_array == open);
        open = chunk.array_open;
        text += chunk.text;
    }
    CHECK(text == "[1,2,");
    CHECK_FALSE(open);  // so that the parser of the last chunk says that the array is open
    CHECK(chunk.in_array);
}

TEST_CASE("byte order marks") {
    const File utf8(
        "\xef\xbb\xbf"
        "1\n2\n"),
        utf16(
            "\xff\xfe"
            "1\0"),
        utf16_big("\xfe\xff\0"), only("\xef\xbb\xbf"), half("\xef\xbb");
    ChunkReader reader({utf8.path(), only.path(), half.path()}, Cut::lines, base::Control::none());
    Chunk chunk;
    REQUIRE(reader.next(chunk));
    CHECK(chunk.text == "1\n2\n");
    CHECK(chunk.start.column == 1);
    REQUIRE(reader.next(chunk));
    CHECK(chunk.text == "\xef\xbb");
    CHECK_FALSE(reader.next(chunk));
    for (const auto& path : {utf16.path(), utf16_big.path()}) {
        ChunkReader bad({path}, Cut::numbers, base::Control::none());
        CHECK(message_of<base::DataError>([&] { bad.next(chunk); }) ==
              path + ":1:1: UTF-16 input: convert it to UTF-8");
        CHECK_FALSE(bad.next(chunk));
    }
}

TEST_CASE("a slow pipe is worked on without waiting for more") {
    Pipe pipe;
    ChunkReader reader({pipe.path()}, Cut::lines, base::Control::none());
    Chunk chunk;
    pipe.write("\xef");
    pipe.write(
        "\xbb\xbf"
        "1\n2");
    REQUIRE(reader.next(chunk));
    CHECK(chunk.text == "1\n");
    pipe.write("3\n4\n5");
    REQUIRE(reader.next(chunk));
    CHECK(chunk.text == "23\n4\n");
    CHECK(chunk.start.line == 2);
    pipe.finish();
    REQUIRE(reader.next(chunk));
    CHECK(chunk.text == "5");
    CHECK_FALSE(reader.next(chunk));
}

TEST_CASE("reading ahead loses nothing") {
    const std::string text = "1 2\n3 4\n5\n";
    const File file("\xef\xbb\xbf" + text);
    ChunkReader reader({file.path()}, Cut::whole, base::Control::none(), 4);
    std::size_t before = 0;
    std::string_view head = reader.read_ahead();
    while (head.size() > before) {
        CHECK(text.substr(0, head.size()) == head);
        before = head.size();
        head = reader.read_ahead();
    }
    CHECK(head == text);
    reader.set_cut(Cut::lines);
    Chunk chunk;
    std::string all;
    while (reader.next(chunk)) all += chunk.text;
    CHECK(all == text);
}

TEST_CASE("a line beyond the limit is an error with its place") {
    const File file("1\n" + std::string(ChunkReader::max_line + 100, 'x'));
    for (const auto& [cut, what] : {std::pair(Cut::lines, "line longer than 64 MiB"),
                                    {Cut::numbers, "number longer than 64 MiB"}}) {
        ChunkReader reader({file.path()}, cut, base::Control::none());
        const auto text = message_of<base::DataError>([&] {
            for (Chunk chunk; reader.next(chunk);) {
            }
        });
        CHECK(text == file.path() + ":2:1: " + what);
    }
}

TEST_CASE("whole inputs come as one chunk") {
    const std::string text = std::string(300000, 'a') + "\nb";
    const File file(text), second("x");
    Pipe pipe;
    std::thread writer([&] {
        pipe.write(text);
        pipe.finish();
    });
    ChunkReader reader({file.path(), second.path(), pipe.path()}, Cut::whole,
                       base::Control::none());
    Chunk chunk;
    std::vector<std::string> all;
    while (reader.next(chunk)) all.emplace_back(chunk.text);
    writer.join();
    CHECK(all == std::vector<std::string>{text, "x", text});
}

TEST_CASE("results come in input order from any number of threads") {
    std::string text;
    for (int i = 0; i < 60000; ++i) text += std::to_string(i) + "\n";
    const File file(text);
    for (const int threads : {1, 2, 3, 8}) {
        const Threads scope(threads);
        ChunkReader reader({file.path(), file.path()}, Cut::lines, base::Control::none(), 1000);
        std::string joined;
        std::atomic<int> inside = 0;
        std::atomic<bool> worker_out_of_range = false;
        bool overlapped = false;
        for_chunks(
            reader, base::Control::none(),
            [&](Chunk& chunk, int worker) {
                if (worker < 0 || worker >= threads) worker_out_of_range = true;
                if (chunk.index % 97 == 5)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return chunk.text;
            },
            [&](std::string_view&& result) {
                overlapped |= inside.fetch_add(1) > 0;
                joined += result;
                inside.fetch_sub(1);
            });
        CHECK(joined == text + text);
        CHECK_FALSE(overlapped);
        CHECK_FALSE(worker_out_of_range);
    }
}

TEST_CASE("the first error in input order is the one that is thrown, after the sinks before it") {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "12345678\n";
    const File file(text), packed("\x1f\x8b\x08 no gzip at all");
    const std::vector<std::string> paths{file.path(), packed.path()};
    for (const int threads : {1, 2, 5}) {
        const Threads scope(threads);
        for (const std::uint64_t bad : {0U, 1U, 7U, 30U, 100U}) {
            ChunkReader reader(paths, Cut::lines, base::Control::none(), 900);
            std::uint64_t sunk = 0;
            const auto thrown = message_of<std::runtime_error>([&] {
                for_chunks(
                    reader, base::Control::none(),
                    [&](Chunk& chunk, int) {
                        if (chunk.index == bad)
                            std::this_thread::sleep_for(std::chrono::milliseconds(2));
                        if (chunk.index >= bad)
                            throw std::runtime_error(std::to_string(chunk.index));
                        return chunk.index;
                    },
                    [&](std::uint64_t index) { CHECK(index == sunk++); });
            });
            CHECK(thrown == std::to_string(bad));
            CHECK(sunk == bad);
        }
        // The reader's own error comes behind everything that was read before.
        ChunkReader reader(paths, Cut::lines, base::Control::none(), 900);
        std::size_t bytes = 0;
        CHECK_THROWS_AS(
            for_chunks(
                reader, base::Control::none(), [](Chunk& chunk, int) { return chunk.text.size(); },
                [&](std::size_t size) { bytes += size; }),
            base::DataError);
        CHECK(bytes == text.size());
    }
}

TEST_CASE("a sink that throws ends the loop") {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "12345678\n";
    const File file(text);
    for (const int threads : {1, 2, 5}) {
        const Threads scope(threads);
        ChunkReader reader({file.path()}, Cut::lines, base::Control::none(), 900);
        int sunk = 0;
        const auto thrown = message_of<std::runtime_error>([&] {
            for_chunks(
                reader, base::Control::none(), [](Chunk&, int) { return 1; },
                [&](int one) {
                    sunk += one;
                    if (sunk == 20) throw std::runtime_error("full");
                });
        });
        CHECK(thrown == "full");
        CHECK(sunk == 20);
    }
}

TEST_CASE("reading stops when it is cancelled, and reports what it has consumed") {
    struct Flag : base::Cancellation {
        std::atomic<bool> set = false;
        bool requested() const noexcept override { return set; }
    } flag;
    struct Sum : base::Progress {
        std::atomic<std::uint64_t> bytes = 0;
        void advance(std::uint64_t amount) override { bytes += amount; }
    } sum;
    const File file(std::string(100000, '\n'));
    for (const int threads : {1, 3}) {
        const Threads scope(threads);
        flag.set = false;
        sum.bytes = 0;
        ChunkReader all({file.path()}, Cut::lines, {sum, flag}, 100);
        std::size_t bytes = 0;
        for_chunks(
            all, {sum, flag}, [](Chunk& chunk, int) { return chunk.text.size(); },
            [&](std::size_t size) { bytes += size; });
        CHECK(bytes == 100000);
        CHECK(sum.bytes == 100000);

        ChunkReader some({file.path()}, Cut::lines, {sum, flag}, 100);
        bytes = 0;
        for_chunks(
            some, {sum, flag}, [](Chunk& chunk, int) { return chunk.text.size(); },
            [&](std::size_t size) {
                bytes += size;
                flag.set = bytes > 5000;
            });
        CHECK(bytes > 5000);
        CHECK(bytes < 50000);
    }
}

}  // namespace chunk_test
