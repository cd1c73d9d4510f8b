#include "base/large_memory.hpp"

#include <cstdint>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <set>

#include <sys/mman.h>

namespace pipelab::base {

#ifdef PIPELAB_NO_CLONES  // sanitizers watch plain allocations

void* allocate_large(std::size_t bytes) { return ::operator new(bytes); }
void release_large(void* memory, std::size_t) noexcept { ::operator delete(memory); }

#else

namespace {

using Address = std::uintptr_t;
constexpr std::size_t grain = std::size_t{64} << 10;
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t region = std::size_t{32} << 20;  // shared by allocations up to half of it

std::size_t rounded(std::size_t bytes, std::size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

/// Fresh memory that begins at a huge page.
Address map_aligned(std::size_t bytes) {
    const std::size_t more = bytes + huge_page;
    void* const got = mmap(nullptr, more, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (got == MAP_FAILED) throw std::bad_alloc();
    const auto begin = reinterpret_cast<Address>(got);
    const Address aligned = rounded(begin, huge_page);
    if (aligned > begin) munmap(got, aligned - begin);
    const Address end = aligned + bytes;
    if (begin + more > end) munmap(reinterpret_cast<void*>(end), begin + more - end);
    madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
    return aligned;
}

/// First fit over free pieces, which join with their neighbours; whole free regions go back.
class Regions {
  public:
    void* allocate(std::size_t bytes) {
        const std::lock_guard lock(guard_);
        auto piece = free_.begin();
        while (piece != free_.end() && piece->second < bytes) ++piece;
        if (piece == free_.end()) {
            piece = free_.emplace(map_aligned(region), region).first;
            regions_.insert(piece->first);
        }
        const auto [begin, size] = *piece;
        free_.erase(piece);
        if (size > bytes) free_.emplace(begin + bytes, size - bytes);
        return reinterpret_cast<void*>(begin);
    }

    void release(void* memory, std::size_t bytes) {
        const std::lock_guard lock(guard_);
        auto begin = reinterpret_cast<Address>(memory);
        Address end = begin + bytes;
        auto next = free_.lower_bound(begin);
        if (next != free_.end() && next->first == end) {
            end += next->second;
            next = free_.erase(next);
        }
        if (next != free_.begin()) {
            const auto previous = std::prev(next);
            if (previous->first + previous->second == begin) {
                begin = previous->first;
                free_.erase(previous);
            }
        }
        give_back(begin, end);
    }

  private:
    /// Unmaps the regions that lie in the free piece, keeps the rest of it.
    void give_back(Address begin, Address end) {
        auto inside = regions_.lower_bound(begin);
        while (inside != regions_.end() && *inside + region <= end) {
            if (*inside > begin) free_.emplace(begin, *inside - begin);
            munmap(reinterpret_cast<void*>(*inside), region);
            begin = *inside + region;
            inside = regions_.erase(inside);
        }
        if (end > begin) free_.emplace(begin, end - begin);
    }

    std::mutex guard_;
    std::map<Address, std::size_t> free_;
    std::set<Address> regions_;
};

/// Never destroyed: static objects may still own arrays when the program ends.
Regions& regions() {
    static Regions& all = *new Regions;
    return all;
}

}  // namespace

void* allocate_large(std::size_t bytes) {
    if (bytes > region / 2) return reinterpret_cast<void*>(map_aligned(rounded(bytes, huge_page)));
    return regions().allocate(rounded(bytes, grain));
}

void release_large(void* memory, std::size_t bytes) noexcept {
    if (bytes > region / 2) {
        munmap(memory, rounded(bytes, huge_page));
    } else {
        regions().release(memory, rounded(bytes, grain));
    }
}

#endif

}  // namespace pipelab::base
