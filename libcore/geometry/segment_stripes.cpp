#include "geometry/segment_stripes.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "base/scatter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pipelab::geometry {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct HeightRange {
    double low, high;
};
HeightRange y_extent(const Segment& s) { return {std::min(s.a.y, s.b.y), std::max(s.a.y, s.b.y)}; }

/// The x range of the part of a segment with low <= y <= high, rounded outwards.
HeightRange clipped_x(const Segment& s, double low, double high) {
    const HeightRange all{std::min(s.a.x, s.b.x), std::max(s.a.x, s.b.x)};
    const HeightRange y = y_extent(s);
    if (y.low >= low && y.high <= high) return all;
    // Both steps of t and the multiplication, division and addition of x round: less than 8u of
    // the larger coordinate in all.
    const double margin = 0x1p-49 * (std::abs(s.a.x) + std::abs(s.b.x));
    const auto x_at = [&](double at) {
        return s.a.x + (at - s.a.y) / (s.b.y - s.a.y) * (s.b.x - s.a.x);
    };
    const double one = x_at(std::max(y.low, low)), other = x_at(std::min(y.high, high));
    const HeightRange part{std::min(one, other) - margin, std::max(one, other) + margin};
    if (!std::isfinite(part.low) || !std::isfinite(part.high)) return all;
    return {std::max(all.low, part.low), std::min(all.high, part.high)};
}

struct LaneEntry {
    HeightRange x, y;
    std::uint32_t segment;
};

/// The order of entries by their lower x: cells of equal width, most of them with an entry or two,
/// each sorted.
std::vector<std::uint32_t> order_by_x(const std::vector<LaneEntry>& entries) {
    const std::size_t n = entries.size();
    double least = infinity, most = -infinity;
    for (const LaneEntry& entry : entries) {
        least = std::min(least, entry.x.low);
        most = std::max(most, entry.x.low);
    }
    double scale = static_cast<double>(n) / (most - least);
    if (!std::isfinite(scale) || !std::isfinite(most - least)) scale = 0;
    const auto cell = [&](std::size_t i) {
        const double at = (entries[i].x.low - least) * scale;
        return std::min(static_cast<std::size_t>(at), n - 1);
    };
    std::vector<std::uint32_t> order(n), ends(n + 1);
    for (std::size_t i = 0; i < n; ++i) ++ends[cell(i) + 1];
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    for (std::size_t i = 0; i < n; ++i) order[ends[cell(i)]++] = static_cast<std::uint32_t>(i);
    const auto less = [&](std::uint32_t i, std::uint32_t j) {
        const LaneEntry &a = entries[i], &b = entries[j];
        return a.x.low < b.x.low || (a.x.low == b.x.low && a.segment < b.segment);
    };
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        if (ends[i] - begin > 1) std::sort(order.data() + begin, order.data() + ends[i], less);
    }
    return order;
}

StripeLane sorted_lane(const std::vector<LaneEntry>& entries) {
    StripeLane lane;
    for (auto* column : {&lane.x_low, &lane.x_high, &lane.y_low, &lane.y_high}) {
        column->reserve(entries.size());
    }
    lane.segments.reserve(entries.size());
    for (const std::uint32_t i : order_by_x(entries)) {
        lane.x_low.push_back(entries[i].x.low);
        lane.x_high.push_back(entries[i].x.high);
        lane.y_low.push_back(entries[i].y.low);
        lane.y_high.push_back(entries[i].y.high);
        lane.segments.push_back(entries[i].segment);
    }
    return lane;
}

}  // namespace

SegmentStripes::SegmentStripes(std::span<const Segment> segments) {
    choose_borders(segments);
    distribute(segments);
}

double SegmentStripes::low(std::size_t stripe) const {
    return stripe == 0 ? -infinity : borders_[stripe - 1];
}
double SegmentStripes::high(std::size_t stripe) const {
    return stripe == borders_.size() ? infinity : borders_[stripe];
}

std::size_t SegmentStripes::stripe(double y) const {
    if (borders_.empty()) return 0;
    const double cell =
        std::clamp((y - origin_) * scale_, 0.0, static_cast<double>(table_.size() - 2));
    const auto at = static_cast<std::size_t>(cell);
    std::size_t stripe = table_[at];
    const std::size_t most = table_[at + 1];
    if (most - stripe <= 4) {
        while (stripe < most && borders_[stripe] <= y) ++stripe;
        return stripe;
    }
    const auto begin = borders_.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(most);
    return static_cast<std::size_t>(
        std::upper_bound(begin + static_cast<std::ptrdiff_t>(stripe), end, y) - begin);
}

void SegmentStripes::choose_borders(std::span<const Segment> segments) {
    constexpr std::size_t most_samples = std::size_t{1} << 16, least_members = 32;
    constexpr std::size_t enough_samples = 512;
    const std::size_t n = segments.size();
    if (n < 2 * least_members) return;
    const std::size_t samples = std::clamp(n / 4, std::min(n, enough_samples), most_samples);
    std::vector<double> ends;
    ends.reserve(2 * samples);
    const base::Random random(0);
    for (std::size_t i = 0; i < samples; ++i) {
        // One of each n/samples segments, at random: edges of like rings have a period.
        const std::size_t begin = i * n / samples, end = (i + 1) * n / samples;
        const HeightRange y = y_extent(segments[begin + random.integer(i, end - begin)]);
        ends.push_back(y.low);
        ends.push_back(y.high);
    }
    std::vector<double> sorted = ends;
    std::sort(sorted.begin(), sorted.end());
    // A stripe holds 1/m of the ends; a segment that spans a share r of them lies in about 1 + m r.
    double share = 0;
    const std::size_t looks = (samples + 15) / 16;
    for (std::size_t look = 0; look < looks; ++look) {
        const std::size_t i = random.integer(samples + look, samples);
        const auto rank = [&](double y) {
            return static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), y) -
                                       sorted.begin());
        };
        share += (rank(ends[2 * i + 1]) - rank(ends[2 * i])) / static_cast<double>(ends.size());
    }
    share /= static_cast<double>(looks);
    const auto most = static_cast<double>(std::min(n / least_members, samples / 4));
    const double wished = share > 0 ? std::min(most, 1.25 / share) : most;
    const auto count = static_cast<std::size_t>(std::max(1.0, wished));
    for (std::size_t i = 1; i < count; ++i) borders_.push_back(sorted[i * sorted.size() / count]);
    borders_.erase(std::unique(borders_.begin(), borders_.end()), borders_.end());
    if (borders_.empty()) return;

    const std::size_t cells = 4 * borders_.size();
    origin_ = borders_.front();
    const double width = borders_.back() - origin_;
    scale_ = static_cast<double>(cells) / width;
    if (!std::isfinite(width) || !std::isfinite(scale_)) scale_ = 0;
    table_.assign(cells + 2, static_cast<std::uint32_t>(borders_.size()));
    // The cell of a border is computed as that of any y, so order is kept whatever rounds.
    std::size_t next = 0;
    for (std::size_t i = 0; i < borders_.size(); ++i) {
        const double cell =
            std::clamp((borders_[i] - origin_) * scale_, 0.0, static_cast<double>(cells));
        while (next <= static_cast<std::size_t>(cell)) {
            table_[next++] = static_cast<std::uint32_t>(i);
        }
    }
}

void SegmentStripes::distribute(std::span<const Segment> segments) {
    const std::size_t n = segments.size(), stripes = size();
    const base::Blocks blocks{n, std::max<std::size_t>(std::size_t{1} << 15, n / 16 + 1)};
    base::Array<std::uint32_t> first(n), last(n);
    std::vector<std::vector<std::size_t>> counts(blocks.count());
    base::parallel_for(blocks.count(), [&](std::size_t block) {
        auto& count = counts[block];
        count.resize(stripes);
        for (std::size_t i = blocks.begin(block); i < blocks.end(block); ++i) {
            const HeightRange y = y_extent(segments[i]);
            first[i] = static_cast<std::uint32_t>(stripe(y.low));
            last[i] = static_cast<std::uint32_t>(stripe(y.high));
            for (std::size_t stripe = first[i]; stripe <= last[i]; ++stripe) ++count[stripe];
        }
    });
    begins_ = base::places_in_buckets(counts, stripes);
    members_.resize(begins_.back());
    base::parallel_for(blocks.count(), [&](std::size_t block) {
        auto& place = counts[block];
        for (std::size_t i = blocks.begin(block); i < blocks.end(block); ++i) {
            for (std::size_t stripe = first[i]; stripe <= last[i]; ++stripe) {
                members_[place[stripe]++] = static_cast<std::uint32_t>(i);
            }
        }
    });
}

Stripe::Stripe(const SegmentStripes& stripes, std::size_t index, std::span<const Segment> segments,
               std::size_t red)
    : low(stripes.low(index)), high(stripes.high(index)) {
    const auto members = stripes.members(index);
    std::vector<LaneEntry> entries;
    entries.reserve(members.size());
    const auto fill = [&](StripeLane& lane, bool is_red) {
        constexpr std::size_t ahead = 16;
        entries.clear();
        for (std::size_t k = 0; k < members.size(); ++k) {
            if (k + ahead < members.size()) __builtin_prefetch(&segments[members[k + ahead]]);
            const std::uint32_t i = members[k];
            if ((i < red) != is_red) continue;
            entries.push_back({clipped_x(segments[i], low, high), y_extent(segments[i]), i});
        }
        lane = sorted_lane(entries);
    };
    fill(red_lane, true);
    if (red < segments.size()) fill(blue_lane, false);
}

std::uint64_t count_candidates(const StripeLane& lane) {
    std::uint64_t count = 0;
    for (std::size_t p = 0; p < lane.size(); ++p) {
        const auto from = lane.x_low.begin() + static_cast<std::ptrdiff_t>(p) + 1;
        count += static_cast<std::uint64_t>(
            std::upper_bound(from, lane.x_low.end(), lane.x_high[p]) - from);
    }
    return count;
}

bool detail::meets_in_stripe(const Segment& s, const Segment& t, Meeting kind, double low,
                             double high) {
    if (kind == Meeting::cross) {
        const CrossingPoint p{s, t};
        return (low == -infinity || compare_y(p, low) >= 0) &&
               (high == infinity || compare_y(p, high) < 0);
    }
    const double y = kind == Meeting::overlap ? std::max(y_extent(s).low, y_extent(t).low)
                                              : least_common_end(s, t).y;
    return y >= low && y < high;
}

}  // namespace pipelab::geometry
