#include "ngram/report.hpp"

#include "io/print.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

std::string field(const char* name, const std::string& value) {
    return std::string("\"") + name + "\":" + value;
}
std::string field(const char* name, std::uint64_t value) {
    return field(name, std::to_string(value));
}

std::string quoted(std::string_view text) {
    std::string json;
    io::append_json_quoted_bytes(json, text);
    return json;
}

template <class Numbers>
std::string list(const Numbers& numbers) {
    std::string text = "[";
    for (const auto number : numbers) {
        if (text.size() > 1) text += ',';
        text += io::printed(number);
    }
    return text + "]";
}

/// The members of a binary model, each behind a comma.
std::string members(const std::optional<BinaryReport>& binary) {
    if (!binary) return {};
    std::string text = "," + field("bytes", binary->bytes);
    const double grams = static_cast<double>(std::max<std::uint64_t>(binary->grams, 1));
    text += "," + field("bytes_per_gram", io::printed(static_cast<double>(binary->bytes) / grams));
    if (binary->sums) {
        text += "," + field("contexts", binary->sums->contexts) + "," +
                field("worst_sum", io::printed(binary->sums->worst_sum)) + "," +
                field("mean_sum_error", io::printed(binary->sums->mean_error()));
    }
    return text;
}

}  // namespace

std::string report_json(const Corpus& corpus, const Estimate& estimate,
                        const std::optional<BinaryReport>& binary) {
    std::string text = "{" + field("tokens", corpus.tokens) + "," +
                       field("sentences", corpus.sentences) + "," +
                       field("words", corpus.vocabulary.size()) + ",\"orders\":[";
    for (std::size_t n = 0; n < estimate.orders.size(); ++n) {
        const OrderReport& order = estimate.orders[n];
        if (n > 0) text += ',';
        text += "{" + field("order", n + 1) + "," + field("ngrams", order.grams) + "," +
                field("kept", order.kept) + "," +
                field("counts_of_counts", list(order.counts_of_counts)) + "," +
                field("discounts", list(order.discounts)) + "," +
                field("fallback", order.fallback.empty() ? "null" : quoted(order.fallback)) + "}";
    }
    text += "]";
    if (estimate.temporary > 0) text += "," + field("temporary_bytes", estimate.temporary);
    return text + members(binary) + "}";
}

std::string report_json(std::span<const std::uint64_t> grams,
                        const std::optional<BinaryReport>& binary) {
    std::string text = "{\"orders\":[";
    for (std::size_t n = 0; n < grams.size(); ++n) {
        if (n > 0) text += ',';
        text += "{" + field("order", n + 1) + "," + field("ngrams", grams[n]) + "}";
    }
    return text + "]" + members(binary) + "}";
}

std::string sums_text(const Sums& sums, bool json) {
    if (!json) {
        return std::to_string(sums.contexts) + "\t" + io::printed(sums.worst) + "\t" +
               io::printed(sums.worst_sum) + "\t" + sums.worst_context + "\n";
    }
    return "{" + field("contexts", sums.contexts) + "," + field("worst", io::printed(sums.worst)) +
           "," + field("sum", io::printed(sums.worst_sum)) + "," +
           field("context", quoted(sums.worst_context)) + "}\n";
}

}  // namespace pipelab::ngram
