#pragma once

#include "combination/problem.hpp"
#include "io/number_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::combination {

/// A number, or number*count; nullopt if `text` is neither. Counts are whole numbers from 0.
std::optional<Item> parse_item(std::string_view text);

/// Command line words: those that read as items, and the others, which name files.
struct Words {
    std::vector<Item> items;
    std::vector<std::string> paths;
};
Words sort_words(const std::vector<std::string>& words);

/// The items of `input`: of lists of numbers and number*count, separated by blanks, newlines or
/// commas, # starting a comment; with input.column of the rows of tables; of JSON as read_numbers.
/// input.key_column names their ids. Everything is held in memory.
/// DataError with its place for what is neither a number nor number*count, for NaN and infinities,
/// and for an id that occurs twice.
std::vector<Item> read_items(const io::NumberInput& input, base::Control control);

}  // namespace pipelab::combination
