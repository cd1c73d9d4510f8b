#include "io/output.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "io/replacement.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace output_test {

using namespace pipelab::io;
using pipelab::base::IoError;

namespace {

/// A fresh folder that goes away with its content.
struct Folder {
    std::string path = "/tmp/pipelab-output-test-XXXXXX";
    Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
    ~Folder() {
        chmod(path.c_str(), 0700);
        std::filesystem::remove_all(path);
    }
    std::string operator/(const std::string& name) const { return path + "/" + name; }
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path))
            found.push_back(entry.path().filename());
        std::sort(found.begin(), found.end());
        return found;
    }
};

using Names = std::vector<std::string>;

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void put(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

mode_t mode(const std::string& path) {
    struct stat status;
    REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

/// The message of the IoError that `action` must throw.
std::string failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const IoError& error) {
        return error.what();
    }
    return "no error";
}

void write_file(const std::string& path, const std::string& text) {
    Output output(path);
    output.write(text);
    output.finish();
}

/// Runs `body` in a child process, what it returns sent back.
std::string in_child(const std::function<std::string()>& body) {
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    const pid_t child = fork();
    if (child == 0) {
        const std::string answer = body();
        const bool sent = write(ends[1], answer.data(), answer.size()) >= 0;
        _exit(sent ? 0 : 1);
    }
    close(ends[1]);
    std::string answer;
    char buffer[4096];
    for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    return answer;
}

std::string pattern(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string text(size, '\0');
    for (char& byte : text) byte = static_cast<char>(random());
    return text;
}

}  // namespace

TEST_CASE("output: a new file appears complete at finish and not before") {
    const Folder folder;
    const mode_t mask = umask(027);
    {
        Output output(folder / "new");
        output.write("value ");
        output.number(2.5);
        output.write(' ');
        output.number(std::int64_t{-7});
        output.write('\n');
        output.flush();
        CHECK(folder.names().empty());
        CHECK_FALSE(output.terminal());
        output.finish();
    }
    umask(mask);
    CHECK(folder.names() == Names{"new"});
    CHECK(content(folder / "new") == "value 2.5 -7\n");
    CHECK(mode(folder / "new") == 0640);
}

TEST_CASE("output: replacing keeps the old content until finish, and the mode") {
    const Folder folder;
    put(folder / "file", "old");
    chmod((folder / "file").c_str(), 0604);
    Output output(folder / "file");
    output.write("new");
    output.flush();
    CHECK(content(folder / "file") == "old");
    CHECK(folder.names() == Names{"file"});
    output.finish();
    CHECK(content(folder / "file") == "new");
    CHECK(mode(folder / "file") == 0604);
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: destroyed without finish it leaves everything as it was") {
    const Folder folder;
    put(folder / "file", "old");
    {
        Output old(folder / "file"), fresh(folder / "fresh");
        for (Output* output : {&old, &fresh}) output->write(std::string(1000000, 'x'));
    }
    CHECK(content(folder / "file") == "old");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: a file that appears meanwhile is replaced") {
    const Folder folder;
    Output output(folder / "file");
    output.write("mine");
    put(folder / "file", "another's");
    output.finish();
    CHECK(content(folder / "file") == "mine");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: all sizes of pieces arrive in order") {
    const Folder folder;
    std::string expected;
    Output output(folder / "file");
    std::mt19937 random(1);
    const std::vector<std::size_t> sizes{1,       65535, 262143, 262144, 262145,
                                         1000000, 0,     7,      300000, 64};
    for (const std::size_t size : sizes) {
        const std::string piece = pattern(size, static_cast<unsigned>(random()));
        output.write(piece);
        expected += piece;
        const std::size_t room = 65536;
        char* const to = output.reserve(room);
        std::fill(to, to + room, 'r');
        output.commit(size % room);
        expected += std::string(size % room, 'r');
    }
    output.finish();
    CHECK((content(folder / "file") == expected));
    CHECK_THROWS_AS((output.write("more"), output.flush()), IoError);
}

TEST_CASE("output: relative names and names without a folder") {
    const Folder folder;
    CHECK(in_child([&] {
              if (chdir(folder.path.c_str()) != 0) return std::string("chdir");
              write_file("plain", "1");
              write_file("./dotted", "2");
              return content("plain") + content("dotted");
          }) == "12");
    CHECK(folder.names() == Names{"dotted", "plain"});
}

TEST_CASE("output: a symbolic link stays, what it points to is replaced") {
    const Folder folder;
    std::filesystem::create_directory(folder / "sub");
    put(folder / "sub/real", "old");
    std::filesystem::create_symlink("sub/real", folder / "link");
    std::filesystem::create_symlink(folder / "link", folder / "link2");
    std::filesystem::create_symlink("sub/later", folder / "dangling");
    std::filesystem::create_symlink("loop", folder / "loop");
    write_file(folder / "link2", "new");
    write_file(folder / "dangling", "made");
    CHECK(content(folder / "sub/real") == "new");
    CHECK(content(folder / "sub/later") == "made");
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(std::filesystem::is_symlink(folder / "link2"));
    CHECK(std::filesystem::is_symlink(folder / "dangling"));
    CHECK(failure([&] { Output output(folder / "loop"); }) ==
          folder / "loop" + ": Too many levels of symbolic links");
}

TEST_CASE("output: what cannot be a target is refused at once, with its path") {
    const Folder folder;
    CHECK(failure([&] { Output output(folder.path); }) == folder.path + ": Is a directory");
    CHECK(failure([&] { Output output(folder / "name/"); }) ==
          folder / "name/" + ": Is a directory");
    CHECK(failure([&] { Output output(folder / "no/file"); }) ==
          folder / "no/file" + ": No such file or directory");
    CHECK(failure([&] { Output output(""); }) == ": No such file or directory");
    put(folder / "file", "");
    CHECK(failure([&] { Output output(folder / "file/x"); }) ==
          folder / "file/x" + ": Not a directory");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: write protection of folder and file is respected") {
    const Folder folder;
    put(folder / "file", "old");
    chmod((folder / "file").c_str(), 0444);
    const auto as_nobody = [&](const std::function<void()>& action) {
        return in_child([&]() -> std::string {
            if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return "setuid";
            return failure(action);
        });
    };
    chmod(folder.path.c_str(), 0555);
    CHECK(as_nobody([&] { Output output(folder / "new"); }) ==
          folder / "new" + ": Permission denied");
    chmod(folder.path.c_str(), 0777);
    CHECK(as_nobody([&] { write_file(folder / "file", "new"); }) ==
          folder / "file" + ": Permission denied");
    CHECK(content(folder / "file") == "old");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: the superuser leaves a file to its owner") {
    if (geteuid() != 0) return;
    const Folder folder;
    put(folder / "file", "old");
    REQUIRE(chown((folder / "file").c_str(), 12345, 54321) == 0);
    write_file(folder / "file", "new");
    struct stat status;
    REQUIRE(stat((folder / "file").c_str(), &status) == 0);
    CHECK(status.st_uid == 12345);
    CHECK(status.st_gid == 54321);
}

TEST_CASE("output: a full device") {
    const std::string message = "/dev/full: No space left on device";
    CHECK(failure([] { write_file("/dev/full", "x"); }) == message);
    CHECK(failure([] { write_file("/dev/full", std::string(1000000, 'x')); }) == message);
    Output output("/dev/full");
    output.write("x");
    CHECK_THROWS_AS(output.flush(), IoError);
}

TEST_CASE("output: a limit on the file size leaves the old file and nothing else") {
    const Folder folder;
    put(folder / "file", "old");
    const std::string answer = in_child([&] {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{300000, 300000};
        setrlimit(RLIMIT_FSIZE, &limit);
        return failure([&] { write_file(folder / "file", std::string(400000, 'x')); });
    });
    CHECK(answer == folder / "file" + ": File too large");
    CHECK(content(folder / "file") == "old");
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("output: a closed standard output, and one open for reading only") {
    const auto message = [](const std::function<void()>& prepare) {
        return in_child([&] {
            prepare();
            return failure([] {
                Output output("-");
                output.write("x");
                output.finish();
            });
        });
    };
    const std::string expected = "standard output: Bad file descriptor";
    CHECK(message([] { close(1); }) == expected);
    CHECK(message([] { dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 1); }) == expected);
    CHECK(message([] { dup2(open("/dev/full", O_WRONLY | O_CLOEXEC), 1); }) ==
          "standard output: No space left on device");
}

TEST_CASE("output: /dev/stdout goes on where the file behind it stands") {
    for (const char* name : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
        const Folder folder;
        put(folder / "file", "begin ");
        CHECK(in_child([&]() -> std::string {
                  dup2(open((folder / "file").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC), 1);
                  write_file(name, "end");
                  return failure([&] { write_file(name, "."); });
              }) == "no error");
        CHECK(content(folder / "file") == "begin end.");
    }
}

TEST_CASE("output: a named pipe is written directly and stays one") {
    const Folder folder;
    REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
    const std::string text = pattern(3000000, 2);
    std::string got;
    std::thread reader([&] { got = content(folder / "pipe"); });
    write_file(folder / "pipe", text);
    reader.join();
    CHECK((got == text));
    CHECK(std::filesystem::is_fifo(folder / "pipe"));
}

TEST_CASE("output: short writes, interruptions and a non-blocking pipe") {
    const std::string text = pattern(2000000, 3);
    for (const int flags : {0, O_NONBLOCK}) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        fcntl(ends[1], F_SETFL, flags);
        std::string got;
        std::thread reader([&] {
            char buffer[10000];
            for (ssize_t size; (size = read(ends[0], buffer, sizeof buffer)) != 0;) {
                if (size > 0) got.append(buffer, static_cast<std::size_t>(size));
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
        });
        struct sigaction action = {}, before;
        action.sa_handler = [](int) {};
        sigaction(SIGALRM, &action, &before);
        const itimerval often{{0, 500}, {0, 500}}, never{};
        setitimer(ITIMER_REAL, &often, nullptr);
        write_file("/dev/fd/" + std::to_string(ends[1]), text);
        setitimer(ITIMER_REAL, &never, nullptr);
        sigaction(SIGALRM, &before, nullptr);
        close(ends[1]);
        reader.join();
        close(ends[0]);
        CHECK((got == text));
    }
}

TEST_CASE("output: a closed pipe is an error where SIGPIPE is ignored") {
    const std::string answer = in_child([] {
        signal(SIGPIPE, SIG_IGN);
        int ends[2];
        if (pipe(ends) != 0) return std::string("pipe");
        close(ends[0]);
        dup2(ends[1], 1);
        return failure([] { write_file("-", "x"); });
    });
    CHECK(answer == "standard output: Broken pipe");
}

TEST_CASE("replacement: where O_TMPFILE is lacking, a hidden file does the same") {
    const Folder folder;
    put(folder / "file", "old");
    chmod((folder / "file").c_str(), 0640);
    {
        Replacement dropped(folder / "file", Replacement::Method::hidden);
        CHECK(folder.names().size() == 2);
        CHECK(folder.names().front().starts_with(".pipelab-"));
    }
    CHECK(folder.names() == Names{"file"});
    for (const char* name : {"file", "new"}) {
        Replacement made(folder / name, Replacement::Method::hidden);
        CHECK(write_all(made.descriptor(), "new", 3) == 0);
        made.commit();
    }
    CHECK(folder.names() == Names{"file", "new"});
    CHECK(content(folder / "file") == "new");
    CHECK(content(folder / "new") == "new");
    CHECK(mode(folder / "file") == 0640);
}

TEST_CASE("replacement: a folder in the way at the end is an error and leaves no stray") {
    const Folder folder;
    for (const auto method : {Replacement::Method::best, Replacement::Method::hidden}) {
        Replacement made(folder / "file", method);
        std::filesystem::create_directory(folder / "file");
        CHECK(failure([&] { made.commit(); }) == folder / "file" + ": Is a directory");
        std::filesystem::remove(folder / "file");
    }
    CHECK(folder.names().empty());
}

namespace {

/// Content of generation g: its number, then as many bytes as it says.
std::string generation(int g) {
    std::string text = std::to_string(g) + "\n";
    text.resize(400000 + static_cast<std::size_t>(g) % 1000, static_cast<char>('a' + g % 26));
    return text;
}

bool complete(const std::string& path) {
    const std::string text = content(path);
    return !text.empty() && text == generation(std::atoi(text.c_str()));
}

void kill_writers(int kills, unsigned seed) {
    const Folder folder;
    std::mt19937 random(seed);
    write_file(folder / "file", generation(0));
    std::size_t strays = 0;
    for (int i = 0; i < kills; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            for (int g = 1;; ++g) write_file(folder / "file", generation(g));
        }
        usleep(static_cast<useconds_t>(1000 + random() % 30000));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        // Only between link and rename may a second name exist, and then of a complete file.
        for (const std::string& name : folder.names()) {
            INFO(name);
            REQUIRE(complete(folder / name));
            if (name == "file") continue;
            ++strays;
            std::filesystem::remove(folder / name);
        }
    }
    CHECK(strays <= 2 + static_cast<std::size_t>(kills) / 50);
}

}  // namespace

TEST_CASE("output: kill -9 leaves the old file or the new one, whole") { kill_writers(10, 1); }

TEST_CASE("output: kill -9 a hundred times", "[.][exhaustive]") { kill_writers(100, 2); }

TEST_CASE("temporary file: written, read at any place, seen by nobody") {
    const Folder folder;
    TemporaryFile file(folder.path);
    CHECK(folder.names().empty());
    CHECK(file.size() == 0);
    char byte;
    CHECK(file.read(0, &byte, 1) == 0);
    const std::string text = pattern(1000000, 4);
    file.write(text.data(), 600000);
    file.write(text.data() + 600000, 400000);
    CHECK(file.size() == text.size());
    std::string back(500, '\0');
    CHECK(file.read(599900, back.data(), back.size()) == 500);
    CHECK((back == text.substr(599900, 500)));
    CHECK(file.read(999900, back.data(), back.size()) == 100);
    CHECK(file.read(1000000, back.data(), back.size()) == 0);
    CHECK((content(file.path()) == text));
    CHECK(folder.names().empty());
}

TEST_CASE("temporary file: errors name the folder") {
    const Folder folder;
    CHECK(failure([&] { TemporaryFile file(folder / "none"); }) ==
          folder / "none" + ": cannot create temporary file: No such file or directory");
    CHECK(in_child([&] {
              signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{1000, 1000};
              setrlimit(RLIMIT_FSIZE, &limit);
              return failure([&] {
                  TemporaryFile file(folder.path);
                  file.write(std::string(2000, 'x').data(), 2000);
              });
          }) == folder.path + ": cannot write temporary file: File too large");
}

TEST_CASE("temporary file: an empty name means $TMPDIR") {
    const Folder folder;
    CHECK(in_child([&]() -> std::string {
              setenv("TMPDIR", (folder / "none").c_str(), 1);
              return failure([] { TemporaryFile file(""); });
          }) == folder / "none" + ": cannot create temporary file: No such file or directory");
}

}  // namespace output_test
