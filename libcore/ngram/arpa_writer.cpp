#include "ngram/arpa_writer.hpp"

#include "base/parallel.hpp"
#include "io/write_blocks.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {
namespace {

/// The words of n-grams of one level, one after the other.
class GramTexts {
  public:
    GramTexts(const Model& model, std::size_t level, std::size_t first)
        : model_(model), at_(level + 1), texts_(level + 1) {
        at_[level] = first;
        for (std::size_t n = level; n-- > 0;) {
            const auto& child = model.levels[n].child;
            const auto above = std::upper_bound(child.begin(), child.end(), at_[n + 1]);
            at_[n] = static_cast<std::size_t>(above - child.begin()) - 1;
        }
        for (std::size_t n = 0; n < level; ++n) write_suffix(n);
    }
    /// "w1", and what follows it.
    std::string_view first() const {
        return model_.vocabulary.word(model_.levels.at(at_.size() - 1).word[at_.back()]);
    }
    /// " w2 ... wn".
    std::string_view others() const {
        return at_.size() > 1 ? std::string_view(texts_[at_.size() - 2]) : std::string_view();
    }
    /// To the next n-gram; there must be one.
    void advance() {
        const std::size_t level = at_.size() - 1;
        ++at_[level];
        std::size_t changed = level;
        for (std::size_t n = level; n-- > 0;) {
            const auto& child = model_.levels[n].child;
            if (at_[n + 1] < child[at_[n] + 1]) break;
            while (at_[n + 1] >= child[at_[n] + 1]) ++at_[n];
            changed = n;
        }
        for (std::size_t n = changed; n < level; ++n) write_suffix(n);
    }

  private:
    void write_suffix(std::size_t n) {
        std::string& text = texts_[n];
        text = ' ';
        text += model_.vocabulary.word(model_.levels[n].word[at_[n]]);
        if (n > 0) text += texts_[n - 1];
    }

    const Model& model_;
    std::vector<std::size_t> at_;     // the n-gram of each level
    std::vector<std::string> texts_;  // of all but the last, with a blank before
};

char* put(char* to, std::string_view bytes) { return std::copy(bytes.begin(), bytes.end(), to); }

void write_lines(const Model& model, std::size_t n, std::size_t begin, std::size_t end,
                 io::Bytes& bytes) {
    const ModelLevel& level = model.levels[n];
    const bool backs_off = n + 1 < model.order();
    std::size_t used = 0;
    GramTexts words(model, n, begin);
    for (std::size_t x = begin; x < end; ++x) {
        const std::string_view first = words.first(), others = words.others();
        const std::size_t longest = first.size() + others.size() + 2 * longest_number + 4;
        if (bytes.size() < used + longest) bytes.resize(2 * (used + longest) + (1 << 16));
        char* const line = bytes.data() + used;
        char* to = print_float(line, level.probability[x]);
        *to++ = '\t';
        to = put(put(to, first), others);
        if (backs_off) {
            *to++ = '\t';
            to = print_float(to, level.backoff[x]);
        }
        *to++ = '\n';
        used += static_cast<std::size_t>(to - line);
        if (x + 1 < end) words.advance();
    }
    bytes.resize(used);
}

}  // namespace

// From 5 decimals on the first number of them of which it is clearly the closest float.
char* print_float(char* to, float value) {
    const double size = std::fabs(static_cast<double>(value));
    // Zeros have no sign.
    if (!(size >= 1e-5 && size < 1e4))
        return std::to_chars(to, to + longest_number, value + 0.0F).ptr;
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(size));
    const double unit = static_cast<double>(std::bit_cast<float>(bits + 1)) - size;
    // The float below a power of two is only half as far.
    const double near = unit * ((bits & 0x7fffff) == 0 ? 0.249 : 0.499);
    double scale = 1e5;
    std::uint64_t power = 100000;
    int decimals = 5;
    double digits = std::floor(size * scale + 0.5);
    while (std::fabs(digits / scale - size) > near) {
        scale *= 10, power *= 10, ++decimals;
        digits = std::floor(size * scale + 0.5);
    }
    const auto number = static_cast<std::uint64_t>(digits);
    if (value < 0) *to++ = '-';
    to = std::to_chars(to, to + 6, number / power).ptr;
    std::uint64_t fraction = number % power;
    while (decimals > 0 && fraction % 10 == 0) fraction /= 10, --decimals;
    if (decimals == 0) return to;
    *to++ = '.';
    for (int i = decimals; i-- > 0; fraction /= 10) to[i] = static_cast<char>('0' + fraction % 10);
    return to + decimals;
}

void write_arpa(const Model& model, io::Output& out, base::Control control) {
    std::uint64_t all = 0;
    for (const ModelLevel& level : model.levels) all += level.size();
    control.progress.begin("writing", all, "n-grams");
    out.write("\\data\\\n");
    for (std::size_t n = 0; n < model.order(); ++n)
        out.write("ngram " + std::to_string(n + 1) + "=" + std::to_string(model.levels[n].size()) +
                  "\n");
    for (std::size_t n = 0; n < model.order(); ++n) {
        out.write("\n\\" + std::to_string(n + 1) + "-grams:\n");
        io::write_blocks(out, base::Blocks{model.levels[n].size(), std::size_t{1} << 14}, control,
                         [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
                             write_lines(model, n, begin, end, bytes);
                             control.progress.advance(end - begin);
                         });
    }
    out.write("\n\\end\\\n");
    control.progress.end();
}

}  // namespace pipelab::ngram
