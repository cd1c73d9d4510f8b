#include "ngram/rules_text.hpp"

#include "io/number.hpp"

#include <algorithm>
#include <string>

namespace pipelab::ngram {
namespace {

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        parts.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

std::optional<double> parse_real(std::string_view text) {
    const auto number = io::parse_number(text);
    if (!number) return std::nullopt;
    return io::to_double(*number);
}

}  // namespace

bool parse_smoothing(std::string_view text, SmoothingRules& rules) {
    constexpr std::pair<std::string_view, Smoothing> names[] = {
        {"kn", Smoothing::kneser_ney},
        {"kn1", Smoothing::kneser_ney_single},
        {"abs", Smoothing::absolute},
        {"wb", Smoothing::witten_bell},
        {"katz", Smoothing::katz},
        {"add", Smoothing::additive},
        {"mle", Smoothing::maximum_likelihood},
        {"stupid", Smoothing::stupid_backoff}};
    const std::size_t colon = text.find(':');
    const auto name = std::find_if(std::begin(names), std::end(names), [&](const auto& each) {
        return each.first == text.substr(0, colon);
    });
    if (name == std::end(names)) return false;
    rules.method = name->second;
    if (colon == std::string_view::npos) return true;
    const auto added = parse_real(text.substr(colon + 1));
    if (rules.method != Smoothing::additive || !added || !(*added > 0) || !(*added < 1e9))
        return false;
    rules.added = *added;
    return true;
}

std::optional<std::vector<std::uint64_t>> parse_prune(std::string_view text) {
    std::vector<std::uint64_t> counts;
    for (const std::string_view part : split(text)) {
        const auto count = io::parse_uint64(part);
        if (!count || (!counts.empty() && *count < counts.back())) return std::nullopt;
        counts.push_back(*count);
    }
    return counts;
}

std::optional<std::pair<std::size_t, std::vector<double>>> parse_discounts(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto order = io::parse_uint64(text.substr(0, colon));
    if (!order || *order < 1 || *order > most_order) return std::nullopt;
    std::vector<double> discounts;
    for (const std::string_view part : split(text.substr(colon + 1))) {
        const auto value = parse_real(part);
        const double most = static_cast<double>(discounts.size()) + 1;
        if (!value || !(*value >= 0 && *value <= most) || discounts.size() == most_discounts)
            return std::nullopt;
        discounts.push_back(*value);
    }
    return std::pair{static_cast<std::size_t>(*order), std::move(discounts)};
}

}  // namespace pipelab::ngram
