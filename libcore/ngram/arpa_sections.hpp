#pragma once

#include "io/chunk.hpp"
#include "ngram/arpa_lines.hpp"
#include "ngram/arpa_outline.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// The probability of a blank (an n-gram that is not there, but without which another one could not
/// be found) until it is computed; no text can say it.
inline constexpr float blank_probability = std::numeric_limits<float>::quiet_NaN();

/// A chunk and where its sections are.
struct CutChunk {
    io::Chunk chunk;
    std::vector<ArpaPart> parts;
};

/// The name of an input in messages.
inline std::string shown(const std::string& path) { return path == "-" ? "stdin" : path; }

/// Some write <UNK>.
inline std::string_view canonical(std::string_view word) {
    return word == "<UNK>" ? "<unk>" : word;
}

/// The lines of a part of a chunk of a model of this order.
ArpaLines lines_of(const io::Chunk& chunk, const ArpaPart& part, std::size_t order);

/// DataError at the place where an n-gram of this order stands for the n-th time, which is looked
/// for if the input can be read again.
[[noreturn]] void fail_at(const std::string& path, std::size_t order, const std::string& gram,
                          int times, const std::string& message);

/// DataError unless so many n-grams of this order were announced.
void check_count(const ArpaOutline& outline, std::size_t order, std::size_t found);

}  // namespace pipelab::ngram
