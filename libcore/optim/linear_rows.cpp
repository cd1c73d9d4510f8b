#include "optim/linear_rows.hpp"

#include <algorithm>

namespace pipelab::optim {
namespace {

template <class T>
void join(base::Array<T>& to, const base::Array<T>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// Of arrays that are empty where all rows have `usual`.
template <class T>
void join_sparse(base::Array<T>& to, std::size_t size, const base::Array<T>& more,
                 std::size_t more_size, T usual) {
    if (to.empty() && more.empty()) return;
    if (to.empty()) to.assign(size, usual);
    join(to, more);
    to.resize(size + more_size, usual);
}

}  // namespace

void LinearRows::append(const LinearRows& more) {
    join_sparse(weights, size(), more.weights, more.size(), 1.0);
    join_sparse(unlabelled, size(), more.unlabelled, more.size(), '\0');
    join(labels, more.labels);
    const std::size_t before = index.size();
    ends.reserve(ends.size() + more.ends.size());
    for (const std::size_t end : more.ends) ends.push_back(before + end);
    join(index, more.index);
    join(value, more.value);
}

std::size_t LinearRows::width() const {
    const auto greatest = std::max_element(index.begin(), index.end());
    return greatest == index.end() ? 0 : std::size_t{*greatest} + 1;
}

}  // namespace pipelab::optim
