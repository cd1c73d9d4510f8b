#include "base/error.hpp"
#include "io/output.hpp"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace pipelab::io {
namespace {

std::string default_directory() {
    const char* const set = std::getenv("TMPDIR");
    return set != nullptr && *set != '\0' ? set : "/tmp";
}

int open_named_and_unlink(const std::string& directory) {
    std::string name = directory + "/pipelab-XXXXXX";
    const int descriptor = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) unlink(name.c_str());
    return descriptor;
}

}  // namespace

TemporaryFile::TemporaryFile(const std::string& directory)
    : directory_(directory.empty() ? default_directory() : directory) {
    descriptor_ = open(directory_.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor_ < 0) descriptor_ = open_named_and_unlink(directory_);
    if (descriptor_ < 0) throw base::IoError(directory_, "cannot create temporary file", errno);
}

TemporaryFile::~TemporaryFile() { close(descriptor_); }

void TemporaryFile::write(const void* bytes, std::size_t size) {
    const char* from = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t written = pwrite(descriptor_, from, size, static_cast<off_t>(size_));
        if (written < 0) {
            if (errno == EINTR) continue;
            throw base::IoError(directory_, "cannot write temporary file", errno);
        }
        from += written;
        size -= static_cast<std::size_t>(written);
        size_ += static_cast<std::uint64_t>(written);
    }
}

std::size_t TemporaryFile::read(std::uint64_t offset, void* bytes, std::size_t size) const {
    char* to = static_cast<char*>(bytes);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got =
            pread(descriptor_, to + done, size - done, static_cast<off_t>(offset + done));
        if (got == 0) break;
        if (got < 0) {
            if (errno == EINTR) continue;
            throw base::IoError(directory_, "cannot read temporary file", errno);
        }
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::string TemporaryFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

}  // namespace pipelab::io
