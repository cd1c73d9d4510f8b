// The widest gap of 10^8 doubles in memory against Highway's vqsort + scan and against the
// textbook's buckets. maxgap_bench [COUNT]
#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "gap/search.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <hwy/contrib/sort/vqsort.h>

namespace {

using pipelab::base::Array;

double shape(const std::string& name, double uniform) {
    if (name == "pareto") return 1 / (1 - uniform);
    if (name == "logistic") return std::log(uniform / (1 - uniform + 1e-300) + 1e-300);
    return uniform;
}

void compare(const std::string& name, std::size_t count) {
    const pipelab::base::Random random(1, 0);
    Array<double> values(count);
    pipelab::base::set_threads(2);
    pipelab::base::parallel_blocks(count, 1 << 16,
                                   [&](std::size_t, std::size_t begin, std::size_t end) {
                                       for (std::size_t i = begin; i < end; ++i)
                                           values[i] = shape(name, random.uniform(i));
                                   });
    Array<double> sorted(count);
    double gap_by_sort = 0;
    double sort_time = 1e9;
    for (int i = 0; i < 3; ++i) {
        std::copy(values.begin(), values.end(), sorted.begin());
        sort_time = std::min(sort_time, bench::best_seconds(1, [&] {
                                 hwy::Sorter()(sorted.data(), count, hwy::SortAscending());
                                 gap_by_sort = 0;
                                 for (std::size_t k = 1; k < count; ++k) {
                                     gap_by_sort = std::max(gap_by_sort, sorted[k] - sorted[k - 1]);
                                 }
                             }));
    }
    std::printf("%s %zu: vqsort + scan %.3f s\n", name.c_str(), count, sort_time);
    const std::span<const double> all(values);
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        double gap = 0;
        const double time = bench::best_seconds(5, [&] {
            const auto found = pipelab::gap::widest_gap(all);
            gap = found->upper - found->lower;
        });
        std::printf("  bitmap, %d thread(s): %.3f s, %.1fx as fast, gap %s\n", threads, time,
                    sort_time / time, gap == gap_by_sort ? "equal" : "DIFFERENT");
    }
    if (name != "uniform") return;
    const double buckets = bench::best_seconds(1, [&] {
        pipelab::gap::widest_gaps(pipelab::gap::MemoryValues<double>(all), 1, {},
                                  pipelab::base::Control::none(), pipelab::gap::Method::buckets);
    });
    std::printf("  textbook buckets, 2 threads: %.3f s\n", buckets);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000000;
    for (const char* name : {"uniform", "logistic", "pareto"}) compare(name, count);
}
