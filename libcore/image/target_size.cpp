#include "image/target_size.hpp"

#include "base/error.hpp"
#include "io/number.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace pipelab::image {
namespace {

[[noreturn]] void refuse_lengths(std::string_view option, std::string_view text) {
    throw base::UsageError(std::string(option) +
                           ": expected WxH as in 640x480, or lengths as in 8,480,640, found '" +
                           std::string(text) + "'");
}

std::string counted(std::size_t count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// One value for each axis, of a list that has as many or a single one.
template <class T>
T of_axis(const std::vector<T>& list, std::size_t axis) {
    return list.size() == 1 ? list[0] : list[axis];
}

template <class T>
void check_count(const std::vector<T>& list, std::size_t axes, const char* noun) {
    if (list.size() != 1 && list.size() != axes)
        throw base::UsageError("expected " + counted(axes, noun) + ", found " +
                               std::to_string(list.size()));
}

double length_ratio(std::size_t out, std::size_t in) {
    return static_cast<double>(out) / static_cast<double>(in);
}

/// The smallest (largest, with `cover`) of the scales of the axes whose length is given.
double common_scale(std::span<const std::size_t> in, const std::vector<std::size_t>& lengths,
                    bool cover) {
    std::optional<double> scale;
    for (std::size_t k = 0; k < in.size(); ++k) {
        const std::size_t length = of_axis(lengths, k);
        if (length == 0) continue;
        const double own = length_ratio(length, in[k]);
        scale = !scale ? own : cover ? std::max(*scale, own) : std::min(*scale, own);
    }
    if (!scale) throw base::UsageError("expected at least one length above 0");
    return *scale;
}

AxisSize scaled_axis(std::size_t in, double scale, SizeRule rule, bool places_from_scale) {
    AxisSize axis{in, scaled_length(in, scale, rule), {}, {}};
    if (places_from_scale) axis.ratio = 1 / scale;
    return axis;
}

/// The middle part of the input that `scale` turns into `out` samples.
AxisSize cut_axis(std::size_t in, std::size_t out, double scale) {
    const double length = static_cast<double>(in);
    const double part = std::min(length, static_cast<double>(out) / scale);
    AxisSize axis{in, out, {}, {}};
    if (part < length) axis.region.emplace((length - part) / 2, (length + part) / 2);
    return axis;
}

}  // namespace

std::vector<std::size_t> parse_lengths(std::string_view option, std::string_view text) {
    const bool picture = text.find_first_of("xX") != text.npos;
    std::vector<std::size_t> lengths;
    for (std::string_view rest = text;;) {
        const std::size_t end = std::min(rest.find_first_of(picture ? "xX" : ","), rest.size());
        const std::string_view word = rest.substr(0, end);
        const auto length = io::parse_uint64(word);
        const bool open = picture && word.empty();
        if (!open && (!length || *length == 0)) refuse_lengths(option, text);
        lengths.push_back(open ? 0 : static_cast<std::size_t>(*length));
        if (end == rest.size()) break;
        rest.remove_prefix(end + 1);
    }
    if (picture) {
        if (lengths.size() != 2 || lengths[0] + lengths[1] == 0) refuse_lengths(option, text);
        std::swap(lengths[0], lengths[1]);
    }
    return lengths;
}

std::vector<AxisSize> target_axes(std::span<const std::size_t> in, const TargetSize& target,
                                  SizeRule rule, bool places_from_scale) {
    std::vector<AxisSize> axes;
    if (!target.scales.empty()) {
        check_count(target.scales, in.size(), "scale");
        for (std::size_t k = 0; k < in.size(); ++k)
            axes.push_back(scaled_axis(in[k], of_axis(target.scales, k), rule, places_from_scale));
        return axes;
    }
    check_count(target.lengths, in.size(), "length");
    if (std::ranges::find(in, std::size_t{0}) != in.end())
        throw base::UsageError("nothing to resample: a length is 0");
    const bool open = std::ranges::find(target.lengths, std::size_t{0}) != target.lengths.end();
    using Keep = TargetSize::Keep;
    const double common = target.keep == Keep::nothing && !open
                              ? 1
                              : common_scale(in, target.lengths, target.keep == Keep::fill);
    for (std::size_t k = 0; k < in.size(); ++k) {
        const std::size_t length = of_axis(target.lengths, k);
        const std::size_t kept = scaled_length(in[k], common, SizeRule::round);
        if (target.keep == Keep::fit || length == 0) {
            axes.push_back({in[k], kept, {}, {}});
        } else if (target.keep == Keep::fill && length_ratio(length, in[k]) != common) {
            axes.push_back(cut_axis(in[k], length, common));
        } else {
            axes.push_back({in[k], length, {}, {}});
        }
    }
    return axes;
}

}  // namespace pipelab::image
