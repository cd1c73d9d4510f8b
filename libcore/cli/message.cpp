#include "cli/message.hpp"

#include <array>
#include <cstddef>

#include <unistd.h>

namespace pipelab::cli {

void complain(std::string_view tool, std::string_view text) noexcept {
    std::array<char, 8192> line;
    std::size_t size = 0;
    const auto put = [&](std::string_view part) {
        for (const char c : part) {
            if (size + 1 == line.size()) return;
            const auto code = static_cast<unsigned char>(c);
            line[size++] = code < 32 || code == 127 ? '?' : c;
        }
    };
    put(tool);
    put(": ");
    put(text);
    line[size++] = '\n';
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), size);
}

void show(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace pipelab::cli
