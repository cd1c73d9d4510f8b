#pragma once

#include <string>

#include <sys/types.h>

namespace pipelab::io {

/// A regular file in the making. It has no name before commit(), then takes that of the target in
/// one step, so that whoever opens the target sees the old content or all of the new.
class Replacement {
  public:
    enum class Method {
        best,   ///< an unnamed file (O_TMPFILE) where the file system can, else a hidden one
        hidden  ///< always a hidden file beside the target, as on file systems without O_TMPFILE
    };
    /// Opens the new file in the folder of `target`, which must be no symbolic link. IoError if
    /// that is impossible or an existing target may not be written. The target is not touched.
    explicit Replacement(const std::string& target, Method method = Method::best);
    /// Without commit(): drops the new file; the target stays as it was.
    ~Replacement();
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    int descriptor() const { return descriptor_; }
    /// Makes the content durable and gives it the name. Mode (and owner, if we may) are those of
    /// the replaced file, of a new one 0666 without the bits of umask. IoError on any failure.
    void commit();

  private:
    void open_hidden();
    void keep_attributes() const;
    void link_hidden();
    void rename_hidden();

    std::string target_;
    std::string base_;    // the last part of the target
    std::string hidden_;  // name of the hidden file while there is one
    int folder_ = -1;
    int descriptor_ = -1;
};

/// Writes all of it; goes on after interruptions, short writes and on full non-blocking pipes.
/// 0, or the errno of the failure.
int write_all(int descriptor, const char* bytes, std::size_t size);

}  // namespace pipelab::io
