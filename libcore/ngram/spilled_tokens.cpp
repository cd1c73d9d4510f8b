#include "ngram/spilled_tokens.hpp"

namespace pipelab::ngram {

void SpilledTokens::add(std::span<const std::uint32_t> tokens, std::size_t reader) {
    // Words that come early are frequent: small numbers take few bytes. The end of a sentence is 0.
    plain_.resize(5 * tokens.size());
    char* to = plain_.data();
    for (const std::uint32_t token : tokens) {
        std::uint32_t rest = token + 1;
        for (; rest >= 0x80; rest >>= 7) *to++ = static_cast<char>(rest | 0x80);
        *to++ = static_cast<char>(rest);
    }
    const auto plain = static_cast<std::size_t>(to - plain_.data());
    packed_.clear();
    const std::size_t packed = packer_.pack({plain_.data(), plain}, packed_);
    blocks_.push_back({file_.size(), static_cast<std::uint32_t>(packed),
                       static_cast<std::uint32_t>(plain), static_cast<std::uint32_t>(tokens.size()),
                       static_cast<std::uint32_t>(reader)});
    file_.write(packed_.data(), packed);
}

const base::Array<WordId>& SpilledTokens::Cursor::read(std::size_t index, bool markers) {
    const Block& block = tokens_.blocks_[index];
    packed_.resize(block.packed);
    tokens_.file_.read(block.offset, packed_.data(), packed_.size());
    plain_.resize(block.plain);
    unpacker_.unpack(packed_, plain_);
    words_.resize(block.tokens);
    const auto& ids = tokens_.ids_[block.reader];
    const char* from = plain_.data();
    std::size_t to = 0;
    for (std::uint32_t i = 0; i < block.tokens; ++i) {
        std::uint32_t token = 0;
        int shift = 0;
        for (; (*from & 0x80) != 0; shift += 7)
            token |= static_cast<std::uint32_t>(*from++ & 0x7f) << shift;
        token |= static_cast<std::uint32_t>(*from++) << shift;
        const WordId word = token == 0 ? sentence_end : ids[token - 1];
        const bool marker = token != 0 && (word == sentence_begin || word == sentence_end);
        if (!marker) {
            words_[to++] = word;
        } else if (markers) {
            words_[to++] = sentence_begin;
        }
    }
    words_.resize(to);
    return words_;
}

}  // namespace pipelab::ngram
