#pragma once

#include "base/array.hpp"
#include "gap/values.hpp"
#include "io/output.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace pipelab::gap {

/// Values with the numbers of their keys, kept apart by group in one temporary file. Each group
/// fills a buffer; full ones are appended to the file, each with the place of the one before, so
/// that nothing in memory grows with the rows.
/// T is int64, uint64 or double.
template <class T>
class GroupedRows {
  public:
    /// `groups` buffers of about `buffer_bytes`.
    GroupedRows(const std::string& directory, std::size_t groups, std::size_t buffer_bytes);

    void add(std::size_t group, T value, std::uint32_t key) {
        Group& to = groups_[group];
        values(group)[to.buffered] = value;
        keys(group)[to.buffered] = key;
        if (++to.buffered == rows_) flush(group);
    }
    std::uint64_t size(std::size_t group) const {
        return groups_[group].written + groups_[group].buffered;
    }
    /// Calls see(values, keys, first_index) for all rows of a group, piece by piece, the latest
    /// first. The keys are left out (empty) unless asked for.
    using See = std::function<void(std::span<const T>, std::span<const std::uint32_t>,
                                   std::uint64_t first_index)>;
    void visit(std::size_t group, bool with_keys, const See& see) const;

  private:
    struct Group {
        std::size_t buffered = 0;
        std::uint64_t written = 0;   // rows in the file
        std::uint64_t previous = 0;  // where the last buffer written begins
    };
    // A buffer: the place of the one before, values, keys.
    std::size_t buffer_bytes() const {
        return sizeof(std::uint64_t) + rows_ * (sizeof(T) + sizeof(std::uint32_t));
    }
    T* values(std::size_t group) {
        return reinterpret_cast<T*>(buffer(group) + sizeof(std::uint64_t));
    }
    std::uint32_t* keys(std::size_t group) {
        return reinterpret_cast<std::uint32_t*>(values(group) + rows_);
    }
    std::byte* buffer(std::size_t group) { return buffers_.data() + group * buffer_bytes(); }
    void flush(std::size_t group);

    io::TemporaryFile file_;
    std::size_t rows_;  // a buffer; even, so that all values are aligned
    std::vector<Group> groups_;
    base::Array<std::byte> buffers_;
};

/// The values of one group of rows, read anew on each visit.
template <class T>
class GroupValues final : public Values<T> {
  public:
    GroupValues(const GroupedRows<T>& rows, std::size_t group);
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return 1; }
    bool in_memory() const override { return false; }
    std::vector<T> sample() const override { return sample_; }
    void visit(const typename Values<T>::See& see) const override;

  private:
    const GroupedRows<T>& rows_;
    std::size_t group_;
    Extent<T> extent_;
    std::vector<T> sample_;
};

}  // namespace pipelab::gap
