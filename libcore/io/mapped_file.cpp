#include "io/mapped_file.hpp"

#include "base/error.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipelab::io {
namespace {

/// What the signal handler knows of a mapping.
struct Mapping {
    std::atomic<std::uintptr_t> begin{0}, end{0};
    std::atomic<bool> cut_short{false};
};
/// More files than this that are mapped at once are not watched.
std::array<Mapping, 64> mappings;
std::uintptr_t page = 4096;
struct sigaction others {};

/// Puts a page of zeros where one is missing, or leaves the signal to whoever had it before.
void fill_page(int, siginfo_t* info, void*) {
    const int reason = errno;
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (Mapping& mapping : mappings) {
        if (at < mapping.begin || at >= mapping.end) continue;
        mapping.cut_short = true;
        void* const start = reinterpret_cast<void*>(at / page * page);
        const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
        if (mmap(start, page, PROT_READ, flags, -1, 0) == start) {
            errno = reason;
            return;
        }
    }
    sigaction(SIGBUS, &others, nullptr);
}

void watch_pages() {
    static std::once_flag once;
    std::call_once(once, [] {
        page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
        struct sigaction action {};
        action.sa_sigaction = fill_page;
        action.sa_flags = SA_SIGINFO;
        sigemptyset(&action.sa_mask);
        sigaction(SIGBUS, &action, &others);
    });
}

Mapping* free_mapping(std::uintptr_t begin, std::uintptr_t end) {
    for (Mapping& mapping : mappings) {
        std::uintptr_t none = 0;
        if (!mapping.end.compare_exchange_strong(none, end)) continue;
        mapping.cut_short = false;
        mapping.begin = begin;
        return &mapping;
    }
    return nullptr;
}

}  // namespace

struct MappedFile::State {
    std::string name;
    void* start = nullptr;
    std::size_t size = 0;
    Mapping* mapping = nullptr;
};

MappedFile::MappedFile(const std::string& path) : state_(std::make_unique<State>()) {
    state_->name = path;
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    int reason = descriptor < 0 || fstat(descriptor, &status) != 0 ? errno : 0;
    if (reason == 0 && !S_ISREG(status.st_mode)) reason = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    if (reason == 0 && status.st_size > 0) {
        state_->size = static_cast<std::size_t>(status.st_size);
        state_->start = mmap(nullptr, state_->size, PROT_READ, MAP_SHARED, descriptor, 0);
        if (state_->start == MAP_FAILED) reason = errno;
    }
    if (descriptor >= 0) close(descriptor);
    if (reason != 0) throw base::IoError(path, reason);
    if (state_->size == 0) return;
    watch_pages();
    const auto begin = reinterpret_cast<std::uintptr_t>(state_->start);
    state_->mapping = free_mapping(begin, begin + state_->size);
}

MappedFile::~MappedFile() {
    if (state_->size == 0) return;
    if (state_->mapping != nullptr) {
        state_->mapping->begin = ~std::uintptr_t{0};
        state_->mapping->end = 0;
    }
    munmap(state_->start, state_->size);
}

std::string_view MappedFile::bytes() const {
    return {static_cast<const char*>(state_->start), state_->size};
}
const std::string& MappedFile::name() const { return state_->name; }
bool MappedFile::cut_short() const {
    return state_->mapping != nullptr && state_->mapping->cut_short;
}

bool is_regular(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace pipelab::io
