#include "combination/plain_list.hpp"

#include "base/array.hpp"
#include "base/wide.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace pipelab::combination {
namespace {

constexpr std::size_t longest_line = std::size_t{64} << 10;
constexpr std::size_t token_bytes = 32;
constexpr std::uint16_t no_position = 0xffff;

/// What the search needs of a position, in one cache line.
struct alignas(64) Step {
    char token[token_bytes];
    const std::uint16_t* after;  // row of the table
    const std::uint16_t* skip;
    std::uint32_t value;
    std::uint32_t length;  // of the token with its blank
};

struct Level {
    std::uint32_t rest;
    std::uint16_t position;
    std::uint32_t begin;  // of its token in the line
};

std::size_t width_of(const Walk& walk) { return static_cast<std::size_t>(walk.start().rest) + 1; }

/// For each position, end included, and rest: the first position to take that leads to the target.
base::Array<std::uint16_t> next_table(const Walk& walk, base::Control control) {
    const std::size_t width = width_of(walk);
    base::Array<std::uint16_t> table((walk.end() + std::size_t{1}) * width);
    std::fill(table.end() - static_cast<std::ptrdiff_t>(width), table.end(), no_position);
    const auto at = [&](std::size_t p, std::size_t rest) -> std::uint16_t& {
        return table[p * width + rest];
    };
    const auto fill = [&](std::size_t p, std::size_t rest) {
        const Position& position = walk.positions()[p];
        const auto value = static_cast<std::size_t>(position.value);
        const bool leads =
            rest >= value && (rest == value || at(position.after, rest - value) != no_position);
        at(p, rest) = leads ? static_cast<std::uint16_t>(p) : at(position.skip, rest);
    };
    if (walk.sequences()) {
        for (std::size_t rest = 0; rest < width; ++rest) {
            if (rest % 4096 == 0) base::stop_if_requested(control.cancellation);
            for (std::size_t p = walk.end(); p-- > 0;) fill(p, rest);
        }
    } else {
        for (std::size_t p = walk.end(); p-- > 0;) {
            base::stop_if_requested(control.cancellation);
            for (std::size_t rest = 0; rest < width; ++rest) fill(p, rest);
        }
    }
    return table;
}

std::vector<Step> steps_of(const Problem& problem, const Walk& walk,
                           const base::Array<std::uint16_t>& table) {
    const std::size_t width = width_of(walk);
    std::vector<Step> steps;
    for (const Position& position : walk.positions()) {
        Step step{};
        const std::string text = io::printed(io::Decimal{position.value, problem.scale}) + ' ';
        std::copy(text.begin(), text.end(), step.token);
        step.length = static_cast<std::uint32_t>(text.size());
        step.value = static_cast<std::uint32_t>(position.value);
        step.after = table.data() + position.after * width;
        step.skip = table.data() + position.skip * width;
        steps.push_back(step);
    }
    return steps;
}

/// Copies in whole blocks of 32 bytes: both sides have room behind, where they may overlap.
inline void copy_blocks(char* to, const char* from, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; i += token_bytes) {
        char block[token_bytes];
        std::memcpy(block, from + i, token_bytes);
        std::memcpy(to + i, block, token_bytes);
    }
}

}  // namespace

bool PlainList::suits(const Problem& problem, const Walk& walk, std::uint64_t memory) {
    if (walk.hopeless() || walk.end() == 0 || walk.end() >= no_position || walk.slack() > 0 ||
        walk.counts_items() || walk.start().rest <= 0)
        return false;
    const auto shortest = problem.candidates.front().value;
    if (shortest <= 0 || walk.start().rest >= (std::int64_t{1} << 31)) return false;
    const auto free = [](const Position& position) { return position.may_skip; };
    if (!std::all_of(walk.positions().begin(), walk.positions().end(), free)) return false;
    const base::Wide table = base::Wide{width_of(walk)} * (walk.end() + 1) * 2;
    const auto longest = static_cast<std::uint64_t>(walk.start().rest / shortest + 1);
    return table <= memory && longest * 22 <= longest_line;
}

bool PlainList::list(const Problem& problem, const Walk& walk, std::span<const std::uint32_t> from,
                     std::uint64_t most, io::Output& out, base::Control control) {
    const base::Array<std::uint16_t> table = next_table(walk, control);
    const std::vector<Step> steps = steps_of(problem, walk, table);
    const auto depth_limit =
        static_cast<std::size_t>(walk.start().rest / problem.candidates.front().value) + 1;
    std::vector<Level> levels(depth_limit + 1);
    constexpr std::size_t room = std::size_t{256} << 10;
    std::vector<char> buffer(room + 2 * longest_line);
    char* line = buffer.data();
    Level* level = levels.data();
    auto rest = static_cast<std::uint32_t>(walk.start().rest);
    std::uint16_t position = table[rest];
    std::uint32_t length = 0;
    if (position == no_position || most == 0) return false;
    const auto take = [&] {
        const Step& step = steps[position];
        *level++ = {rest, position, length};
        std::memcpy(line + length, step.token, token_bytes);
        length += step.length;
        rest -= step.value;
    };
    for (const std::uint32_t p : from) {
        position = static_cast<std::uint16_t>(p);
        take();
    }
    for (std::uint64_t listed = 0; listed < most;) {
        while (rest > 0) {
            take();
            position = steps[position].after[rest];
        }
        line[length - 1] = '\n';
        const char* const before = line;
        line += length;
        ++listed;
        do {
            if (level == levels.data()) {
                out.write({buffer.data(), static_cast<std::size_t>(line - buffer.data())});
                return true;
            }
            --level;
            rest = level->rest;
            position = steps[level->position].skip[rest];
        } while (position == no_position);
        length = level->begin;
        if (line - buffer.data() < static_cast<std::ptrdiff_t>(room)) {
            copy_blocks(line, before, length);
        } else {
            out.write({buffer.data(), static_cast<std::size_t>(line - buffer.data())});
            std::memmove(buffer.data(), before, length);
            line = buffer.data();
            base::stop_if_requested(control.cancellation);
        }
    }
    out.write({buffer.data(), static_cast<std::size_t>(line - buffer.data())});
    return true;
}

}  // namespace pipelab::combination
