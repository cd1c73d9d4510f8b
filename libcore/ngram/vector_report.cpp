#include "ngram/vector_report.hpp"

#include "io/print.hpp"

namespace pipelab::ngram {
namespace {

template <class T>
void put(std::string& text, T value) {
    char digits[io::max_printed];
    text.append(digits, io::print(digits, value));
}

/// A JSON array of what put_one(i) appends for i in [begin, end).
template <class PutOne>
void put_array(std::string& text, const char* name, std::size_t begin, std::size_t end,
               PutOne&& put_one) {
    text += '"';
    text += name;
    text += "\":[";
    for (std::size_t i = begin; i < end; ++i) {
        if (i > begin) text += ',';
        put_one(i);
    }
    text += ']';
}

}  // namespace

std::string VectorReport::operator()(const SparseRows& rows,
                                     const std::vector<std::string_view>& labels) const {
    std::string text;
    text.reserve(rows.features.size() * 12);
    const auto put_index = [&](std::size_t i) { put(text, std::uint64_t{rows.features[i]} + 1); };
    const auto put_value = [&](std::size_t i) { put(text, rows.values[i]); };
    for (std::size_t row = 0; row < rows.ends.size(); ++row) {
        const std::size_t begin = rows.begin(row), end = rows.ends[row];
        if (json_) {
            text += '{';
            if (!labels.empty()) {
                text += "\"label\":";
                io::append_json_quoted_bytes(text, labels[row]);
                text += ',';
            }
            put_array(text, "indices", begin, end, put_index);
            text += ',';
            put_array(text, "values", begin, end, put_value);
            if (grams_) {
                text += ',';
                put_array(text, "grams", begin, end, [&](std::size_t i) {
                    io::append_json_quoted_bytes(text, features_.text(rows.features[i]));
                });
            }
            text += "}\n";
            continue;
        }
        text += labels.empty() ? "0" : labels[row];
        for (std::size_t i = begin; i < end; ++i) {
            text += ' ';
            put_index(i);
            text += ':';
            put_value(i);
        }
        text += '\n';
    }
    return text;
}

}  // namespace pipelab::ngram
