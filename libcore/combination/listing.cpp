#include "combination/listing.hpp"

#include "io/print.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

std::string place_of(const Item& item, const Listing::Form& form) {
    const std::string line = std::to_string(item.where.line);
    if (!form.files || item.where.file.empty()) return line;
    const std::string place = item.where.file + ":" + line;
    return form.json ? io::json_quoted(place) : place;
}

}  // namespace

Listing::Listing(const Problem& problem, const Walk& walk, std::span<const Item> items,
                 io::Output& out, Form form)
    : problem_(problem), out_(out), form_(form), used_(problem.candidates.size()) {
    for (const Candidate& candidate : problem.candidates) {
        words_.push_back(io::printed(io::Decimal{candidate.value, problem.scale}) +
                         (form.json ? "," : " "));
    }
    for (const Position& position : walk.positions()) candidates_.push_back(position.candidate);
    for (const Item& item : items) {
        if (form.lines) places_.push_back(place_of(item, form));
        if (form.ids) ids_.push_back(form.json ? io::json_quoted(item.id) : item.id);
    }
    line_ = form.json ? "{\"numbers\":[" : "";
    ends_.push_back(line_.size());
}

void Listing::put(const Search& search, const std::optional<std::int64_t>& target) {
    const auto& taken = search.taken();
    const std::size_t kept = std::min(search.kept(), ends_.size() - 1);
    ends_.resize(kept + 1);
    line_.resize(ends_.back());
    for (std::size_t i = kept; i < taken.size(); ++i) {
        line_ += words_[candidates_[taken[i]]];
        ends_.push_back(line_.size());
    }
    const std::size_t end = line_.size() - (taken.empty() ? 0 : 1);
    out_.write(std::string_view(line_).substr(0, end));
    if (form_.json) out_.write("]");
    const std::int64_t sum = problem_.high - search.rest();
    if (form_.sums) {
        out_.write(form_.json ? ",\"sum\":" : "\t");
        out_.number(io::Decimal{sum, problem_.scale});
    }
    if (target) {
        out_.write(form_.json ? ",\"difference\":" : "\t");
        out_.number(io::Decimal{sum - *target, problem_.scale});
    }
    if (form_.lines) put_items(taken, "lines", places_);
    if (form_.ids) put_items(taken, "ids", ids_);
    out_.write(form_.json ? "}\n" : "\n");
}

void Listing::put_items(const std::vector<std::uint32_t>& taken, std::string_view name,
                        const std::vector<std::string>& words) {
    if (form_.json) {
        out_.write(",\"");
        out_.write(name);
        out_.write("\":[");
    } else {
        out_.write("\t");
    }
    for (const std::uint32_t position : taken) used_[candidates_[position]] = {};
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (i > 0) out_.write(form_.json ? "," : " ");
        const auto& sources = problem_.candidates[candidates_[taken[i]]].sources;
        Used& used = used_[candidates_[taken[i]]];
        while (used.times >= sources[used.source].uses) used = {used.source + 1, 0};
        ++used.times;
        out_.write(words[sources[used.source].item]);
    }
    if (form_.json) out_.write("]");
}

}  // namespace pipelab::combination
