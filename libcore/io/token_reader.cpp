#include "io/token_reader.hpp"

namespace pipelab::io::detail {
namespace {

/// Bytes that are looked at one by one where the vector code gave up.
constexpr std::size_t careful_bytes = 64;

}  // namespace

bool TokenReader::next(TokenBatch& batch) {
    if (scan_.at >= text_.size()) return false;
    if (!careful_ && kernels_.find != nullptr && !scan_.in_comment) {
        batch.count = 0;
        const std::size_t before = scan_.at;
        const bool regular = kernels_.find(text_.data(), text_.size(), grammar_, scan_, batch);
        careful_ = !regular || scan_.at == before;
        if (batch.count > 0 || !careful_ || scan_.at == text_.size()) return true;
    }
    const std::size_t careful = kernels_.find != nullptr ? careful_bytes : TokenBatch::window;
    find_tokens(text_, grammar_, scan_.at + careful, scan_, batch);
    careful_ = false;
    return true;
}

}  // namespace pipelab::io::detail
