#include "io/output.hpp"

#include "base/error.hpp"
#include "io/replacement.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipelab::io {
namespace {

constexpr std::size_t buffer_size = 256 * 1024;
constexpr int pipe_size = 1024 * 1024;

/// The open descriptor that `path` stands for. Opening such a path again would begin to write at
/// the start of the file behind it.
std::optional<int> open_descriptor(const std::string& path) {
    if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder)) continue;
        const std::string number = path.substr(folder.size());
        if (!number.empty() && number.size() < 9 &&
            number.find_first_not_of("0123456789") == std::string::npos)
            return std::stoi(number);
    }
    return std::nullopt;
}

/// What the chain of symbolic links that begins at `path` ends in, whether that exists or not.
std::string link_target(std::string path) {
    for (int links = 0; links < 40; ++links) {
        char text[PATH_MAX];
        const ssize_t size = readlink(path.c_str(), text, sizeof text);
        if (size < 0 || open_descriptor(path)) return path;
        const std::string target(text, static_cast<std::size_t>(size));
        const std::size_t slash = path.rfind('/');
        const bool relative = target.empty() || target[0] != '/';
        path = relative && slash != std::string::npos ? path.substr(0, slash + 1) + target : target;
    }
    throw base::IoError(path, ELOOP);
}

}  // namespace

struct Output::State {
    std::string name;  // as errors show it
    std::optional<Replacement> replacement;
    int descriptor = -1;
    bool ours = false;  // to be closed
    bool finished = false;
    int unusable = 0;  // errno of a standard output that is closed or cannot be written
    std::unique_ptr<char[]> buffer{new char[buffer_size]};

    explicit State(const std::string& path) : name(path == "-" ? "standard output" : path) {
        const std::string target = path == "-" ? path : link_target(path);
        struct stat status;
        if (const std::optional<int> open_already = open_descriptor(target)) {
            descriptor = *open_already;
            const int flags = fcntl(descriptor, F_GETFL);
            if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) unusable = EBADF;
        } else if (stat(target.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
            if (S_ISDIR(status.st_mode)) throw base::IoError(path, EISDIR);
            descriptor = open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
            if (descriptor < 0) throw base::IoError(path, errno);
            ours = true;
        } else {
            descriptor = replacement.emplace(target).descriptor();
        }
        if (fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode))
            fcntl(descriptor, F_SETPIPE_SZ, pipe_size);  // fewer switches; refused is fine
    }
    ~State() {
        if (ours) close(descriptor);
    }
    void write(const char* bytes, std::size_t size) {
        const int error = finished        ? EBADF
                          : unusable != 0 ? unusable
                                          : write_all(descriptor, bytes, size);
        if (error != 0) throw base::IoError(name, error);
    }
    /// Some file systems report a failed write only when the file is closed.
    void check_close() {
        const int last = ours ? descriptor : dup(descriptor);
        ours = false;
        if (last < 0 || close(last) != 0) throw base::IoError(name, errno);
    }
};

Output::Output(const std::string& path)
    : state_(std::make_unique<State>(path)),
      next_(state_->buffer.get()),
      limit_(next_ + buffer_size) {}

Output::~Output() = default;

void Output::write(std::string_view bytes) {
    if (bytes.size() > static_cast<std::size_t>(limit_ - next_)) {
        flush();
        if (bytes.size() >= buffer_size) return state_->write(bytes.data(), bytes.size());
    }
    next_ = std::copy(bytes.begin(), bytes.end(), next_);
}

void Output::flush() {
    const auto size = static_cast<std::size_t>(next_ - state_->buffer.get());
    next_ = state_->buffer.get();
    state_->write(next_, size);
}

void Output::finish() {
    flush();
    state_->finished = true;
    if (state_->replacement)
        state_->replacement->commit();
    else
        state_->check_close();
}

bool Output::terminal() const { return isatty(state_->descriptor) == 1; }

}  // namespace pipelab::io
