#include "ngram/report.hpp"

#include "io/print.hpp"

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

}  // namespace

std::string report_json(const Corpus& corpus, const Estimate& estimate) {
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
    return text + "}";
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
