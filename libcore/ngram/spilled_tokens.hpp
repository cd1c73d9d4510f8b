#pragma once

#include "base/array.hpp"
#include "io/output.hpp"
#include "io/packed_records.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// Blocks of tokens in a temporary file: some 1.7 bytes a token. They are numbered as the threads
/// that read the text numbered their words; the numbers of the vocabulary are put in when a block
/// is read back.
class SpilledTokens {
  public:
    /// Stands among tokens for the end of a sentence.
    static constexpr std::uint32_t line_end = ~std::uint32_t{0};

    explicit SpilledTokens(const std::string& directory) : file_(directory) {}
    /// A block with words numbered by `reader`.
    void add(std::span<const std::uint32_t> tokens, std::size_t reader);
    std::size_t blocks() const { return blocks_.size(); }
    std::uint64_t bytes() const { return file_.size(); }

    /// Of each reader, the numbers of its words.
    void number(std::vector<std::vector<WordId>> ids) { ids_ = std::move(ids); }
    const std::vector<std::vector<WordId>>& numbers() const { return ids_; }

    /// Reads blocks back; one for each thread.
    class Cursor {
      public:
        explicit Cursor(const SpilledTokens& tokens) : tokens_(tokens) {}
        /// The words of a block and sentence_end, still with <s> and </s> that stood in the text
        /// (as sentence_begin) if `markers`.
        const base::Array<WordId>& read(std::size_t block, bool markers = false);

      private:
        const SpilledTokens& tokens_;
        io::BlockUnpacker unpacker_;
        base::Array<char> packed_, plain_;
        base::Array<WordId> words_;
    };

  private:
    struct Block {
        std::uint64_t offset;
        std::uint32_t packed, plain, tokens;
        std::uint32_t reader;
    };
    io::TemporaryFile file_;
    io::BlockPacker packer_;
    base::Array<char> plain_, packed_;
    std::vector<Block> blocks_;
    std::vector<std::vector<WordId>> ids_;
};

}  // namespace pipelab::ngram
