#include "io/packed_records.hpp"

#include "base/error.hpp"

#include <new>

#include <zstd.h>

namespace pipelab::io {

struct BlockPacker::State {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ~State() { ZSTD_freeCCtx(context); }
};

BlockPacker::BlockPacker() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr) throw std::bad_alloc();
}
BlockPacker::~BlockPacker() = default;
BlockPacker::BlockPacker(BlockPacker&&) noexcept = default;
BlockPacker& BlockPacker::operator=(BlockPacker&&) noexcept = default;

std::size_t BlockPacker::pack(std::span<const char> plain, base::Array<char>& packed) {
    const std::size_t begin = packed.size();
    packed.resize(begin + ZSTD_compressBound(plain.size()));
    const std::size_t size =
        ZSTD_compressCCtx(state_->context, packed.data() + begin, packed.size() - begin,
                          plain.data(), plain.size(), 1);
    if (ZSTD_isError(size)) throw std::bad_alloc();  // there is room, so nothing else can fail
    packed.resize(begin + size);
    return size;
}

struct BlockUnpacker::State {
    ZSTD_DCtx* context = ZSTD_createDCtx();
    ~State() { ZSTD_freeDCtx(context); }
};

BlockUnpacker::BlockUnpacker() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr) throw std::bad_alloc();
}
BlockUnpacker::~BlockUnpacker() = default;
BlockUnpacker::BlockUnpacker(BlockUnpacker&&) noexcept = default;
BlockUnpacker& BlockUnpacker::operator=(BlockUnpacker&&) noexcept = default;

void BlockUnpacker::unpack(std::span<const char> packed, std::span<char> plain) {
    const std::size_t size = ZSTD_decompressDCtx(state_->context, plain.data(), plain.size(),
                                                 packed.data(), packed.size());
    if (size != plain.size()) throw base::DataError({}, "a temporary file is damaged");
}

}  // namespace pipelab::io
