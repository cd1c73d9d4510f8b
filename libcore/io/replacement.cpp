#include "io/replacement.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pipelab::io {
namespace {

constexpr int attempts = 100;

std::string proc_path(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

/// Not taken by other processes or runs; attempts that meet a name in use go on to the next.
std::string hidden_name() {
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return ".pipelab-" + std::to_string(getpid()) + "-" + std::to_string(now) + ".part";
}

bool only_unsupported(int error) {
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP || error == EROFS;
}

}  // namespace

Replacement::Replacement(const std::string& target, Method method) : target_(target) {
    const std::size_t slash = target.rfind('/');
    base_ = slash == std::string::npos ? target : target.substr(slash + 1);
    const std::string folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);
    if (base_.empty()) throw base::IoError(target, target.empty() ? ENOENT : EISDIR);
    folder_ = open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder_ < 0) throw base::IoError(target, errno);
    try {
        // Renaming over it would get round its write protection.
        if (faccessat(folder_, base_.c_str(), W_OK, AT_EACCESS) != 0 && errno != ENOENT)
            throw base::IoError(target, errno);
        if (method == Method::best) {
            descriptor_ = openat(folder_, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
            if (descriptor_ >= 0 && access(proc_path(descriptor_).c_str(), F_OK) != 0) {
                close(descriptor_);
                descriptor_ = -1;
            }
        }
        if (descriptor_ < 0) open_hidden();
    } catch (...) {
        close(folder_);
        throw;
    }
}

Replacement::~Replacement() {
    if (!hidden_.empty()) unlinkat(folder_, hidden_.c_str(), 0);
    if (descriptor_ >= 0) close(descriptor_);
    close(folder_);
}

void Replacement::open_hidden() {
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const std::string name = hidden_name();
        descriptor_ = openat(folder_, name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (descriptor_ >= 0) {
            hidden_ = name;
            return;
        }
        if (errno != EEXIST) break;
    }
    throw base::IoError(target_, errno);
}

void Replacement::keep_attributes() const {
    struct stat old, made;
    if (fstatat(folder_, base_.c_str(), &old, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(old.st_mode))
        return;
    if (fstat(descriptor_, &made) != 0) throw base::IoError(target_, errno);
    const bool same_owner = old.st_uid == made.st_uid && old.st_gid == made.st_gid;
    // Only the superuser may give files away; for others the new file is simply theirs.
    if (!same_owner && fchown(descriptor_, old.st_uid, old.st_gid) != 0 && errno != EPERM)
        throw base::IoError(target_, errno);
    if (fchmod(descriptor_, old.st_mode & 0777) != 0) throw base::IoError(target_, errno);
}

void Replacement::link_hidden() {
    const std::string from = proc_path(descriptor_);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const std::string name = hidden_name();
        if (linkat(AT_FDCWD, from.c_str(), folder_, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
            hidden_ = name;
            return;
        }
        if (errno != EEXIST) break;
    }
    throw base::IoError(target_, errno);
}

void Replacement::rename_hidden() {
    if (renameat(folder_, hidden_.c_str(), folder_, base_.c_str()) != 0)
        throw base::IoError(target_, errno);
    hidden_.clear();
}

void Replacement::commit() {
    keep_attributes();
    if (fsync(descriptor_) != 0 && !only_unsupported(errno)) throw base::IoError(target_, errno);
    if (hidden_.empty()) {
        const std::string from = proc_path(descriptor_);
        if (linkat(AT_FDCWD, from.c_str(), folder_, base_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
            if (errno != EEXIST) throw base::IoError(target_, errno);
            link_hidden();
        }
    }
    if (!hidden_.empty()) rename_hidden();

    // The name is durable once the folder is; a folder we may write but not read cannot be synced.
    const int readable = openat(folder_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (readable < 0) return;
    const int error = fsync(readable) == 0 || only_unsupported(errno) ? 0 : errno;
    close(readable);
    if (error != 0) throw base::IoError(target_, error);
}

int write_all(int descriptor, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = write(descriptor, bytes, size);
        if (written >= 0) {
            bytes += written;
            size -= static_cast<std::size_t>(written);
        } else if (errno == EAGAIN) {
            pollfd ready{descriptor, POLLOUT, 0};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

}  // namespace pipelab::io
