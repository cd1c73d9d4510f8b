#include "io/line_process.hpp"

#include "base/error.hpp"
#include "io/trimmed.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace pipelab::io {
namespace {

constexpr std::size_t longest_line = 64 << 10;
constexpr std::string_view line_blanks = " \t\r\n";

}  // namespace

/// Its input is a socket, to which can be sent without a signal when nobody reads any more.
LineProcess::LineProcess(const std::string& command) {
    int input[2], output[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) != 0)
        throw base::IoError(command, "cannot connect to a process", errno);
    if (pipe2(output, O_CLOEXEC) != 0) {
        const int error = errno;
        ::close(input[0]), ::close(input[1]);
        throw base::IoError(command, "cannot connect to a process", error);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    std::string shell = "sh", option = "-c", text = command;
    char* const arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    const int error = posix_spawn(&child_, "/bin/sh", &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(input[1]), ::close(output[1]);
    to_ = input[0], from_ = output[0];
    if (error != 0) {
        child_ = -1;
        ::close(to_), ::close(from_);
        throw base::IoError(command, "cannot start", error);
    }
}

/// A process that does not end by itself within a second is told to.
LineProcess::~LineProcess() {
    close_input();
    ::close(from_);
    constexpr int patience = 100;
    for (int i = 0; child_ > 0; ++i) {
        const pid_t waited = waitpid(child_, nullptr, i < patience ? WNOHANG : 0);
        if (waited == child_ || (waited < 0 && errno != EINTR)) return;
        if (i + 1 == patience) kill(child_, SIGTERM);
        usleep(i < 10 ? 1000 : 10'000);
    }
}

void LineProcess::close_input() {
    if (to_ >= 0) ::close(std::exchange(to_, -1));
}

std::optional<std::string> LineProcess::ask(std::string_view line) {
    std::string rest = std::string(line) + "\n";
    while (!rest.empty()) {
        const ssize_t sent = ::send(to_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        // What it said before it stopped reading still counts.
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) break;
        if (sent < 0) throw base::IoError("oracle", errno);
        rest.erase(0, static_cast<std::size_t>(sent));
    }
    while (true) {
        const std::size_t end = received_.find('\n');
        if (end != received_.npos) {
            const std::string reply(
                trimmed(std::string_view(received_).substr(0, end), line_blanks));
            received_.erase(0, end + 1);
            return reply;
        }
        if (received_.size() > longest_line)
            throw base::IoError("oracle", "a line of more than 64 KiB", EMSGSIZE);
        if (!receive()) return std::nullopt;
    }
}

/// Waits for more of its output; false at the end.
bool LineProcess::receive() {
    char buffer[4096];
    ssize_t got = -1;
    do {
        got = ::read(from_, buffer, sizeof buffer);
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw base::IoError("oracle", errno);
    received_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
}

bool LineProcess::ready(int milliseconds) const {
    pollfd wanted{from_, POLLIN, 0};
    return ::poll(&wanted, 1, milliseconds) > 0;
}

std::optional<std::string> LineProcess::unasked() {
    if (received_.empty() && (!ready(0) || !receive())) return std::nullopt;
    const auto line = std::string_view(received_).substr(0, received_.find('\n'));
    return std::string(trimmed(line, line_blanks));
}

std::vector<std::string> LineProcess::rest() {
    using Clock = std::chrono::steady_clock;
    close_input();
    const auto end = Clock::now() + std::chrono::seconds(1);
    while (received_.size() < longest_line && Clock::now() < end && (!ready(100) || receive())) {
    }
    std::vector<std::string> lines;
    for (std::size_t at = 0, next; at < received_.size(); at = next) {
        next = std::min(received_.find('\n', at), received_.size() - 1) + 1;
        lines.emplace_back(trimmed(std::string_view(received_).substr(at, next - at), line_blanks));
    }
    received_.clear();
    return lines;
}

std::string LineProcess::ending() {
    close_input();
    int status = 0;
    const pid_t child = std::exchange(child_, -1);
    pid_t waited = -1;
    do {
        waited = waitpid(child, &status, 0);
    } while (waited < 0 && errno == EINTR);
    if (waited < 0) return "is gone";
    if (WIFSIGNALED(status)) return std::string("died (") + strsignal(WTERMSIG(status)) + ")";
    if (WEXITSTATUS(status) == 127) return "was not found";
    return "ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace pipelab::io
