// Scoring a text by binary models: how large they are, how fast they open and score; with the paths
// of KenLM's query and build_binary also against these.
// ngram_score_bench ARPA TEXT [QUERY BUILD_BINARY]
#include "base/parallel.hpp"
#include "ngram/binary_model.hpp"
#include "ngram/check.hpp"
#include "ngram/model_file.hpp"
#include "ngram/score_report.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/stat.h>

using namespace pipelab;

namespace {

const base::Control control = base::Control::none();
constexpr int rounds = 3;

double megabytes(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? static_cast<double>(status.st_size) / 1e6 : 0;
}

ngram::CorpusScore score(const ngram::Scorer& scorer, const std::string& text) {
    const ngram::Tokenizer tokenizer(scorer.vocabulary());
    const ngram::Mixture mixture(tokenizer, {&scorer}, {1}, {});
    const ngram::ScoreReport report(mixture, {});
    ngram::SentenceInput input;
    input.paths = {text};
    ngram::CorpusScore all;
    ngram::for_sentences(
        input, control, [](const auto&) {}, report,
        [&](ngram::ScoreReport::Block&& block) { all.join(block.sums); });
    return all;
}

struct Peer {
    std::string query, model;
};

/// Seconds of KenLM's query for a text, without opening the model.
double peer_seconds(const Peer& peer, const std::string& text) {
    const auto run = [&](const std::string& input) {
        const std::string command =
            peer.query + " -v sentence " + peer.model + " <" + input + " >/dev/null 2>&1";
        return bench::best_seconds(rounds, [&] {
            if (std::system(command.c_str()) != 0) std::printf("query failed\n");
        });
    };
    return run(text) - run("/dev/null");
}

void measure(const char* name, const std::string& path, const std::string& text, double peer) {
    const double opening =
        bench::best_seconds(rounds, [&] { ngram::open_scorer(path, false, control); });
    std::printf("%-10s %8.1f MB, open %.3f ms\n", name, megabytes(path), opening * 1e3);
    const ngram::FileScorer model = ngram::open_scorer(path, false, control);
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        ngram::CorpusScore all;
        const double seconds =
            bench::best_seconds(rounds, [&] { all = score(model.scorer, text); });
        std::printf("  %d threads: %6.3f s, %5.2f M tokens/s, perplexity %.4f", threads, seconds,
                    static_cast<double>(all.tokens) / seconds / 1e6,
                    ngram::perplexity(all.probability.value(), all.tokens).value_or(0));
        if (peer > 0) std::printf(", %.2f times as fast as query", peer / seconds);
        std::printf("\n");
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 5) {
        std::fprintf(stderr, "usage: ngram_score_bench ARPA TEXT [QUERY BUILD_BINARY]\n");
        return 2;
    }
    const std::string arpa = argv[1], text = argv[2], folder = "/tmp/ngram_score_bench.";
    double peer = 0;
    if (argc > 3) {
        const Peer probing{argv[3], folder + "kenlm"};
        const std::string command =
            std::string(argv[4]) + " probing " + arpa + " " + probing.model + " >/dev/null 2>&1";
        const double building = bench::seconds([&] {
            if (std::system(command.c_str()) != 0) std::printf("build_binary failed\n");
        });
        peer = peer_seconds(probing, text);
        std::printf("build_binary probing %.2f s, %.1f MB; query %.3f s\n", building,
                    megabytes(probing.model), peer);
        std::remove(probing.model.c_str());
    }
    struct Form {
        const char* name;
        ngram::BinaryKind kind;
        int bits;
    };
    for (const Form form :
         {Form{"probing", ngram::BinaryKind::probing, 0}, Form{"trie", ngram::BinaryKind::trie, 0},
          Form{"trie, 8", ngram::BinaryKind::trie, 8},
          Form{"trie, 4", ngram::BinaryKind::trie, 4}}) {
        ngram::Model model = ngram::read_model(arpa, control).model;
        std::uint64_t grams = 0;
        for (const auto& level : model.levels) grams += level.size();
        std::vector<ngram::Codebooks> books;
        if (form.bits > 0) books = ngram::quantize(model, form.bits, control);
        const ngram::Sums sums = ngram::check_sums(model, control);
        const std::string path = folder + "model";
        io::Output out(path);
        const double writing = bench::seconds([&] {
            ngram::write_binary(std::move(model), form.kind, books, {}, out, control);
            out.finish();
        });
        std::printf(
            "\n%s: written in %.2f s, %.2f bytes an n-gram, sums are off by %.2g on "
            "average, %.2g at most\n",
            form.name, writing, megabytes(path) * 1e6 / static_cast<double>(grams),
            sums.mean_error(), sums.worst);
        measure(form.name, path, text, peer);
        std::remove(path.c_str());
    }
}
