#include "gap/state_file.hpp"

#include "base/error.hpp"
#include "gap/grid_cells.hpp"
#include "io/print.hpp"
#include "io/source.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <variant>

#include <zstd.h>

namespace pipelab::gap {
namespace {

using Kind = io::NumberType::Kind;

constexpr std::string_view title = "pipelab gap state ";
constexpr std::string_view version = "1";
constexpr std::size_t longest_file = std::size_t{2} << 20;
constexpr int compression = 3;

constexpr std::array<std::string_view, 11> members{
    "count",       "skipped",     "kind",       "scale",      "minimum", "maximum",
    "exact_level", "exact_cells", "real_level", "real_cells", "bytes"};
using Header = std::array<std::string, members.size()>;

constexpr std::array<std::string_view, 3> kinds{"decimal", "uint64", "real"};

std::size_t grid_bytes(const State::Ranges& ranges) {
    return (ranges.has_exact ? DyadicGrid::packed_size(ranges.exact) : 0) +
           (ranges.has_real ? DyadicGrid::packed_size(ranges.real) : 0);
}

Header header_of(std::uint64_t count, std::uint64_t skipped, const io::TypeNeed& need) {
    const State::Ranges ranges = State::ranges(need);
    const auto level = [](bool has, const CellRange& range) {
        return has ? std::to_string(range.level) : std::string();
    };
    const auto cells = [](bool has, const CellRange& range) {
        return has ? std::to_string(range.cells()) : std::string();
    };
    return {std::to_string(count),
            std::to_string(skipped),
            std::string(kinds[static_cast<std::size_t>(need.type().kind)]),
            std::to_string(need.type().scale),
            need.empty() ? std::string() : io::printed(need.minimum()),
            need.empty() ? std::string() : io::printed(need.maximum()),
            level(ranges.has_exact, ranges.exact),
            cells(ranges.has_exact, ranges.exact),
            level(ranges.has_real, ranges.real),
            cells(ranges.has_real, ranges.real),
            std::to_string(grid_bytes(ranges))};
}

std::string text_of(const Header& header) {
    std::string text = "{";
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0) text += ',';
        text.append("\"").append(members[i]).append("\":\"").append(header[i]).append("\"");
    }
    return text + "}\n";
}

std::string packed(const std::string& plain) {
    const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                          ZSTD_freeCCtx);
    if (context == nullptr) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compression);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string frame(ZSTD_compressBound(plain.size()), '\0');
    const std::size_t size =
        ZSTD_compress2(context.get(), frame.data(), frame.size(), plain.data(), plain.size());
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // its only way to fail here
    frame.resize(size);
    return frame;
}

/// Takes one state file apart.
class Parser {
  public:
    Parser(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {}

    State parse() {
        check_title();
        read_header();
        const auto count = number<std::uint64_t>(0);
        const auto skipped = number<std::uint64_t>(1);
        const io::TypeNeed need = read_need(count);
        // Whatever is in the header follows from the parts read: one comparison checks it all.
        if (header_ != header_of(count, skipped, need)) fail("its header contradicts itself");
        const State::Ranges ranges = State::ranges(need);
        const std::string plain = unpacked(grid_bytes(ranges));
        std::string_view bits = plain;
        DyadicGrid exact, real;
        if (ranges.has_exact) exact = read_grid(ranges.exact, bits, count);
        if (ranges.has_real) real = read_grid(ranges.real, bits, count);
        if (!cells_hold_mantissas(exact, need.type().scale) || !cells_hold_doubles(real)) {
            fail("it has a cell in which no value can lie");
        }
        return {count, skipped, need, std::move(exact), std::move(real)};
    }

  private:
    [[noreturn]] void fail(const std::string& message) const {
        throw base::DataError({name_, 0, 0}, "damaged gap state: " + message);
    }

    std::string_view line() {
        const std::size_t end = rest_.find('\n');
        if (end == rest_.npos) fail("it is cut short");
        const std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return text;
    }

    void check_title() {
        if (!rest_.starts_with(title)) {
            throw base::DataError({name_, 0, 0},
                                  "this is no gap state (maxgap --state writes one)");
        }
        rest_.remove_prefix(title.size());
        const std::string_view found = line();
        if (found != version) {
            throw base::DataError({name_, 0, 0},
                                  "gap state of a version that is not known "
                                  "(expected version " +
                                      std::string(version) + ")");
        }
    }

    void read_header() {
        std::string_view text = line();
        const auto skip = [&](std::string_view expected) {
            if (!text.starts_with(expected)) fail("its header is not as it was written");
            text.remove_prefix(expected.size());
        };
        skip("{");
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (i > 0) skip(",");
            skip("\"");
            skip(members[i]);
            skip("\":\"");
            const std::size_t end = text.find('"');
            if (end == text.npos) fail("its header is not as it was written");
            header_[i] = text.substr(0, end);
            text.remove_prefix(end);
            skip("\"");
        }
        if (text != "}") fail("its header is not as it was written");
    }

    template <class T>
    T number(std::size_t member) const {
        const std::string& text = header_[member];
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size()) {
            fail(std::string(members[member]) + " is no such number");
        }
        return value;
    }

    io::Number extreme(std::size_t member, Kind kind) const {
        const std::string& text = header_[member];
        const std::optional<io::Number> value = io::parse_number(text);
        if (!value || !std::isfinite(io::to_double(*value))) {
            fail(std::string(members[member]) + " is no such number");
        }
        if (kind == Kind::real) return io::to_double(*value);
        if (std::holds_alternative<double>(*value)) {
            fail(std::string(members[member]) + " is not of the kind");
        }
        return *value;
    }

    io::TypeNeed read_need(std::uint64_t count) const {
        io::TypeNeed need;
        if (count == 0) return need;
        std::size_t kind = 0;
        while (kind < kinds.size() && kinds[kind] != header_[2]) ++kind;
        if (kind == kinds.size()) fail("its kind is not known");
        const io::Number minimum = extreme(4, static_cast<Kind>(kind));
        const io::Number maximum = extreme(5, static_cast<Kind>(kind));
        if (io::compare(minimum, maximum) > 0) fail("the minimum is above the maximum");
        if (count == 1 && io::compare(minimum, maximum) != 0) fail("one value has two extremes");
        need.add(minimum);
        need.add(maximum);
        const auto scale = number<int>(3);
        if (count > 2 && need.type().kind == Kind::decimal && scale > need.type().scale &&
            scale <= 18) {
            add_witness(need, scale);
        }
        return need;
    }

    /// A value in between made the scale: any other of that scale takes its place.
    void add_witness(io::TypeNeed& need, int scale) const {
        const auto mantissa_at = [&](const io::Number& value) -> std::optional<std::int64_t> {
            std::int64_t mantissa = std::get<io::Decimal>(value).mantissa;
            for (int i = std::get<io::Decimal>(value).scale; i < scale; ++i) {
                if (__builtin_mul_overflow(mantissa, 10, &mantissa)) return std::nullopt;
            }
            return mantissa;
        };
        const std::optional<std::int64_t> least = mantissa_at(need.minimum());
        const std::optional<std::int64_t> greatest = mantissa_at(need.maximum());
        // *least ends in 0, so that the next mantissa needs all of the scale.
        if (!least || !greatest || *least == *greatest) fail("its scale cannot be");
        need.add(io::Decimal{*least + 1, scale});
    }

    std::string unpacked(std::size_t size) const {
        const auto damaged = [&] { fail("its bits are cut short or not as they were written"); };
        if (ZSTD_getFrameContentSize(rest_.data(), rest_.size()) != size) damaged();
        if (ZSTD_findFrameCompressedSize(rest_.data(), rest_.size()) != rest_.size()) damaged();
        std::string plain(size, '\0');
        if (ZSTD_decompress(plain.data(), size, rest_.data(), rest_.size()) != size) damaged();
        return plain;
    }

    /// Takes the grid from the front of `bits`.
    DyadicGrid read_grid(const CellRange& range, std::string_view& bits,
                         std::uint64_t count) const {
        const std::string_view own = bits.substr(0, DyadicGrid::packed_size(range));
        bits.remove_prefix(own.size());
        DyadicGrid grid = DyadicGrid::unpacked(range, own);
        if (grid.packed() != own) fail("it has bits behind the last cell");
        if (!grid.marked(range.first) || !grid.marked(range.last)) {
            fail("the cells of the minimum and the maximum are empty");
        }
        if (grid.count() > count) fail("it has more cells than values");
        return grid;
    }

    std::string_view rest_;
    const std::string& name_;
    Header header_;
};

}  // namespace

std::string state_bytes(const State& state) {
    std::string bytes(title);
    bytes.append(version).append("\n");
    bytes += text_of(header_of(state.count(), state.skipped(), state.need()));
    bytes += packed(state.exact_grid().packed() + state.real_grid().packed());
    return bytes;
}

State parse_state(std::string_view bytes, const std::string& name) {
    return Parser(bytes, name).parse();
}

State read_state(const std::string& path) {
    const std::string bytes = io::read_all(path, longest_file);
    return parse_state(bytes, path == "-" ? "stdin" : path);
}

void require_same_values(const State& state, const State& read, const std::string& name) {
    const auto refuse = [&](const std::string& difference) {
        throw base::DataError({name}, "the values read are not those of the state: " + difference);
    };
    if (read.count() != state.count()) {
        refuse(std::to_string(read.count()) + " values instead of " +
               std::to_string(state.count()));
    }
    if (read.count() > 0) {
        const auto compare = [&](const char* which, const io::Number& now, const io::Number& then) {
            if (io::compare(now, then) == 0) return;
            refuse(which + io::printed(now) + " instead of " + io::printed(then));
        };
        compare("minimum ", read.need().minimum(), state.need().minimum());
        compare("maximum ", read.need().maximum(), state.need().maximum());
    }
    if (state_bytes(read) != state_bytes(state)) refuse("some lie in other cells");
}

}  // namespace pipelab::gap
