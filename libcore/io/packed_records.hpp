#pragma once

#include "base/array.hpp"
#include "io/output.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace pipelab::io {

/// A number of 64 * Words bits, the most significant word first, and 64 bits that go with it.
template <std::size_t Words>
struct KeyedRecord {
    using Key = std::array<std::uint64_t, Words>;
    Key key{};
    std::uint64_t value = 0;
};

/// zstd, level 1, for blocks of bytes. One object for each thread, some 1 MiB.
class BlockPacker {
  public:
    BlockPacker();
    ~BlockPacker();
    BlockPacker(BlockPacker&&) noexcept;
    BlockPacker& operator=(BlockPacker&&) noexcept;
    /// Appends the packed form of `plain` to `packed`; returns its length.
    std::size_t pack(std::span<const char> plain, base::Array<char>& packed);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The way back.
class BlockUnpacker {
  public:
    BlockUnpacker();
    ~BlockUnpacker();
    BlockUnpacker(BlockUnpacker&&) noexcept;
    BlockUnpacker& operator=(BlockUnpacker&&) noexcept;
    /// Fills `plain`, which is as long as it was. DataError for bytes that are no packed block of
    /// that length: a temporary file that somebody damaged.
    void unpack(std::span<const char> packed, std::span<char> plain);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Packs records with ascending keys (equal ones may follow each other) in blocks: of each key the
/// difference to the one before, in as many bytes as it has, then byte 0 of all values, byte 1, ...
/// as far as any is not 0, all through zstd. Memory: 8 * Words + 9 bytes for each record of a
/// block, and as much packed.
template <std::size_t Words>
class RecordPacker {
  public:
    using Record = KeyedRecord<Words>;
    explicit RecordPacker(std::size_t most) : most_(most) {}

    bool full() const { return lengths_.size() == most_; }
    bool empty() const { return lengths_.empty(); }
    void add(const Record& record) {
        std::array<char, 8 * Words> bytes;
        std::uint64_t borrow = 0;
        std::size_t length = 0;
        for (std::size_t i = 0; i < Words; ++i) {
            const std::size_t at = Words - 1 - i;
            const std::uint64_t a = record.key[at], b = last_[at];
            const std::uint64_t difference = a - b - borrow;
            borrow = a < b || (a == b && borrow != 0) ? 1 : 0;
            std::memcpy(bytes.data() + 8 * i, &difference, 8);
            if (difference != 0)
                length = 8 * i + static_cast<std::size_t>(std::bit_width(difference) + 7) / 8;
        }
        lengths_.push_back(static_cast<char>(length));
        if (differences_.size() < used_ + bytes.size())
            differences_.resize(2 * used_ + (most_ + 1) * bytes.size());
        std::memcpy(differences_.data() + used_, bytes.data(), bytes.size());
        used_ += length;
        values_.push_back(record.value);
        any_ |= record.value;
        last_ = record.key;
    }
    /// Appends a block of what has been added to `to` and begins another.
    void flush(base::Array<char>& to);

  private:
    std::size_t most_;
    base::Array<char> lengths_, differences_, plain_;
    base::Array<std::uint64_t> values_;
    std::size_t used_ = 0;
    std::uint64_t any_ = 0;
    typename Record::Key last_{};
    BlockPacker packer_;
};

/// Where packed records stand in a file.
struct RecordRun {
    std::uint64_t offset = 0, records = 0;
};

namespace detail {
struct BlockHeader {
    std::uint32_t records, plain, packed, planes;
};
}  // namespace detail

/// Reads a run of packed records. Memory as for packing.
template <std::size_t Words>
class RecordReader {
  public:
    using Record = KeyedRecord<Words>;
    /// The file must outlive the object. Readers of one thread may share an unpacker.
    RecordReader(const TemporaryFile& file, RecordRun run,
                 std::shared_ptr<BlockUnpacker> unpacker = std::make_shared<BlockUnpacker>())
        : file_(&file), offset_(run.offset), left_(run.records), unpacker_(std::move(unpacker)) {}

    /// False behind the last.
    bool next(Record& record) {
        if (at_ == in_block_ && !load()) return false;
        const auto length = static_cast<unsigned char>(plain_[at_]);
        const char* const from = difference_;
        difference_ += length;
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < Words; ++i) {
            std::uint64_t difference = 0;
            if (length > 8 * i) {
                std::memcpy(&difference, from + 8 * i, 8);
                if (length < 8 * i + 8) difference &= (std::uint64_t{1} << 8 * (length % 8)) - 1;
            }
            std::uint64_t& word = last_[Words - 1 - i];
            const std::uint64_t sum = word + difference;
            const std::uint64_t with_carry = sum + carry;
            carry = (sum < difference ? 1U : 0U) | (with_carry < sum ? 1U : 0U);
            word = with_carry;
        }
        record.key = last_;
        record.value = values_[at_++];
        return true;
    }

  private:
    bool load();

    const TemporaryFile* file_;
    std::uint64_t offset_, left_;
    base::Array<char> packed_, plain_;
    base::Array<std::uint64_t> values_;
    const char* difference_ = nullptr;
    std::size_t at_ = 0, in_block_ = 0;
    typename Record::Key last_{};
    std::shared_ptr<BlockUnpacker> unpacker_;
};

/// A file of its own with one run of packed records.
template <std::size_t Words>
class RecordFile {
  public:
    using Record = KeyedRecord<Words>;
    RecordFile(const std::string& directory, std::size_t block)
        : file_(directory), packer_(block) {}
    void add(const Record& record) {
        packer_.add(record);
        ++run_.records;
        if (packer_.full()) flush();
    }
    void finish() {
        if (!packer_.empty()) flush();
        bytes_ = {};
    }
    std::uint64_t records() const { return run_.records; }
    std::uint64_t bytes() const { return file_.size(); }
    RecordReader<Words> read() const { return RecordReader<Words>(file_, run_); }

  private:
    void flush() {
        bytes_.clear();
        packer_.flush(bytes_);
        file_.write(bytes_.data(), bytes_.size());
    }

    TemporaryFile file_;
    RecordPacker<Words> packer_;
    base::Array<char> bytes_;
    RecordRun run_;
};

template <std::size_t Words>
void RecordPacker<Words>::flush(base::Array<char>& to) {
    const std::size_t records = lengths_.size();
    detail::BlockHeader header{static_cast<std::uint32_t>(records), 0, 0, 0};
    plain_.clear();
    plain_.insert(plain_.end(), lengths_.begin(), lengths_.end());
    plain_.insert(plain_.end(), differences_.begin(),
                  differences_.begin() + static_cast<std::ptrdiff_t>(used_));
    for (int plane = 0; plane < 8; ++plane) {
        if ((any_ >> 8 * plane & 0xff) == 0) continue;
        header.planes |= 1U << plane;
        const std::size_t begin = plain_.size();
        plain_.resize(begin + records);
        for (std::size_t i = 0; i < records; ++i)
            plain_[begin + i] = static_cast<char>(values_[i] >> 8 * plane);
    }
    const std::size_t begin = to.size();
    to.resize(begin + sizeof header);
    header.plain = static_cast<std::uint32_t>(plain_.size());
    header.packed = static_cast<std::uint32_t>(packer_.pack(plain_, to));
    std::memcpy(to.data() + begin, &header, sizeof header);
    lengths_.clear();
    values_.clear();
    used_ = 0;
    any_ = 0;
    last_ = {};
}

template <std::size_t Words>
bool RecordReader<Words>::load() {
    if (left_ == 0) return false;
    detail::BlockHeader header{};
    file_->read(offset_, &header, sizeof header);
    packed_.resize(header.packed);
    file_->read(offset_ + sizeof header, packed_.data(), packed_.size());
    offset_ += sizeof header + header.packed;
    plain_.resize(header.plain + 8 * Words);  // keys are loaded in whole words
    unpacker_->unpack(packed_, {plain_.data(), header.plain});
    in_block_ = header.records;
    left_ -= std::min<std::uint64_t>(left_, in_block_);
    const auto planes = static_cast<std::size_t>(std::popcount(header.planes));
    const char* plane = plain_.data() + header.plain - planes * in_block_;
    values_.assign(in_block_, 0);
    for (int i = 0; i < 8; ++i) {
        if ((header.planes >> i & 1) == 0) continue;
        for (std::size_t x = 0; x < in_block_; ++x)
            values_[x] |= std::uint64_t{static_cast<unsigned char>(plane[x])} << 8 * i;
        plane += in_block_;
    }
    difference_ = plain_.data() + in_block_;
    at_ = 0;
    last_ = {};
    return true;
}

}  // namespace pipelab::io
