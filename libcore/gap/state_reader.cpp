#include "gap/state_reader.hpp"

#include "base/parallel.hpp"

#include <vector>

namespace pipelab::gap {

State read_as_state(const io::NumberInput& input, base::Control control) {
    std::vector<State> own(static_cast<std::size_t>(base::threads()));
    io::read_numbers(input, control,
                     [&](io::NumberRows& rows, int worker) {
                         own[static_cast<std::size_t>(worker)].add(rows.block);
                     },
                     {});
    for (std::size_t i = 1; i < own.size(); ++i) own[0].join(own[i]);
    return own[0];
}

}  // namespace pipelab::gap
