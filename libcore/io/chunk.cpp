#include "io/chunk.hpp"

#include "base/isa.hpp"
#include "io/chunk_cut.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

namespace pipelab::io {
namespace {

constexpr std::size_t padding = 64;
constexpr std::size_t patience = std::size_t{64} << 10;

PIPELAB_ISA_CLONES
std::size_t count_bytes(const char* text, std::size_t size, char wanted) {
    constexpr std::size_t lanes = 64, rounds = 255;
    std::size_t total = 0, at = 0;
    while (size - at >= lanes) {
        // Byte counters, emptied before they can overflow: what compilers turn into vectors.
        unsigned char counts[lanes] = {};
        const std::size_t blocks = std::min(rounds, (size - at) / lanes);
        for (std::size_t block = 0; block < blocks; ++block, at += lanes)
            for (std::size_t i = 0; i < lanes; ++i)
                counts[i] = static_cast<unsigned char>(counts[i] + (text[at + i] == wanted));
        unsigned sum = 0;
        for (std::size_t i = 0; i < lanes; ++i) sum += counts[i];
        total += sum;
    }
    for (; at < size; ++at) total += text[at] == wanted;
    return total;
}

void advance(base::Position& position, std::string_view text) {
    const std::size_t newlines = count_newlines(text);
    if (newlines == 0) {
        position.column += text.size();
    } else {
        position.line += newlines;
        position.column = text.size() - text.rfind('\n');
    }
}

void make_room(base::Array<char>& storage, std::size_t text_bytes) {
    const std::size_t needed = text_bytes + 2 * padding;
    if (storage.size() < needed) storage.resize(needed);
}

}  // namespace

struct ChunkReader::State {
    State(std::vector<std::string> inputs, Cut how, base::Control control_of, std::size_t bytes)
        : paths(std::move(inputs)), cut(how), control(control_of), chunk_bytes(bytes) {
        if (paths.empty()) paths.emplace_back("-");
    }

    std::mutex guard;
    std::vector<std::string> paths;
    std::vector<std::string> names;
    std::vector<FilePart> parts;
    Cut cut;
    base::Control control;
    std::size_t chunk_bytes;

    std::size_t next_path = 0;
    std::optional<ByteSource> source;
    bool source_ended = false;
    bool bom_possible = false;
    std::uint64_t reported = 0;  // of source->consumed()
    bool finished = false;

    base::Array<char> carry;  // read, but not yet handed out
    base::Position at;        // of the first byte of carry
    CutContext context;       // there
    bool first_of_file = false;
    std::uint64_t index = 0;

    bool open_next();
    void report();
    void handle_bom(char* text, std::size_t& size);
    void read_more(char* text, std::size_t& size, std::size_t want, bool patient);
    std::size_t first_want() const;
    std::size_t limit() const { return cut == Cut::whole ? max_whole : max_line; }
    [[noreturn]] void too_long() const;
    std::size_t read_piece(Chunk& chunk, std::size_t& size);
    bool cut_chunk(Chunk& chunk);
    bool next(Chunk& chunk);
};

bool ChunkReader::State::open_next() {
    if (next_path == paths.size()) return false;
    source.emplace(paths[next_path], &control.cancellation,
                   next_path < names.size() ? names[next_path] : std::string());
    if (next_path < parts.size()) source->restrict_to(parts[next_path].begin, parts[next_path].end);
    ++next_path;
    source_ended = false;
    bom_possible = true;
    reported = 0;
    at = {source->name(), 1, 1};
    context = {};
    first_of_file = true;
    return true;
}

void ChunkReader::State::report() {
    control.progress.advance(source->consumed() - reported);
    reported = source->consumed();
}

void ChunkReader::State::handle_bom(char* text, std::size_t& size) {
    const std::string_view head(text, std::min<std::size_t>(size, 3));
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
        throw base::DataError(at, "UTF-16 input: convert it to UTF-8");
    constexpr std::string_view mark = "\xef\xbb\xbf";
    bom_possible = !source_ended && head.size() < 3 &&
                   (mark.starts_with(head) || head == "\xff" || head == "\xfe");
    if (head != mark) return;
    size -= mark.size();
    std::memmove(text, text + mark.size(), size);
}

/// Reads behind the first `size` bytes of `text` until there are `want`, or, unless `patient`, what
/// the writer of a pipe has sent so far.
void ChunkReader::State::read_more(char* text, std::size_t& size, std::size_t want, bool patient) {
    while (size < want && !source_ended) {
        const std::size_t got = source->read_some(text + size, want - size);
        size += got;
        if (got == 0) source_ended = true;
        if (bom_possible) handle_bom(text, size);
        if (size > 0 && !bom_possible && !patient && !source->ready()) break;
    }
    report();
}

std::size_t ChunkReader::State::first_want() const {
    if (cut == Cut::whole && source->repeatable())
        return std::min<std::size_t>(std::max<std::size_t>(first_chunk, source->size() + 1),
                                     max_whole + 1);
    return first_of_file ? std::min(first_chunk, chunk_bytes) : chunk_bytes;
}

void ChunkReader::State::too_long() const {
    switch (cut) {
        case Cut::lines:
            throw base::DataError(at, "line longer than 64 MiB");
        case Cut::whole:
            throw base::DataError(at,
                                  "longer than 4 GiB - 64 bytes, which must be in memory at once");
        case Cut::numbers:
            throw base::DataError(at, "number longer than 64 MiB");
        case Cut::json:
            break;
    }
    throw base::DataError(at, "more than 64 MiB without a comma or newline to cut at");
}

/// Reads until the text can be cut; returns where. All of it at the end of the input.
std::size_t ChunkReader::State::read_piece(Chunk& chunk, std::size_t& size) {
    std::size_t want = std::max(first_want(), size);
    std::size_t searched = 0;
    while (true) {
        make_room(chunk.storage, want);
        char* text = chunk.storage.data() + padding;
        // A JSON piece is searched from its end each time: wait until that is worth it.
        const bool patient = cut == Cut::whole || (cut == Cut::json && searched > patience);
        read_more(text, size, want, patient);
        if (source_ended) {
            if (size > limit()) too_long();
            return size;
        }
        const std::size_t found =
            find_cut(cut, {text, size}, searched, size == want, context.in_array);
        if (found > 0) return found;
        if (size > limit()) too_long();
        searched = size;
        if (size == want) want = std::min(2 * want, limit() + 1);
    }
}

bool ChunkReader::State::cut_chunk(Chunk& chunk) {
    std::size_t size = carry.size();
    make_room(chunk.storage, size);
    char* text = chunk.storage.data() + padding;
    std::copy(carry.begin(), carry.end(), text);
    carry.clear();
    const std::size_t end = read_piece(chunk, size);
    text = chunk.storage.data() + padding;
    // Behind the last comma of an array that is never closed an empty chunk must say so.
    if (end == 0 && !context.in_array) return false;

    carry.assign(text + end, text + size);
    chunk.text = {text, end};
    std::memset(text - padding, 0, padding);
    std::memset(text + end, 0, padding);
    chunk.start = at;
    chunk.index = index++;
    chunk.first_of_file = std::exchange(first_of_file, false);
    chunk.in_comment = context.in_comment;
    chunk.in_array = context.in_array;
    context =
        source_ended && carry.empty() ? CutContext{} : context_at_end(cut, chunk.text, context);
    chunk.array_open = context.in_array;
    advance(at, chunk.text);
    return true;
}

bool ChunkReader::State::next(Chunk& chunk) {
    while (!finished && !control.cancellation.requested()) {
        if (!source && !open_next()) break;
        if (cut_chunk(chunk)) return !control.cancellation.requested();
        source.reset();
    }
    finished = true;
    return false;
}

ChunkReader::ChunkReader(std::vector<std::string> paths, Cut cut, base::Control control,
                         std::size_t chunk_bytes)
    : state_(std::make_unique<State>(std::move(paths), cut, control,
                                     std::max<std::size_t>(chunk_bytes, 1))) {}
ChunkReader::~ChunkReader() = default;

bool ChunkReader::next(Chunk& chunk) {
    const std::lock_guard lock(state_->guard);
    try {
        return state_->next(chunk);
    } catch (...) {
        state_->finished = true;
        throw;
    }
}

std::string_view ChunkReader::read_ahead() {
    const std::lock_guard lock(state_->guard);
    State& state = *state_;
    if (state.finished || (!state.source && !state.open_next())) return {};
    std::size_t size = state.carry.size();
    // No less than a byte order mark, which must not be shown in parts.
    const std::size_t first = std::clamp<std::size_t>(state.chunk_bytes, 3, first_chunk);
    state.carry.resize(size + std::max(size, first));
    state.read_more(state.carry.data(), size, state.carry.size(), false);
    state.carry.resize(size);
    return {state.carry.data(), size};
}

void ChunkReader::read_parts(std::vector<FilePart> parts) { state_->parts = std::move(parts); }

void ChunkReader::show_as(std::vector<std::string> names) {
    const std::lock_guard lock(state_->guard);
    state_->names = std::move(names);
}

void ChunkReader::set_cut(Cut cut) {
    const std::lock_guard lock(state_->guard);
    state_->cut = cut;
}

std::size_t count_newlines(std::string_view text) {
    return count_bytes(text.data(), text.size(), '\n');
}

base::Position position_at(const base::Position& start, std::string_view text, std::size_t offset) {
    base::Position position = start;
    advance(position, text.substr(0, offset));
    return position;
}

}  // namespace pipelab::io
