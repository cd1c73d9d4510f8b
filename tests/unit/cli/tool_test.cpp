#include "cli/tool.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "io/plot.hpp"

#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tool_test {

using namespace pipelab;

namespace {

struct Options {
    std::vector<std::string> words;
    std::string action = "print";
};

io::Plot diagonal() {
    io::Plot plot;
    plot.series.emplace_back().x = {1, 2};
    plot.series.back().y = {1, 2};
    return plot;
}

void work(base::Progress& progress) {
    progress.begin("working", 2, "steps");
    usleep(120'000);
    progress.advance(1);
    progress.end();
}

void act(cli::Run& run, const Options& options) {
    const std::string& action = options.action;
    if (action == "data") throw base::DataError({"in.txt", 3, 7}, "expected a number");
    if (action == "io") throw base::IoError("in.txt", ENOENT);
    if (action == "usage") throw base::UsageError("no column 'x'");
    if (action == "memory") throw std::bad_alloc();
    if (action == "length") std::vector<char>().reserve(SIZE_MAX);
    if (action == "control") throw base::DataError({"a\nb\x1b[31m\t\x7f", 0, 0}, "x");
    if (action == "odd") throw 7;
    if (action == "no") run.answer(false);
    if (action == "warn") run.warn("careful");
    if (action == "threads") run.out().number(std::int64_t{base::threads()});
    if (action == "binary") run.binary_out().write("\x93");
    if (action == "reads") run.reads({}, "numbers");
    if (action == "open") run.out().number(std::int64_t{open("/dev/null", O_RDONLY)});
    if (action == "draw") run.draw(diagonal());
    if (action == "progress") work(run.control().progress);
    if (action == "silent") return;
    run.out().write("result\n");
    if (action == "late") throw base::DataError({"in.txt", 9, 0}, "cut short");
    const base::Cancellation& cancellation = run.control().cancellation;
    if (action == "poll" || action == "keep") static_cast<void>(cancellation.requested());
    if (action == "keep") run.keep_partial_output();
    if (action == "signal" || action == "poll" || action == "keep") std::raise(SIGINT);
    if (action == "told") {
        static_cast<void>(cancellation.requested());
        std::raise(SIGINT);
        throw base::IoError("in.txt", ENOSPC);
    }
    if (action == "poll" && !cancellation.requested()) throw base::UsageError("not told");
}

cli::Body declare_verb(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.option("--action", "WORD", options->action, "What to do.");
    return [options](cli::Run& run) {
        run.out().write("verb ");
        act(run, *options);
    };
}

cli::Body declare(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.example("toy", "Prints.");
    declaration.example("toy --action no", "Says no.");
    declaration.common({.seed = true, .plot = true, .exit_status = true});
    declaration.option("--action", "WORD", options->action, "What to do.");
    declaration.verb("train", "Train it.", declare_verb);
    return [options](cli::Run& run) { act(run, *options); };
}

cli::Body declare_verbs_only(cli::Declaration& declaration) {
    declaration.verb("train", "Train it.", declare_verb);
    declaration.verb("evaluate", "Evaluate it.", declare_verb);
    return nullptr;
}

struct Outcome {
    int status = 0;  ///< 128 + signal as in a shell
    std::string out, err;
};

std::string slurp(FILE* file) {
    std::rewind(file);
    std::string text;
    for (int c; (c = std::fgetc(file)) != EOF;) text += static_cast<char>(c);
    std::fclose(file);
    return text;
}

void nothing() {}

/// run_tool in a child; `prepare` runs there when its streams are set up.
Outcome call(std::vector<std::string> words, void (*prepare)() = nothing,
             cli::Declare declared = declare) {
    FILE* out = std::tmpfile();
    FILE* err = std::tmpfile();
    REQUIRE((out != nullptr && err != nullptr));
    words.insert(words.begin(), "toy");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGINT, SIG_DFL);  // Catch2 has its own handlers
        std::signal(SIGTERM, SIG_DFL);
        dup2(open("/dev/null", O_RDONLY), 0);
        dup2(fileno(out), 1);
        dup2(fileno(err), 2);
        prepare();
        _exit(cli::run_tool(static_cast<int>(words.size()), argv.data(), "toy", "Be a toy.",
                            declared));
    }
    Outcome outcome;
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    outcome.out = slurp(out);
    outcome.err = slurp(err);
    return outcome;
}

/// All that run_tool writes when its three streams are a terminal, without carriage returns.
std::string call_on_terminal(std::vector<std::string> words) {
    words.insert(words.begin(), "toy");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    int terminal = -1;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        std::signal(SIGINT, SIG_DFL);
        _exit(cli::run_tool(static_cast<int>(words.size()), argv.data(), "toy", "Be a toy.",
                            declare));
    }
    std::string text;
    char c = 0;
    while (read(terminal, &c, 1) == 1) text += c;
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    close(terminal);
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r') shown += text[i];
    return shown;
}

void check_call(const std::vector<std::string>& words, int status, const std::string& out,
                const std::string& err) {
    CAPTURE(words);
    const Outcome outcome = call(words);
    CHECK(outcome.status == status);
    CHECK(outcome.out == out);
    CHECK(outcome.err == err);
}

std::string scratch_folder() {
    std::string folder = "/tmp/pipelab-cli-XXXXXX";
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    return folder;
}

std::string contents(const std::string& path) {
    FILE* file = std::fopen(path.c_str(), "r");
    return file == nullptr ? "(missing)" : slurp(file);
}

}  // namespace

TEST_CASE("exit status and message of everything a body can do") {
    check_call({}, 0, "result\n", "");
    check_call({"--action", "data"}, 1, "", "toy: in.txt:3:7: expected a number\n");
    check_call({"--action", "io"}, 1, "", "toy: in.txt: No such file or directory\n");
    check_call({"--action", "usage"}, 2, "", "toy: no column 'x'\n");
    check_call({"--action", "memory"}, 1, "", "toy: out of memory\n");
    check_call({"--action", "length"}, 1, "", "toy: out of memory\n");
    check_call({"--action", "odd"}, 1, "", "toy: unknown error\n");
    check_call({"--action", "control"}, 1, "", "toy: a?b?[31m??: x\n");
    check_call({"--action", "warn"}, 0, "result\n", "toy: careful\n");
    check_call({"--action", "warn", "-q"}, 0, "result\n", "");
    check_call({"--action", "data", "-q"}, 1, "", "toy: in.txt:3:7: expected a number\n");
    check_call({"--bogus"}, 2, "", "toy: unknown option '--bogus' (try 'toy --help')\n");
}

TEST_CASE("--exit-status tells the answer, errors become 2") {
    check_call({"--action", "no"}, 0, "result\n", "");
    check_call({"--action", "no", "--exit-status"}, 1, "result\n", "");
    check_call({"--exit-status"}, 0, "result\n", "");
    check_call({"--action", "data", "--exit-status"}, 2, "",
               "toy: in.txt:3:7: expected a number\n");
    check_call({"--action", "memory", "--exit-status"}, 2, "", "toy: out of memory\n");
}

TEST_CASE("pages work whatever else the line says") {
    CHECK(call({"--version"}).out == "toy (pipelab) " PIPELAB_TEST_VERSION "\n");
    CHECK(call({"--help", "--threads", "x"}).out.starts_with("Usage: toy "));
    CHECK(call({"train", "-h"}).out.starts_with("Usage: toy train "));
    CHECK(call({"--man"}).out.find(".SS \"toy train\"") != std::string::npos);
    CHECK(call({"train", "--man"}).out == call({"--man"}).out);
    CHECK(call({"--completion", "fish"}).out.find("-a train") != std::string::npos);
    check_call({"--completion", "tcsh"}, 2, "",
               "toy: --completion: expected bash, zsh or fish, found 'tcsh'\n");
}

TEST_CASE("verbs") {
    check_call({"train"}, 0, "verb result\n", "");
    check_call({"train", "--action", "data"}, 1, "", "toy: in.txt:3:7: expected a number\n");
    check_call({"train", "--exit-status"}, 2, "",
               "toy: unknown option '--exit-status' (try 'toy train --help')\n");
    const auto error = [](const std::vector<std::string>& words) {
        const Outcome outcome = call(words, nothing, declare_verbs_only);
        CHECK(outcome.status == 2);
        return outcome.err;
    };
    CHECK(error({}) == "toy: expected a verb first: train, evaluate\n");
    CHECK(error({"trian"}) ==
          "toy: expected a verb first (train, evaluate), found 'trian'; did you mean 'train'?\n");
    CHECK(error({"-q", "train"}) == "toy: the verb 'train' must come first, before all options\n");
    CHECK(call({"--help"}, nothing, declare_verbs_only).status == 0);
}

TEST_CASE("a write that fails is an error, for pages and results") {
    const auto full = [] { dup2(open("/dev/full", O_WRONLY), 1); };
    const auto closed = [] { close(1); };
    for (const char* option : {"--help", "--version", "--man", "--completion=bash", "--json"}) {
        CAPTURE(option);
        const Outcome on_full = call({option}, full);
        CHECK(on_full.status == 1);
        CHECK(on_full.err == "toy: standard output: No space left on device\n");
        const Outcome on_closed = call({option}, closed);
        CHECK(on_closed.status == 1);
        CHECK(on_closed.err == "toy: standard output: Bad file descriptor\n");
    }
}

TEST_CASE("standard descriptors that were closed are not taken by files") {
    const auto closed = [] {
        close(0);
        close(2);
        for (int i = 3; i < 20; ++i) close(i);
    };
    CHECK(call({"--action", "open"}, closed).out == "3result\n");
    CHECK(call({"-o", "/dev/stdout"}, [] { close(1); }).status == 1);
    CHECK(call({"--action", "silent"}, [] { close(1); }).status == 0);
}

TEST_CASE("a reader that went away ends the tool quietly, unless told to ignore that") {
    const auto nobody_reads = [] {
        int ends[2];
        if (pipe(ends) != 0) _exit(99);
        close(ends[0]);
        dup2(ends[1], 1);
    };
    const Outcome quiet = call({}, nobody_reads);
    CHECK(quiet.status == 128 + SIGPIPE);
    CHECK(quiet.err.empty());
    static const auto also = nobody_reads;
    const Outcome told = call({}, [] {
        std::signal(SIGPIPE, SIG_IGN);
        also();
    });
    CHECK(told.status == 1);
    CHECK(told.err == "toy: standard output: Broken pipe\n");
}

TEST_CASE("Ctrl-C: at once for a body that does not look, else when it returns") {
    const std::string folder = scratch_folder();
    const std::string path = folder + "/out";
    const Outcome unaware = call({"--action", "signal", "-o", path});
    CHECK(unaware.status == 128 + SIGINT);
    CHECK(unaware.err.empty());
    CHECK(contents(path) == "(missing)");
    const Outcome aware = call({"--action", "poll", "-o", path});
    CHECK(aware.status == 128 + SIGINT);
    CHECK(aware.err == "toy: interrupted\n");
    CHECK(contents(path) == "(missing)");
    const Outcome keeps = call({"--action", "keep", "-o", path});
    CHECK(keeps.status == 128 + SIGINT);
    CHECK(contents(path) == "result\n");
    const Outcome ignoring = call({"--action", "signal"}, [] { std::signal(SIGINT, SIG_IGN); });
    CHECK(ignoring.status == 0);
    unlink(path.c_str());
    rmdir(folder.c_str());
}

TEST_CASE("-o publishes at success only, and always then") {
    const std::string folder = scratch_folder();
    const std::string path = folder + "/out";
    CHECK(call({"--action", "late", "-o", path}).status == 1);
    CHECK(contents(path) == "(missing)");
    CHECK(call({"-o", path}).status == 0);
    CHECK(contents(path) == "result\n");
    CHECK(call({"--action", "late", "-o", path}).status == 1);
    CHECK(contents(path) == "result\n");
    CHECK(call({"--action", "silent", "-o", path}).status == 0);
    CHECK(contents(path).empty());
    CHECK(call({"--help", "-o", path}).out.empty());
    CHECK(contents(path).starts_with("Usage: toy"));
    unlink(path.c_str());
    rmdir(folder.c_str());
}

TEST_CASE("threads come from -j, then PIPELAB_THREADS, then OMP_NUM_THREADS") {
    const auto set = [] {
        setenv("PIPELAB_THREADS", "3", 1);
        setenv("OMP_NUM_THREADS", "5", 1);
    };
    CHECK(call({"--action", "threads", "-j7"}, set).out == "7result\n");
    CHECK(call({"--action", "threads"}, set).out == "3result\n");
    CHECK(call({"--action", "threads"}, [] {
              unsetenv("PIPELAB_THREADS");
              setenv("OMP_NUM_THREADS", "5,2", 1);
          }).out == "5result\n");
    const Outcome nonsense = call({}, [] { setenv("PIPELAB_THREADS", "0", 1); });
    CHECK(nonsense.status == 2);
    CHECK(nonsense.err ==
          "toy: PIPELAB_THREADS: expected a whole number from 1 to 4096, found '0'\n");
}

TEST_CASE("on a terminal") {
    CHECK(call_on_terminal({"--action", "reads"}) ==
          "toy: reading numbers from the terminal; end with Ctrl-D\nresult\n");
    CHECK(call_on_terminal({"--action", "reads", "-q"}) == "result\n");
    CHECK(call_on_terminal({"--action", "binary"}) ==
          "toy: refusing to write binary data to a terminal; use -o FILE\n");
    CHECK(call({"--action", "binary"}).out == "\x93result\n");
    CHECK(call({"--action", "reads"}).err.empty());
    CHECK(call_on_terminal({"--action", "poll"})
              .ends_with("\nstopping; once more ends at once\ntoy: interrupted\n"));
    CHECK(call_on_terminal({"--action", "progress"}).starts_with("toy: working 50% 1 of 2 steps"));
    CHECK(call_on_terminal({"--action", "progress", "-q"}) == "result\n");
    CHECK(call({"--action", "progress"}).err.empty());
}

TEST_CASE("an exception after a signal is told, the status is the signal's") {
    const Outcome outcome = call({"--action", "told"});
    CHECK(outcome.status == 128 + SIGINT);
    CHECK(outcome.err == "toy: in.txt: No space left on device\n");
    CHECK(outcome.out.empty());
}

TEST_CASE("pictures go where --plot says") {
    const std::string folder = scratch_folder();
    CHECK(call({"--action", "draw"}).err.empty());
    CHECK_FALSE(call({"--action", "draw", "--plot", "-"}).err.empty());
    CHECK(call({"--action", "draw", "--plot", folder + "/p.svg"}).status == 0);
    CHECK(contents(folder + "/p.svg").find("<svg") != std::string::npos);
    unlink((folder + "/p.svg").c_str());
    rmdir(folder.c_str());
}

#ifndef __SANITIZE_ADDRESS__  // which needs memory of its own
TEST_CASE("a tight memory limit gives a message, not an abort") {
    const Outcome outcome = call({"--action", "memory"}, [] {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_DATA, &none);
    });
    CHECK(outcome.status == 1);
    CHECK(outcome.err == "toy: out of memory\n");
}
#endif

}  // namespace tool_test
