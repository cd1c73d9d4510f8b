#include "combination/ranking.hpp"

#include "base/random.hpp"
#include "combination/count_row.hpp"

#include <algorithm>
#include <string>

namespace pipelab::combination {
using detail::exact;

std::optional<RankRange> parse_range(std::string_view text, const mpz_class& total) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto rank = [&](std::string_view digits, const mpz_class& missing) {
        if (digits.empty()) return std::optional<mpz_class>(missing);
        if (digits.find_first_not_of("0123456789") != std::string_view::npos)
            return std::optional<mpz_class>();
        return std::optional<mpz_class>(mpz_class(std::string(digits), 10));
    };
    const auto first = rank(text.substr(0, colon), 0);
    const auto second = rank(text.substr(colon + 1), std::max<mpz_class>(total, first.value_or(0)));
    if (!first || !second || *first > *second) return std::nullopt;
    return RankRange{std::min(*first, total), std::min(*second, total)};
}

RankRange range_of(const base::Shard& shard, const mpz_class& total) {
    const mpz_class count = exact(shard.count), index = exact(shard.index);
    const mpz_class size = total / count, larger = total % count;
    const auto begin = [&](const mpz_class& i) {
        return mpz_class(size * i + std::min(i, larger));
    };
    return {begin(index), begin(index + 1)};
}

mpz_class random_rank(std::uint64_t seed, std::uint64_t index, const mpz_class& total) {
    const base::Random random(seed, index);
    const mpz_class last = total - 1;
    const std::size_t bits = last == 0 ? 0 : mpz_sizeinbase(last.get_mpz_t(), 2);
    for (std::uint64_t word = 0;;) {
        mpz_class rank = 0;
        for (std::size_t have = 0; have < bits; have += 64)
            rank = (rank << 64) + exact(random.bits(word++));
        rank >>= (64 - bits % 64) % 64;
        if (rank < total) return rank;
    }
}

}  // namespace pipelab::combination
