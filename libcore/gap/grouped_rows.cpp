#include "gap/grouped_rows.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pipelab::gap {

template <class T>
GroupedRows<T>::GroupedRows(const std::string& directory, std::size_t groups,
                            std::size_t buffer_bytes)
    : file_(directory),
      rows_(std::max<std::size_t>(buffer_bytes / (sizeof(T) + sizeof(std::uint32_t)), 2) / 2 * 2),
      groups_(groups),
      buffers_(groups * this->buffer_bytes()) {}

template <class T>
void GroupedRows<T>::flush(std::size_t group) {
    Group& full = groups_[group];
    std::memcpy(buffer(group), &full.previous, sizeof full.previous);
    full.previous = file_.size();
    file_.write(buffer(group), buffer_bytes());
    full.written += rows_;
    full.buffered = 0;
}

template <class T>
void GroupedRows<T>::visit(std::size_t group, bool with_keys, const See& see) const {
    const Group& from = groups_[group];
    const auto show = [&](const std::byte* bytes, std::size_t count, std::uint64_t first) {
        const auto* values = reinterpret_cast<const T*>(bytes + sizeof(std::uint64_t));
        const auto* keys = reinterpret_cast<const std::uint32_t*>(values + rows_);
        see({values, count}, {keys, with_keys ? count : 0}, first);
    };
    if (from.buffered > 0) {
        show(buffers_.data() + group * buffer_bytes(), from.buffered, from.written);
    }
    const std::size_t bytes =
        with_keys ? buffer_bytes() : buffer_bytes() - rows_ * sizeof(std::uint32_t);
    base::Array<std::byte> piece(bytes);
    std::uint64_t place = from.previous;
    for (std::uint64_t left = from.written; left > 0; left -= rows_) {
        if (file_.read(place, piece.data(), bytes) != bytes) {
            throw base::IoError(file_.path(), "cannot read temporary file", EIO);
        }
        show(piece.data(), rows_, left - rows_);
        std::memcpy(&place, piece.data(), sizeof place);
    }
}

template <class T>
GroupValues<T>::GroupValues(const GroupedRows<T>& rows, std::size_t group)
    : rows_(rows), group_(group) {
    const std::uint64_t stride = std::max<std::uint64_t>(1, rows.size(group) / sample_size);
    visit([&](const Block<T>& block, int) {
        const Extent<T> part = extent_of(block.values);
        if (extent_.count == 0) extent_ = {0, part.minimum, part.maximum};
        extent_ = {extent_.count + part.count, std::min(extent_.minimum, part.minimum),
                   std::max(extent_.maximum, part.maximum)};
        const std::uint64_t first = (stride - block.first_index % stride) % stride;
        for (std::uint64_t i = first; i < block.values.size(); i += stride) {
            sample_.push_back(block.values[i]);
        }
    });
}

template <class T>
void GroupValues<T>::visit(const typename Values<T>::See& see) const {
    rows_.visit(
        group_, false,
        [&](std::span<const T> values, std::span<const std::uint32_t>, std::uint64_t first) {
            see({values, first}, 0);
        });
}

template class GroupedRows<double>;
template class GroupedRows<std::int64_t>;
template class GroupedRows<std::uint64_t>;
template class GroupValues<double>;
template class GroupValues<std::int64_t>;
template class GroupValues<std::uint64_t>;

}  // namespace pipelab::gap
