#include "cli/progress_display.hpp"

#include "catch.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include <unistd.h>

namespace progress_display_test {

using namespace pipelab;
using cli::ProgressDisplay;

namespace {

/// What a display with `mode` writes while `work` uses it.
template <class Work>
std::string shown(ProgressDisplay::Mode mode, Work work) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    {
        ProgressDisplay display(mode, "toy", ends[1]);
        work(display);
    }
    close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    return text;
}

void pause(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

}  // namespace

TEST_CASE("a line of progress") {
    CHECK(cli::progress_line("reading", 1'200'000'000, 2'700'000'000, "B", 4) ==
          "reading 44% 1.2 GB of 2.7 GB, 300 MB/s, 0:05 left");
    CHECK(cli::progress_line("training", 250, 1000, "steps", 3600) ==
          "training 25% 250 of 1.0 k steps, 0/s, 3:00:00 left");
    CHECK(cli::progress_line("reading", 12'345, 0, "B", 1) == "reading 12.3 kB, 12.3 kB/s");
    CHECK(cli::progress_line("reading", 0, 100, "B", 5) == "reading 0% 0 B of 100 B");
    CHECK(cli::progress_line("reading", 100, 100, "B", 1) ==
          "reading 100% 100 B of 100 B, 100 B/s");
    CHECK(cli::progress_line("reading", 150, 100, "B", 0.01) == "reading 100% 150 B of 100 B");
    CHECK(cli::progress_line("x", UINT64_MAX, UINT64_MAX, "B", 1) ==
          "x 100% 18.4 EB of 18.4 EB, 18.4 EB/s");
}

TEST_CASE("nothing is shown where nothing is wanted, and of short phases") {
    const auto work = [](ProgressDisplay& display) {
        display.begin("reading", 10, "B");
        display.advance(10);
        display.end();
    };
    CHECK(shown(ProgressDisplay::Mode::none, work).empty());
    CHECK(shown(ProgressDisplay::Mode::animated, work).empty());
    CHECK(shown(ProgressDisplay::Mode::lines, work).empty());
}

TEST_CASE("the animated line is erased at the end, without escape sequences") {
    const std::string text = shown(ProgressDisplay::Mode::animated, [](ProgressDisplay& display) {
        display.begin("reading", 10, "B");
        pause(120);
        display.advance(5);
        display.end();
        display.advance(1);
    });
    CHECK(text.starts_with("\rtoy: reading 50% 5 B of 10 B"));
    CHECK(text.find('\n') == text.npos);
    CHECK(text.find('\x1b') == text.npos);
    const std::size_t line = text.find('\r', 1) - 1;
    std::string erasure(line + 2, ' ');
    erasure.front() = erasure.back() = '\r';
    CHECK(text.substr(line + 1) == erasure);
}

TEST_CASE("a shorter line leaves nothing of the longer one") {
    const std::string text = shown(ProgressDisplay::Mode::animated, [](ProgressDisplay& display) {
        display.begin("a long phase name", 10, "B");
        pause(120);
        display.advance(5);
        display.begin("b", 10, "B");
        pause(120);
        display.advance(5);
    });
    const std::size_t second = text.find("\rtoy: b");
    REQUIRE(second != text.npos);
    CHECK(text.find('\r', second + 1) - second >= second);
}

TEST_CASE("all threads may advance") {
    const std::string text = shown(ProgressDisplay::Mode::animated, [](ProgressDisplay& display) {
        display.begin("counting", 4'000'000, "steps");
        std::vector<std::thread> team;
        for (int t = 0; t < 4; ++t)
            team.emplace_back([&] {
                for (int i = 0; i < 1'000'000; ++i) display.advance(1);
            });
        for (std::thread& thread : team) thread.join();
        pause(120);
        display.advance(0);
    });
    CHECK(text.find("counting 100%") != text.npos);
}

}  // namespace progress_display_test
