#include "cli/tool.hpp"
#include "verb.hpp"

namespace optim_demo {
namespace {

cli::Body declare(cli::Declaration& tool) {
    tool.usage("VERB [OPTION]... [FILE]...");
    tool.about(
        "Averages streams, finds roots seen through noise, minimises functions and fits linear "
        "models, with the update rules of the literature to the last digit.\n"
        "optim-demo VERB --help tells more.");
    tool.example("seq 1000000 | optim-demo mean", "The mean of a stream, exactly rounded.");
    tool.example("optim-demo mean --step const:0.1 --trace prices.txt",
                 "Each step of w <- w - 0.1 (w - x).");
    tool.verb_group("Streams");
    tool.verb("mean", "Mean, moments and quantiles of numbers, in one pass.", mean);
    tool.verb("root", "A root or minimum seen through noise, by stochastic approximation.", root);
    tool.verb_group("Minimising");
    tool.verb("minimize", "Minimise a function by any update rule, or L-BFGS.", minimize);
    tool.verb("compare", "Optimisers on the same problem, starts and noise.", compare);
    tool.verb("step", "An optimiser as a filter of gradients, a row a line.", step);
    tool.verb("schedule", "The learning rate of each step.", schedule);
    tool.verb("check", "Compare gradients with differences.", check);
    tool.verb_group("Models");
    tool.verb("fit", "Linear models from streams: online, in epochs, or their exact optimum.", fit);
    tool.verb("predict", "Predictions of a model for rows, and how good they are.", predict);
    tool.verb_group("Demonstrations");
    tool.verb("demo", "Show how these methods work, on numbers.", demo);
    return {};
}

}  // namespace
}  // namespace optim_demo

int main(int argc, char** argv) {
    return pipelab::cli::run_tool(argc, argv, "optim-demo",
                                  "Stochastic approximation and optimisers, on streams.",
                                  optim_demo::declare);
}
