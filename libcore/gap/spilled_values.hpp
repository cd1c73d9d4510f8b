#pragma once

#include "base/array.hpp"
#include "gap/values.hpp"
#include "io/output.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace pipelab::gap {

/// Values written to a temporary file that several of these share.
template <class T>
class SpilledValues final : public Values<T> {
  public:
    explicit SpilledValues(std::shared_ptr<io::TemporaryFile> file) : file_(std::move(file)) {}

    void append(std::span<const T> values) {
        pieces_.push_back({file_->size(), values.size()});
        file_->write(values.data(), values.size_bytes());
        for (const T value : values) {
            if (extent_.count++ == 0) extent_.minimum = extent_.maximum = value;
            extent_.minimum = std::min(extent_.minimum, value);
            extent_.maximum = std::max(extent_.maximum, value);
        }
    }
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return 1; }
    bool in_memory() const override { return false; }
    std::vector<T> sample() const override {
        std::vector<T> picked;
        const std::size_t each = sample_size / std::max<std::size_t>(pieces_.size(), 1) + 1;
        for (const Piece& piece : pieces_) {
            const std::size_t begin = picked.size();
            picked.resize(begin + std::min(each, piece.count));
            file_->read(piece.offset, picked.data() + begin, (picked.size() - begin) * sizeof(T));
        }
        return picked;
    }
    void visit(const typename Values<T>::See& see) const override {
        base::Array<T> block;
        std::uint64_t first = 0;
        for (const Piece& piece : pieces_) {
            block.resize(piece.count);
            file_->read(piece.offset, block.data(), piece.count * sizeof(T));
            see({block, first}, 0);
            first += piece.count;
        }
    }

  private:
    struct Piece {
        std::uint64_t offset;
        std::size_t count;
    };
    std::shared_ptr<io::TemporaryFile> file_;
    std::vector<Piece> pieces_;
    Extent<T> extent_;
};

}  // namespace pipelab::gap
