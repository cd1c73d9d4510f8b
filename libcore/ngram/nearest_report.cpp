#include "ngram/nearest_report.hpp"

#include "base/parallel.hpp"
#include "ngram/record_text.hpp"

#include <algorithm>
#include <numeric>

namespace pipelab::ngram {
namespace {

/// The records of what is nearest to one text.
class NearestText {
  public:
    NearestText(std::string& text, const char* text_name, const char* value_name, bool json)
        : text_(text), text_name_(text_name), value_name_(value_name), json_(json) {
        if (json_) text_ += "{\"nearest\":[";
    }
    void add(std::string_view found, double value, std::uint64_t line) {
        if (json_ && !first_) text_ += ',';
        first_ = false;
        RecordText record(text_, json_);
        record.begin();
        record.field(text_name_, found);
        record.field(value_name_, value);
        record.field("line", line);
        text_ += json_ ? "}" : "\n";
    }
    void end() { text_ += json_ ? "]}\n" : "\n"; }

  private:
    std::string& text_;
    const char* text_name_;
    const char* value_name_;
    bool json_;
    bool first_ = true;
};

}  // namespace

std::string LookupReport::operator()(const Sentences& sentences) const {
    const GramRows rows = grams_(sentences);
    const base::Blocks blocks{rows.ends.size(), 256};
    std::vector<std::string> texts(blocks.count());
    base::parallel_for(blocks.count(), [&](std::size_t b) {
        NearestEntries::Scratch scratch;
        for (std::size_t i = blocks.begin(b); i < blocks.end(b); ++i) {
            NearestText text(texts[b], "entry", "similarity", json_);
            for (const auto& found : entries_.find(rows.row(i), rules_, scratch))
                text.add(list_[found.entry], found.similarity, std::uint64_t{found.entry} + 1);
            text.end();
        }
    });
    return std::accumulate(texts.begin(), texts.end(), std::string());
}

std::string ComparisonReport::header(bool named) const {
    if (json_) return {};
    if (top_) return "text\tdistance\tline\n";
    std::string text;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (i > 0) text += '\t';
        text += named ? std::string(names_[i]) : std::to_string(i + 1);
    }
    return text + '\n';
}

std::string ComparisonReport::operator()(const SparseRows& rows) const {
    std::string text;
    std::vector<double> distances;
    std::vector<std::uint32_t> order;
    for (std::size_t row = 0; row < rows.ends.size(); ++row) {
        references_.distances(rows, row, distances);
        if (top_) {
            order.resize(distances.size());
            std::iota(order.begin(), order.end(), std::uint32_t{0});
            const auto count = static_cast<std::ptrdiff_t>(std::min(*top_, order.size()));
            const auto nearer = [&](std::uint32_t a, std::uint32_t b) {
                return distances[a] != distances[b] ? distances[a] < distances[b] : a < b;
            };
            std::partial_sort(order.begin(), order.begin() + count, order.end(), nearer);
            order.resize(static_cast<std::size_t>(count));
            NearestText nearest(text, "text", "distance", json_);
            for (const std::uint32_t i : order)
                nearest.add(names_[i], distances[i], std::uint64_t{i} + 1);
            nearest.end();
            continue;
        }
        if (json_) text += "{\"distances\":[";
        for (std::size_t i = 0; i < distances.size(); ++i) {
            if (i > 0) text += json_ ? ',' : '\t';
            RecordText(text, json_).put_number(distances[i]);
        }
        text += json_ ? "]}\n" : "\n";
    }
    return text;
}

}  // namespace pipelab::ngram
