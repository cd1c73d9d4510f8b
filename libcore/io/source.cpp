#include "io/source.hpp"

#include "base/array.hpp"
#include "base/error.hpp"
#include "io/unpack.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipelab::io {
namespace {

constexpr std::size_t packed_block = std::size_t{256} << 10;
constexpr int pipe_bytes = 1 << 20;
constexpr int poll_milliseconds = 100;

/// Standard input that was closed by the parent must not be taken by the next file opened.
int above_standard_streams(int descriptor) {
    if (descriptor < 0 || descriptor > 2) return descriptor;
    const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    const int reason = errno;
    close(descriptor);
    errno = reason;
    return moved;
}

}  // namespace

struct ByteSource::State {
    std::string name;
    int descriptor = -1;
    bool owned = false;
    bool regular = false;
    std::uint64_t size = 0;
    std::uint64_t consumed = 0;
    const base::Cancellation* cancellation = nullptr;
    std::uint64_t left = std::numeric_limits<std::uint64_t>::max();  // of the part that is read

    bool sniffed = false;
    bool at_end = false;
    std::array<char, 4> head{};  // the bytes looked at for the magic
    std::size_t head_size = 0, head_used = 0;

    std::unique_ptr<Unpacker> unpacker;
    base::Array<char> packed;
    std::size_t packed_used = 0, packed_size = 0;
    bool held_back = false;  // the unpacker stopped because the buffer was full

    ~State() {
        if (owned && descriptor >= 0) close(descriptor);
    }

    void open(const std::string& path, const std::string& shown_name);
    bool wait_for_input();
    std::size_t read_system(char* buffer, std::size_t bytes);
    void sniff();
    std::size_t read_plain(char* buffer, std::size_t bytes);
    std::size_t read_packed(char* buffer, std::size_t bytes);
};

void ByteSource::State::open(const std::string& path, const std::string& shown_name) {
    name = !shown_name.empty() ? shown_name : path == "-" ? "stdin" : path;
    if (path == "-") {
        descriptor = STDIN_FILENO;
    } else {
        do {
            descriptor = above_standard_streams(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        } while (descriptor < 0 && errno == EINTR);
        if (descriptor < 0) throw base::IoError(name, errno);
        owned = true;
    }
    struct stat status {};
    if (fstat(descriptor, &status) != 0) throw base::IoError(name, errno);
    if (S_ISDIR(status.st_mode)) throw base::IoError(name, EISDIR);
    regular = S_ISREG(status.st_mode);
    if (regular) {
        size = static_cast<std::uint64_t>(status.st_size);
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    if (S_ISFIFO(status.st_mode)) fcntl(descriptor, F_SETPIPE_SZ, pipe_bytes);
}

/// A read of a pipe may block for ever, and the signal that asks us to stop may reach another
/// thread: so look up from the pipe now and then.
bool ByteSource::State::wait_for_input() {
    if (regular || cancellation == nullptr) return true;
    pollfd entry{descriptor, POLLIN, 0};
    while (!cancellation->requested()) {
        if (poll(&entry, 1, poll_milliseconds) != 0) return true;
    }
    return false;
}

std::size_t ByteSource::State::read_system(char* buffer, std::size_t bytes) {
    if (at_end || bytes == 0) return 0;
    while (wait_for_input()) {
        const std::uint64_t most = std::min<std::uint64_t>(left, std::size_t{1} << 30);
        const ssize_t got = ::read(descriptor, buffer, std::min<std::uint64_t>(bytes, most));
        if (got > 0) {
            consumed += static_cast<std::uint64_t>(got);
            left -= static_cast<std::uint64_t>(got);
            return static_cast<std::size_t>(got);
        }
        if (got == 0) break;
        if (errno == EAGAIN) {
            pollfd entry{descriptor, POLLIN, 0};
            poll(&entry, 1, poll_milliseconds);
        } else if (errno != EINTR) {
            throw base::IoError(name, errno);
        }
    }
    at_end = true;
    return 0;
}

void ByteSource::State::sniff() {
    sniffed = true;
    const auto seen = [&] { return std::string_view(head.data(), head_size); };
    while (head_size < head.size() && may_be_packed(seen())) {
        const std::size_t got = read_system(head.data() + head_size, head.size() - head_size);
        if (got == 0) break;
        head_size += got;
    }
    unpacker = make_unpacker(seen(), name);
    if (!unpacker) return;
    packed.resize(packed_block);
    std::memcpy(packed.data(), head.data(), head_size);
    packed_size = head_size;
}

std::size_t ByteSource::State::read_plain(char* buffer, std::size_t bytes) {
    if (head_used == head_size) return read_system(buffer, bytes);
    const std::size_t some = std::min(bytes, head_size - head_used);
    std::memcpy(buffer, head.data() + head_used, some);
    head_used += some;
    return some;
}

std::size_t ByteSource::State::read_packed(char* buffer, std::size_t bytes) {
    while (bytes > 0) {
        if (packed_used == packed_size && !at_end && !held_back) {
            packed_used = 0;
            packed_size = read_system(packed.data(), packed.size());
        }
        const Unpacked step = unpacker->step(
            {packed.data() + packed_used, packed_size - packed_used}, {buffer, bytes});
        packed_used += step.taken;
        held_back = step.made == bytes;
        if (step.made > 0) return step.made;
        if (packed_used == packed_size && at_end) {
            if (cancellation == nullptr || !cancellation->requested()) unpacker->finish();
            return 0;
        }
    }
    return 0;
}

ByteSource::ByteSource(const std::string& path, const base::Cancellation* cancellation,
                       const std::string& shown_name)
    : state_(std::make_unique<State>()) {
    state_->cancellation = cancellation;
    state_->open(path, shown_name);
}
ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

void ByteSource::restrict_to(std::uint64_t begin, std::uint64_t end) {
    state_->sniff();
    if (state_->unpacker)
        throw base::DataError({state_->name}, "packed: only plain files can be read in parts");
    state_->head_used = state_->head_size;
    state_->at_end = false;
    if (lseek(state_->descriptor, static_cast<off_t>(begin), SEEK_SET) < 0)
        throw base::IoError(state_->name, errno);
    state_->left = end - begin;
    state_->size = end - begin;
}

std::size_t ByteSource::read_some(char* buffer, std::size_t size) {
    if (size == 0) return 0;
    if (!state_->sniffed) state_->sniff();
    return state_->unpacker ? state_->read_packed(buffer, size) : state_->read_plain(buffer, size);
}

std::size_t ByteSource::read(char* buffer, std::size_t size) {
    std::size_t filled = 0;
    while (filled < size) {
        const std::size_t got = read_some(buffer + filled, size - filled);
        if (got == 0) break;
        filled += got;
    }
    return filled;
}

bool ByteSource::ready() const {
    if (state_->regular || state_->at_end || state_->held_back ||
        state_->packed_used < state_->packed_size)
        return true;
    pollfd entry{state_->descriptor, POLLIN, 0};
    return poll(&entry, 1, 0) != 0;
}

const std::string& ByteSource::name() const { return state_->name; }
bool ByteSource::repeatable() const { return state_->regular; }
std::uint64_t ByteSource::size() const { return state_->size; }
std::uint64_t ByteSource::consumed() const { return state_->consumed; }

std::uint64_t total_size(const std::vector<std::string>& paths) {
    std::uint64_t total = 0;
    for (const std::string& path : paths) {
        struct stat status {};
        const bool known =
            path == "-" ? fstat(STDIN_FILENO, &status) == 0 : stat(path.c_str(), &status) == 0;
        if (!known || !S_ISREG(status.st_mode)) return 0;
        total += static_cast<std::uint64_t>(status.st_size);
    }
    return total;
}

std::string read_all(const std::string& path, std::size_t limit) {
    ByteSource source(path);
    std::string text;
    std::size_t filled = 0;
    std::size_t room = std::size_t{64} << 10;
    if (source.repeatable() && source.size() < limit)
        room = std::max<std::size_t>(room, source.size() + 1);
    while (true) {
        text.resize(std::min(room, limit < SIZE_MAX ? limit + 1 : limit));
        filled += source.read(text.data() + filled, text.size() - filled);
        if (filled < text.size()) break;
        if (filled > limit)
            throw base::DataError({source.name(), 0, 0},
                                  "longer than the limit of " + std::to_string(limit) + " bytes");
        room *= 2;
    }
    text.resize(filled);
    return text;
}

}  // namespace pipelab::io
