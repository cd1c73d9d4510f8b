#include "ngram/arpa_stream.hpp"

#include "io/write_blocks.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/model.hpp"
#include "ngram/smoothing_steps.hpp"

#include <algorithm>
#include <string>

namespace pipelab::ngram {
namespace {

constexpr std::size_t lines_at_once = std::size_t{1} << 16;

/// " w2 ... wn" of n-grams in order: what they share with the one before is kept.
class Others {
  public:
    Others(const Vocabulary& vocabulary, std::size_t order)
        : vocabulary_(vocabulary), known_(order, 0), texts_(order) {}
    /// `words`: the last one first.
    std::string_view operator()(const WordId* words) {
        const std::size_t others = known_.size() - 1;
        std::size_t same = 0;
        while (same < others && known(same) && known_[same] == words[same]) ++same;
        for (std::size_t i = same; i < others; ++i) {
            known_[i] = words[i];
            texts_[i] = ' ';
            texts_[i] += vocabulary_.word(words[i]);
            if (i > 0) texts_[i] += texts_[i - 1];
        }
        return others > 0 ? std::string_view(texts_[others - 1]) : std::string_view();
    }

  private:
    bool known(std::size_t i) const { return !texts_[i].empty(); }

    const Vocabulary& vocabulary_;
    std::vector<WordId> known_;
    std::vector<std::string> texts_;
};

}  // namespace

ArpaStream::ArpaStream(const Vocabulary& vocabulary, std::span<const std::uint64_t> sizes,
                       io::Output& out, base::Control control)
    : vocabulary_(vocabulary),
      orders_(sizes.size()),
      out_(out),
      control_(control),
      words_(lines_at_once * sizes.size()),
      probability_(lines_at_once),
      weight_(lines_at_once) {
    out_.write("\\data\\\n");
    for (std::size_t n = 0; n < sizes.size(); ++n)
        out_.write("ngram " + std::to_string(n + 1) + "=" + std::to_string(sizes[n]) + "\n");
}

void ArpaStream::begin(std::size_t order) {
    flush();
    order_ = order;
    out_.write("\n\\" + std::to_string(order) + "-grams:\n");
}

void ArpaStream::end() {
    flush();
    out_.write("\n\\end\\\n");
}

void ArpaStream::flush() {
    const auto make = [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
        const std::span<float> probability{probability_.data() + begin, end - begin};
        const std::span<float> weight{weight_.data() + begin, end - begin};
        to_log10(probability, 0);
        const bool backs_off = order_ < orders_;
        if (backs_off) to_log10(weight, -log_zero);
        Others others_of(vocabulary_, order_);
        std::size_t used = 0;
        for (std::size_t i = 0; i < end - begin; ++i) {
            const WordId* const words = words_.data() + (begin + i) * order_;
            const std::string_view first = vocabulary_.word(words[order_ - 1]);
            const std::string_view others = others_of(words);
            const std::size_t longest = first.size() + others.size() + 2 * longest_number + 4;
            if (bytes.size() < used + longest) bytes.resize(2 * (used + longest) + (1 << 16));
            char* const line = bytes.data() + used;
            char* to = print_float(line, probability[i]);
            *to++ = '\t';
            to = std::copy(first.begin(), first.end(), to);
            to = std::copy(others.begin(), others.end(), to);
            if (backs_off) {
                *to++ = '\t';
                to = print_float(to, weight[i]);
            }
            *to++ = '\n';
            used += static_cast<std::size_t>(to - line);
        }
        bytes.resize(used);
    };
    io::write_blocks(out_, base::Blocks{lines_, std::size_t{1} << 12}, control_, make);
    lines_ = 0;
}

}  // namespace pipelab::ngram
