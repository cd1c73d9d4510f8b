// Steps of optimisers on 10^7 floats: against the memory they must move, measured by a loop that
// does nothing but move it, and against torch.optim (tests/bench/torch_step.py beside us) on as
// many threads. optimiser_bench [FOLDER OF torch_step.py]
#include "base/array.hpp"
#include "base/parallel.hpp"
#include "optim/optimiser.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace pipelab;

constexpr std::size_t count = 10'000'000;
constexpr int rounds = 15;
using Floats = base::Array<float>;

Floats filled(float value) {
    Floats made(count);
    base::parallel_blocks(count, std::size_t{1} << 16,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) made[i] = value;
                          });
    return made;
}

/// Milliseconds to read g and to read and write `updated` arrays.
double move_ms(std::vector<Floats>& updated, const Floats& g) {
    return 1e3 * bench::best_seconds(rounds, [&] {
               base::parallel_blocks(
                   count, std::size_t{1} << 16,
                   [&](std::size_t, std::size_t begin, std::size_t end) {
                       float* __restrict a = updated[0].data();
                       float* __restrict b = updated.size() > 1 ? updated[1].data() : nullptr;
                       float* __restrict c = updated.size() > 2 ? updated[2].data() : nullptr;
                       const float* __restrict from = g.data();
                       if (c != nullptr) {
                           for (std::size_t i = begin; i < end; ++i)
                               a[i] += from[i], b[i] += from[i], c[i] += from[i];
                       } else if (b != nullptr) {
                           for (std::size_t i = begin; i < end; ++i)
                               a[i] += from[i], b[i] += from[i];
                       } else {
                           for (std::size_t i = begin; i < end; ++i) a[i] += from[i];
                       }
                   });
           });
}

double step_ms(optim::Rule rule, Floats& p, const Floats& g) {
    optim::Optimiser<float> optimiser(optim::defaults(rule));
    const optim::Parameter<float> tensor{p, g, {}};
    optimiser.step({&tensor, 1});
    return 1e3 * bench::best_seconds(rounds, [&] { optimiser.step({&tensor, 1}); });
}

/// 0 without torch.
double torch_ms(const std::string& folder, const std::string& rule, int threads) {
    const std::string command = "/usr/bin/python3 " + folder + "/torch_step.py " + rule + " " +
                                std::to_string(count) + " " + std::to_string(threads) +
                                " 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    double ms = 0;
    if (pipe == nullptr || std::fscanf(pipe, "%lf", &ms) != 1) ms = 0;
    if (pipe != nullptr) pclose(pipe);
    return ms;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : "tests/bench";
    const int most = base::threads();
    std::printf("%-8s %-8s %8s %10s %8s %8s %10s\n", "threads", "rule", "ms", "elements/s", "GB/s",
                "of limit", "of torch");
    for (int threads = 1; threads <= most; threads *= 2) {
        base::set_threads(threads);
        Floats p = filled(0.5F);
        const Floats g = filled(1.0F);
        for (const optim::Rule rule :
             {optim::Rule::adam, optim::Rule::adamw, optim::Rule::rmsprop, optim::Rule::adagrad,
              optim::Rule::sgd, optim::Rule::lion, optim::Rule::nadam, optim::Rule::rprop}) {
            const auto settings = optim::defaults(rule);
            const bool two = rule == optim::Rule::adam || rule == optim::Rule::adamw ||
                             rule == optim::Rule::nadam || rule == optim::Rule::rprop;
            std::vector<Floats> updated;
            for (int i = 0; i < (rule == optim::Rule::sgd ? 1 : two ? 3 : 2); ++i)
                updated.push_back(filled(1.0F));
            const double limit = move_ms(updated, g);
            const double bytes = 4.0 * (1 + 2 * static_cast<double>(updated.size())) * count;
            updated.clear();
            const double ms = step_ms(settings.rule, p, g);
            const std::string name(optim::name_of(rule));
            const double theirs = torch_ms(folder, name, threads);
            std::printf("%-8d %-8s %8.2f %10.3g %8.1f %7.0f%%", threads, name.c_str(), ms,
                        count / ms * 1e3, bytes / ms / 1e6, 100 * limit / ms);
            if (theirs > 0) std::printf(" %9.1fx", theirs / ms);
            std::printf("\n");
        }
    }
}
