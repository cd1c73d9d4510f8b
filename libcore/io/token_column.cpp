#include "io/token_column.hpp"

#include "base/isa.hpp"
#include "io/number_kernels.hpp"

#include <utility>

namespace pipelab::io {
namespace {

ParseOptions real_options(NumberGrammar grammar) {
    ParseOptions options;
    options.grammar = grammar;
    options.at_least = {NumberType::Kind::real, 0};
    return options;
}

}  // namespace

TokenColumn::TokenColumn(std::string_view text, const base::Position& start, NumberGrammar grammar)
    : options_(real_options(grammar)),
      column_(detail::number_kernels(base::isa_level()), text, start, options_) {}

void TokenColumn::flush() {
    // A column of doubles never has to begin again.
    if (batch_.count > 0) static_cast<void>(column_.append(batch_));
    batch_.count = 0;
}

base::Array<double> TokenColumn::finish() {
    flush();
    NumberBlock block = column_.finish();
    return std::move(std::get<base::Array<double>>(block.values));
}

}  // namespace pipelab::io
