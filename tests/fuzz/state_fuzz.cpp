// The bytes are a state file; and once more with a frame made of what stands behind the header, as
// no mutation would keep the checksum. What is accepted must be written again as it was read, must
// join, and must give bounds in order.
#include "base/error.hpp"
#include "gap/state_bounds.hpp"
#include "gap/state_file.hpp"
#include "require.hpp"

#include <string>

#include <zstd.h>

using namespace pipelab;
using namespace pipelab::gap;

namespace {

template <class T>
void check_bounds(const State& state) {
    const GapBounds<T> bounds = widest_gap_bounds<T>(state, 3);
    require(bounds.least <= bounds.most);
    if (state.count() > 0) {
        require(io::compare(state.need().minimum(), state.need().maximum()) <= 0);
    }
    for (const Place<T>& place : bounds.places) {
        require(place.lower_least <= place.lower_greatest);
        require(place.lower_greatest < place.upper_least);
        require(place.upper_least <= place.upper_greatest);
    }
}

void check(const std::string& bytes) {
    State state;
    try {
        state = parse_state(bytes, "state");
    } catch (const base::DataError&) {
        return;
    }
    const std::string written = state_bytes(state);
    require(state_bytes(parse_state(written, "state")) == written);
    switch (state.type().kind) {
        case io::NumberType::Kind::decimal:
            check_bounds<std::int64_t>(state);
            break;
        case io::NumberType::Kind::uint64:
            check_bounds<std::uint64_t>(state);
            break;
        case io::NumberType::Kind::real:
            check_bounds<double>(state);
            break;
    }
    if (state.count() >> 62 != 0) return;  // sums of counts would go round
    State joined = state;
    joined.join(state);
    require(joined.grid().packed() == state.grid().packed());
    parse_state(state_bytes(joined), "state");
}

unsigned long member(const std::string& bytes, const std::string& name) {
    const std::string start = "\"" + name + "\":\"";
    const std::size_t at = bytes.find(start);
    return at == bytes.npos ? 0 : std::strtoul(bytes.c_str() + at + start.size(), nullptr, 10);
}

/// With what stands behind the header as the bits of each grid, first and last cell occupied.
std::string with_frame(const std::string& bytes) {
    const std::size_t title = bytes.find('\n');
    const std::size_t header = title == bytes.npos ? title : bytes.find('\n', title + 1);
    if (header == bytes.npos) return bytes;
    std::string plain;
    for (const char* name : {"exact_cells", "real_cells"}) {
        const unsigned long cells = member(bytes, name);
        if (cells == 0 || cells > DyadicGrid::most_cells) continue;
        std::string bits = bytes.substr(header + 1);
        bits.resize((cells + 7) / 8);
        bits.front() = static_cast<char>(bits.front() | 1);
        const unsigned last = (cells - 1) % 8;
        bits.back() = static_cast<char>((bits.back() & ((1 << last) - 1)) | 1 << last);
        plain += bits;
    }
    std::string frame(ZSTD_compressBound(plain.size()), '\0');
    frame.resize(ZSTD_compress(frame.data(), frame.size(), plain.data(), plain.size(), 1));
    return bytes.substr(0, header + 1) + frame;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    check(bytes);
    check(with_frame(bytes));
    return 0;
}
