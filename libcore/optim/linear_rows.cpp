#include "optim/linear_rows.hpp"

#include <algorithm>

namespace pipelab::optim {
namespace {

template <class T>
void join(base::Array<T>& to, const base::Array<T>& more, std::size_t begin, std::size_t end) {
    to.insert(to.end(), more.begin() + static_cast<std::ptrdiff_t>(begin),
              more.begin() + static_cast<std::ptrdiff_t>(end));
}

/// Of arrays that are empty where all rows have `usual`.
template <class T>
void join_sparse(base::Array<T>& to, std::size_t size, const base::Array<T>& more,
                 std::size_t begin, std::size_t end, T usual) {
    if (to.empty() && more.empty()) return;
    if (to.empty()) to.assign(size, usual);
    if (more.empty()) {
        to.resize(size + end - begin, usual);
    } else {
        join(to, more, begin, end);
    }
}

}  // namespace

void LinearRows::append(const LinearRows& more, std::size_t begin, std::size_t end) {
    join_sparse(weights, size(), more.weights, begin, end, 1.0);
    join_sparse(unlabelled, size(), more.unlabelled, begin, end, '\0');
    join(labels, more.labels, begin, end);
    const std::size_t from = begin == 0 ? 0 : more.ends[begin - 1];
    const std::size_t to = end == 0 ? 0 : more.ends[end - 1];
    const std::size_t before = index.size();
    for (std::size_t i = begin; i < end; ++i) ends.push_back(before + more.ends[i] - from);
    join(index, more.index, from, to);
    join(value, more.value, from, to);
}

void LinearRows::keep(std::size_t rows) {
    ends.resize(rows);
    labels.resize(rows);
    if (!unlabelled.empty()) unlabelled.resize(rows);
    if (!weights.empty()) weights.resize(rows);
    if (!lines.empty()) lines.resize(rows);
    const std::size_t features = rows == 0 ? 0 : ends.back();
    index.resize(features);
    value.resize(features);
}

std::size_t LinearRows::width() const {
    if (index.empty()) return 0;
    std::uint32_t greatest = 0;
    for (const std::uint32_t feature : index) greatest = std::max(greatest, feature);
    return std::size_t{greatest} + 1;
}

void RowStore::append(const LinearRows& rows, std::size_t begin, std::size_t end) {
    const std::size_t from = begin == 0 ? 0 : rows.ends[begin - 1];
    const std::size_t to = end == 0 ? 0 : rows.ends[end - 1];
    for (std::size_t i = from; i < to; ++i)
        width_ = std::max(width_, std::size_t{rows.index[i]} + 1);
    while (begin < end) {
        if (size_ % block_rows == 0) blocks_.emplace_back();
        LinearRows& block = blocks_.back();
        const std::size_t stop = std::min(end, begin + block_rows - block.size());
        block.append(rows, begin, stop);
        size_ += stop - begin;
        begin = stop;
    }
}

}  // namespace pipelab::optim
