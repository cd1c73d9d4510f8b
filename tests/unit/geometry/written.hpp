#pragma once

#include "io/output.hpp"

#include <string>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

namespace pipelab::testing {

/// What write(output) writes, until it throws or the end.
template <class Write>
std::string written(Write&& write) {
    const int file = memfd_create("written", MFD_CLOEXEC);
    {
        io::Output out("/dev/fd/" + std::to_string(file));
        write(out);
        out.finish();
    }
    std::string text(static_cast<std::size_t>(lseek(file, 0, SEEK_END)), '\0');
    const ssize_t got = pread(file, text.data(), text.size(), 0);
    close(file);
    text.resize(static_cast<std::size_t>(got));
    return text;
}

}  // namespace pipelab::testing
