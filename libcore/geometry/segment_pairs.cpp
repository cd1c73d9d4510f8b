#include "geometry/segment_pairs.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/segment_stripes.hpp"
#include "geometry/segment_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Segments = std::span<const Segment>;

/// One set, or two behind each other.
struct PairSearch {
    Segments segments;
    std::size_t red;  // those before it are of the first set; with one set all
    base::Control control;

    bool two_sets() const { return red < segments.size(); }
    bool wanted(std::uint32_t i, std::uint32_t j) const {
        return !two_sets() || (i < red) != (j < red);
    }
    SegmentPair pair(std::uint32_t i, std::uint32_t j, Meeting kind) const {
        if (j < i) std::swap(i, j);
        if (two_sets()) j -= static_cast<std::uint32_t>(red);
        return {i, j, kind};
    }
};

/// What the stripes would cost against what a sweep would, in units of about a nanosecond.
class SweepEstimate {
  public:
    SweepEstimate(const PairSearch& search, const SegmentStripes& stripes) : search_(search) {
        for (std::size_t i = 0; i < stripes.size(); ++i) {
            const auto size = static_cast<double>(stripes.members(i).size());
            squares_ += size * size;
        }
        const auto n = static_cast<double>(search.segments.size());
        sweep_ = 2 * n * (100 + 30 * std::log2(n + 1));
        stripes_ = squares_ / 2 * (1 + 20);  // at most
        if (!sweep()) return;
        for (const std::size_t i : sample(stripes)) look_at(stripes, i);
        const double candidates = seen_squares_ > 0 ? squares_ * seen_ / seen_squares_ : 0;
        const auto drawn = static_cast<double>(std::max(drawn_, 1));
        const auto red = static_cast<double>(search.red);
        const double wanted = search.two_sets() ? 2 * red * (n - red) / (n * n) : 1;
        stripes_ = wanted * candidates * (1 + 20 * boxes_ / drawn);
        sweep_ += 2000 * candidates * hits_ / drawn;
    }
    /// A sweep is a single thread and must win clearly.
    bool sweep() const { return stripes_ > 1e6 && stripes_ > 4 * sweep_; }

  private:
    /// The eight stripes with most members and eight at even distances.
    static std::vector<std::size_t> sample(const SegmentStripes& stripes) {
        constexpr std::size_t kinds = 8;
        std::vector<std::size_t> order(stripes.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const std::size_t most = std::min(kinds, order.size());
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most),
                          order.end(), [&](std::size_t i, std::size_t j) {
                              const auto a = stripes.members(i).size();
                              const auto b = stripes.members(j).size();
                              return a > b || (a == b && i < j);
                          });
        order.resize(most);
        for (std::size_t i = 0; i < kinds; ++i) order.push_back(i * stripes.size() / kinds);
        std::sort(order.begin(), order.end());
        order.erase(std::unique(order.begin(), order.end()), order.end());
        return order;
    }

    void look_at(const SegmentStripes& stripes, std::size_t index) {
        const Stripe stripe(stripes, index, search_.segments, search_.segments.size());
        const StripeLane& lane = stripe.red_lane;
        const auto size = static_cast<double>(lane.size());
        seen_ += static_cast<double>(count_candidates(lane));
        seen_squares_ += size * size;
        const base::Random random(0, index);
        for (std::uint64_t draw = 0; draw < 256 && lane.size() > 1; ++draw) {
            const std::size_t p = random.integer(2 * draw, lane.size() - 1);
            const auto from = lane.x_low.begin() + static_cast<std::ptrdiff_t>(p) + 1;
            const auto reach = static_cast<std::uint64_t>(
                std::upper_bound(from, lane.x_low.end(), lane.x_high[p]) - from);
            if (reach == 0) continue;
            const std::size_t q = p + 1 + random.integer(2 * draw + 1, reach);
            ++drawn_;
            if (lane.y_low[q] > lane.y_high[p] || lane.y_high[q] < lane.y_low[p]) continue;
            ++boxes_;
            const auto kind =
                meeting(search_.segments[lane.segments[p]], search_.segments[lane.segments[q]]);
            hits_ += kind != Meeting::none;
        }
    }

    const PairSearch& search_;
    double squares_ = 0, seen_ = 0, seen_squares_ = 0, stripes_ = 0, sweep_ = 0;
    int drawn_ = 0, boxes_ = 0, hits_ = 0;
};

/// A part of the work of a stripe, with few enough candidates for its pairs to be kept.
struct Task {
    const Stripe* stripe;
    const StripeLane *lane, *other;
    std::size_t begin, end;
};

void add_tasks(const Stripe& stripe, const StripeLane& lane, const StripeLane& other,
               std::vector<Task>& tasks) {
    constexpr std::size_t most_candidates = std::size_t{1} << 18;
    const base::Blocks blocks{lane.size(), most_candidates / (other.size() + 1) + 1};
    for (std::size_t i = 0; i < blocks.count(); ++i) {
        tasks.push_back({&stripe, &lane, &other, blocks.begin(i), blocks.end(i)});
    }
}

/// Calls work(tasks) for groups of tasks whose stripes are in memory together.
template <class Work>
void for_task_groups(const PairSearch& search, const SegmentStripes& stripes, Work&& work) {
    constexpr std::size_t most_members = std::size_t{1} << 19;
    for (std::size_t begin = 0, end = 0; begin < stripes.size(); begin = end) {
        base::stop_if_requested(search.control.cancellation);
        std::size_t members = 0;
        while (end < stripes.size() && (end == begin || members < most_members)) {
            members += stripes.members(end++).size();
        }
        std::vector<std::optional<Stripe>> group(end - begin);
        base::parallel_for(group.size(), [&](std::size_t i) {
            group[i].emplace(stripes, begin + i, search.segments, search.red);
        });
        std::vector<Task> tasks;
        for (const auto& stripe : group) {
            if (search.two_sets()) {
                add_tasks(*stripe, stripe->red_lane, stripe->blue_lane, tasks);
                add_tasks(*stripe, stripe->blue_lane, stripe->red_lane, tasks);
            } else {
                add_tasks(*stripe, stripe->red_lane, stripe->red_lane, tasks);
            }
        }
        work(std::span<const Task>(tasks));
    }
}

template <class Found>
void scan(const PairSearch& search, const Task& task, Found&& found) {
    scan_stripe(*task.stripe, search.segments, *task.lane, *task.other, task.begin, task.end,
                found);
}

void search_stripes(const PairSearch& search, const SegmentStripes& stripes, const PairSink& sink) {
    constexpr std::size_t wave = 64;
    for_task_groups(search, stripes, [&](std::span<const Task> tasks) {
        std::vector<std::vector<SegmentPair>> found(wave);
        for (std::size_t begin = 0; begin < tasks.size(); begin += wave) {
            base::stop_if_requested(search.control.cancellation);
            const std::size_t count = std::min(wave, tasks.size() - begin);
            base::parallel_for(count, [&](std::size_t i) {
                found[i].clear();
                scan(search, tasks[begin + i], [&](std::uint32_t a, std::uint32_t b, Meeting kind) {
                    found[i].push_back(search.pair(a, b, kind));
                });
            });
            for (std::size_t i = 0; i < count; ++i) {
                if (!found[i].empty()) sink(found[i]);
            }
        }
    });
}

std::uint64_t count_in_stripes(const PairSearch& search, const SegmentStripes& stripes) {
    std::uint64_t all = 0;
    for_task_groups(search, stripes, [&](std::span<const Task> tasks) {
        all += base::fold_blocks(
            tasks.size(), 8, std::uint64_t{0},
            [&](std::size_t begin, std::size_t end) {
                std::uint64_t count = 0;
                for (std::size_t i = begin; i < end; ++i) {
                    scan(search, tasks[i], [&](auto, auto, auto) { ++count; });
                }
                return count;
            },
            std::plus());
    });
    return all;
}

/// The pairs that a sweep meets, each at its least common point.
template <class Found>
void search_by_sweep(const PairSearch& search, Found&& found) {
    sweep_segments(
        search.segments,
        [&](const SweepPoint& place, std::span<const std::uint32_t> through) {
            for (std::size_t k = 1; k < through.size(); ++k) {
                for (std::size_t l = 0; l < k; ++l) {
                    const std::uint32_t i = through[l], j = through[k];
                    if (!search.wanted(i, j)) continue;
                    const Segment &s = search.segments[i], &t = search.segments[j];
                    const Meeting kind = meeting(s, t);
                    if (kind == Meeting::overlap &&
                        (place.crossing || place.point != least_common_end(s, t))) {
                        continue;
                    }
                    found(i, j, kind);
                }
            }
            return true;
        },
        search.control);
}

void search_pairs(const PairSearch& search, const PairSink& sink) {
    const SegmentStripes stripes(search.segments);
    if (!SweepEstimate(search, stripes).sweep()) return search_stripes(search, stripes, sink);
    constexpr std::size_t block = std::size_t{1} << 16;
    std::vector<SegmentPair> found;
    search_by_sweep(search, [&](std::uint32_t i, std::uint32_t j, Meeting kind) {
        found.push_back(search.pair(i, j, kind));
        if (found.size() == block) sink(found), found.clear();
    });
    if (!found.empty()) sink(found);
}

std::uint64_t count_pairs(const PairSearch& search) {
    const SegmentStripes stripes(search.segments);
    if (!SweepEstimate(search, stripes).sweep()) return count_in_stripes(search, stripes);
    std::uint64_t count = 0;
    search_by_sweep(search, [&](auto, auto, auto) { ++count; });
    return count;
}

/// Puts pairs into the order of first, then second: those of a first one behind each other by
/// counting, then each such run.
base::Array<SegmentPair> collect(const PairSearch& search) {
    base::Array<SegmentPair> pairs;
    search_pairs(search, [&](std::span<const SegmentPair> found) {
        pairs.insert(pairs.end(), found.begin(), found.end());
    });
    std::vector<std::size_t> begins(search.red + 2);
    for (const SegmentPair& pair : pairs) ++begins[pair.first + 2];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    base::Array<SegmentPair> sorted(pairs.size());
    for (const SegmentPair& pair : pairs) sorted[begins[pair.first + 1]++] = pair;
    base::parallel_blocks(
        search.red, 1 << 14, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                std::sort(
                    sorted.data() + begins[i], sorted.data() + begins[i + 1],
                    [](const SegmentPair& p, const SegmentPair& q) { return p.second < q.second; });
            }
        });
    return sorted;
}

std::vector<Segment> joined(Segments red, Segments blue) {
    std::vector<Segment> all(red.begin(), red.end());
    all.insert(all.end(), blue.begin(), blue.end());
    return all;
}

}  // namespace

void for_meeting_pairs(Segments segments, const PairSink& sink, base::Control control) {
    search_pairs({segments, segments.size(), control}, sink);
}
base::Array<SegmentPair> meeting_pairs(Segments segments, base::Control control) {
    return collect({segments, segments.size(), control});
}
std::uint64_t count_meeting_pairs(Segments segments, base::Control control) {
    return count_pairs({segments, segments.size(), control});
}

void for_meeting_pairs(Segments red, Segments blue, const PairSink& sink, base::Control control) {
    if (red.empty() || blue.empty()) return;
    const std::vector<Segment> all = joined(red, blue);
    search_pairs({all, red.size(), control}, sink);
}
base::Array<SegmentPair> meeting_pairs(Segments red, Segments blue, base::Control control) {
    if (red.empty() || blue.empty()) return {};
    const std::vector<Segment> all = joined(red, blue);
    return collect({all, red.size(), control});
}
std::uint64_t count_meeting_pairs(Segments red, Segments blue, base::Control control) {
    if (red.empty() || blue.empty()) return 0;
    const std::vector<Segment> all = joined(red, blue);
    return count_pairs({all, red.size(), control});
}

std::optional<SegmentPair> first_meeting(Segments segments, base::Control control) {
    std::optional<SegmentPair> pair;
    sweep_segments(
        segments,
        [&](const SweepPoint&, std::span<const std::uint32_t> through) {
            if (through.size() < 2) return true;
            const auto [i, j] = std::pair(through[0], through[1]);
            pair = {i, j, meeting(segments[i], segments[j])};
            return false;
        },
        control);
    return pair;
}

}  // namespace pipelab::geometry
