#include "io/unpack.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <climits>
#include <new>

#include <zlib.h>
#include <zstd.h>

namespace pipelab::io {
namespace {

using namespace std::literals;

constexpr auto gzip_magic = "\x1f\x8b"sv;
constexpr auto zstd_magic = "\x28\xb5\x2f\xfd"sv;
constexpr auto skippable_tail = "\x2a\x4d\x18"sv;  // behind 0x50..0x5f (RFC 8878, 3.1.2)

bool common_start(std::string_view a, std::string_view b) {
    const std::size_t n = std::min(a.size(), b.size());
    return a.substr(0, n) == b.substr(0, n);
}

bool may_be_skippable(std::string_view head) {
    return (static_cast<unsigned char>(head[0]) & 0xf0) == 0x50 &&
           common_start(head.substr(1), skippable_tail);
}

class Gzip final : public Unpacker {
  public:
    explicit Gzip(std::string name) : name_(std::move(name)) {
        // 16 asks for the gzip wrapper
        if (inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    ~Gzip() override { inflateEnd(&stream_); }
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    Unpacked step(std::string_view packed, std::span<char> plain) override {
        Unpacked total;
        while (total.made < plain.size()) {
            if (between_members_) total.taken += skip_between(packed.substr(total.taken));
            if (between_members_) break;
            if (!inflate_some(packed, plain, total)) break;
        }
        return total;
    }

    void finish() const override {
        if (!between_members_) fail("gzip data is cut short");
    }

  private:
    [[noreturn]] void fail(const std::string& message) const {
        throw base::DataError({name_, 0, 0}, message);
    }

    /// Past a member: zeros (tape padding) are skipped, another member may begin.
    std::size_t skip_between(std::string_view packed) {
        const std::size_t zeros = std::min(packed.find_first_not_of('\0'), packed.size());
        if (zeros > 0) padded_ = true;
        if (zeros == packed.size()) return zeros;
        if (padded_ || packed[zeros] != gzip_magic[0])
            fail("bytes that are no gzip follow the gzip data");
        inflateReset(&stream_);
        between_members_ = false;
        return zeros;
    }

    bool inflate_some(std::string_view packed, std::span<char> plain, Unpacked& total) {
        const std::size_t in = std::min<std::size_t>(packed.size() - total.taken, INT_MAX);
        const std::size_t out = std::min<std::size_t>(plain.size() - total.made, INT_MAX);
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + total.taken));
        stream_.avail_in = static_cast<uInt>(in);
        stream_.next_out = reinterpret_cast<Bytef*>(plain.data() + total.made);
        stream_.avail_out = static_cast<uInt>(out);
        const int status = inflate(&stream_, Z_NO_FLUSH);
        total.taken += in - stream_.avail_in;
        total.made += out - stream_.avail_out;
        if (status == Z_STREAM_END) return between_members_ = true;
        if (status == Z_BUF_ERROR) return false;
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        if (status != Z_OK)
            fail("gzip data is damaged"s + (stream_.msg ? " ("s + stream_.msg + ")" : ""));
        return true;
    }

    std::string name_;
    z_stream stream_{};
    bool between_members_ = false;
    bool padded_ = false;
};

class Zstd final : public Unpacker {
  public:
    explicit Zstd(std::string name) : name_(std::move(name)) {
        if (stream_ == nullptr) throw std::bad_alloc();
    }

    Unpacked step(std::string_view packed, std::span<char> plain) override {
        ZSTD_inBuffer in{packed.data(), packed.size(), 0};
        ZSTD_outBuffer out{plain.data(), plain.size(), 0};
        while (out.pos < out.size) {
            const std::size_t taken = in.pos, made = out.pos;
            // At a frame's end an empty input must not count as the start of another frame.
            if (frame_done_ && in.pos == in.size) break;
            const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in);
            if (ZSTD_isError(status)) fail(status);
            frame_done_ = status == 0;
            if (in.pos == taken && out.pos == made) break;
        }
        return {in.pos, out.pos};
    }

    void finish() const override {
        if (!frame_done_) throw base::DataError({name_, 0, 0}, "zstd data is cut short");
    }

  private:
    [[noreturn]] void fail(std::size_t status) const {
        throw base::DataError({name_, 0, 0},
                              "zstd data is damaged ("s + ZSTD_getErrorName(status) + ")");
    }
    struct Free {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::string name_;
    std::unique_ptr<ZSTD_DStream, Free> stream_{ZSTD_createDStream()};
    bool frame_done_ = false;
};

}  // namespace

bool may_be_packed(std::string_view head) {
    return head.empty() || common_start(head, gzip_magic) || common_start(head, zstd_magic) ||
           may_be_skippable(head);
}

std::unique_ptr<Unpacker> make_unpacker(std::string_view head, const std::string& name) {
    if (head.starts_with(gzip_magic)) return std::make_unique<Gzip>(name);
    if (head.size() == 4 && (head == zstd_magic || may_be_skippable(head)))
        return std::make_unique<Zstd>(name);
    return nullptr;
}

}  // namespace pipelab::io
