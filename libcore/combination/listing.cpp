#include "combination/listing.hpp"

#include "io/print.hpp"

namespace pipelab::combination {

Listing::Listing(const Problem& problem, const Walk& walk, io::Output& out, Form form)
    : problem_(problem), out_(out), form_(form) {
    for (const Candidate& candidate : problem.candidates) {
        words_.push_back(io::printed(io::Decimal{candidate.value, problem.scale}) +
                         (form.json ? "," : " "));
    }
    for (const Position& position : walk.positions()) candidates_.push_back(position.candidate);
    line_ = form.json ? "{\"numbers\":[" : "";
    ends_.push_back(line_.size());
}

void Listing::put(const Search& search) {
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
    if (form_.sums) {
        out_.write(form_.json ? ",\"sum\":" : "\t");
        out_.number(io::Decimal{problem_.high - search.rest(), problem_.scale});
    }
    out_.write(form_.json ? "}\n" : "\n");
}

}  // namespace pipelab::combination
