// Training, phase by phase; then how time grows with the text, over an eighth, a quarter and a half
// of it; with the path of KenLM's lmplz also against that.
// ngram_train_bench TEXT [ORDER [LMPLZ]]
#include "ngram/arpa_writer.hpp"
#include "ngram/smoothing.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace pipelab;

namespace {

const std::string output = "/tmp/ngram_train_bench.arpa";
const base::Control control = base::Control::none();

/// Seconds for one part of the text in so many.
double train(const std::string& text, std::size_t order, std::uint64_t parts) {
    const bool whole = parts == 1;
    double all = 0;
    const auto phase = [&](const char* name, auto&& work) {
        const double seconds = bench::seconds(work);
        if (whole) std::printf("%-10s %7.2f s\n", name, seconds);
        all += seconds;
    };
    ngram::TextRules rules;
    if (!whole) rules.shard = base::Shard{0, parts};
    ngram::Corpus corpus;
    ngram::Grams grams;
    ngram::Model model;
    phase("read", [&] { corpus = ngram::read_corpus({text}, rules, control); });
    const double tokens = static_cast<double>(corpus.tokens);
    if (whole) std::printf("  %.0f tokens, %zu words\n", tokens, corpus.vocabulary.size());
    phase("count", [&] { grams = ngram::count_grams(corpus, order, control); });
    model.vocabulary = std::move(corpus.vocabulary);
    phase("estimate",
          [&] { model.levels = ngram::estimate(std::move(grams), {}, control).levels; });
    if (whole)
        for (const auto& level : model.levels) std::printf("  %zu n-grams\n", level.size());
    phase("write", [&] {
        io::Output out(output);
        ngram::write_arpa(model, out, control);
        out.finish();
    });
    std::printf("%-10s %7.2f s: 1/%llu of the text, %.1f M tokens, %.0f ns a token\n", "all", all,
                static_cast<unsigned long long>(parts), tokens / 1e6, all / tokens * 1e9);
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: ngram_train_bench TEXT [ORDER [LMPLZ]]\n");
        return 2;
    }
    const std::string text = argv[1];
    const std::size_t order = argc > 2 ? std::stoul(argv[2]) : 3;
    const double all = train(text, order, 1);
    for (const std::uint64_t parts : {8, 4, 2}) train(text, order, parts);
    if (argc > 3) {
        const std::string command = std::string(argv[3]) + " -o " + std::to_string(order) +
                                    " -S 4G --skip_symbols --discount_fallback --text " + text +
                                    " --arpa " + output + " 2>/dev/null";
        int status = 0;
        const double peer = bench::seconds([&] { status = std::system(command.c_str()); });
        std::printf("%-10s %7.2f s%s: %.2f times as fast\n", "lmplz", peer,
                    status == 0 ? "" : " (failed)", peer / all);
    }
    std::remove(output.c_str());
}
