#include "cli/signals.hpp"

#include "cli/message.hpp"

#include <atomic>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace pipelab::cli {
namespace {

std::atomic<int> received{0};
std::atomic<bool> watching{false};
static_assert(std::atomic<int>::is_always_lock_free);

void remember(int signal) {
    received = signal;
    constexpr std::string_view text = "\nstopping; once more ends at once\n";
    if (signal == SIGINT && isatty(STDERR_FILENO) == 1) show(text);
}

void watch(int signal) noexcept {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) return;
    action = {};
    action.sa_handler = remember;
    sigemptyset(&action.sa_mask);
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    sigaction(signal, &action, nullptr);
}

}  // namespace

bool SignalCancellation::requested() const noexcept {
    if (!watching.load(std::memory_order_relaxed) && !watching.exchange(true)) {
        watch(SIGINT);
        watch(SIGTERM);
    }
    return received.load(std::memory_order_relaxed) != 0;
}

int received_signal() noexcept { return received; }

void die_by(int signal) noexcept {
    std::signal(signal, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
    std::raise(signal);
    _exit(128 + signal);
}

}  // namespace pipelab::cli
