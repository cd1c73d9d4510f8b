#pragma once

#include "cli/declaration.hpp"

namespace optim_demo {

using namespace pipelab;

/// The verbs, each in the file of its name.
cli::Body mean(cli::Declaration& verb);
cli::Body root(cli::Declaration& verb);
cli::Body schedule(cli::Declaration& verb);
cli::Body step(cli::Declaration& verb);
cli::Body minimize(cli::Declaration& verb);
cli::Body compare(cli::Declaration& verb);
cli::Body check(cli::Declaration& verb);
cli::Body demo(cli::Declaration& verb);
cli::Body fit(cli::Declaration& verb);
cli::Body predict(cli::Declaration& verb);

}  // namespace optim_demo
