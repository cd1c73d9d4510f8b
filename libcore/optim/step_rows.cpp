#include "optim/step_rows.hpp"

#include "base/error.hpp"

namespace pipelab::optim {
namespace {

void write_row(io::Output& out, const std::vector<double>& row, bool json) {
    if (json) out.write('[');
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) out.write(json ? ',' : ' ');
        out.number(row[i]);
    }
    if (json) out.write(']');
    out.write('\n');
    out.flush();
}

}  // namespace

void step_rows(GradientRows& rows, std::optional<Stepper>& stepper,
               const std::function<Stepper(std::size_t width)>& make, io::Output& out,
               const StepOutput& how, base::Control control) {
    std::vector<double> row;
    while (!control.cancellation.requested() && rows.next(row)) {
        if (!stepper) stepper.emplace(make(row.size()));
        if (row.size() != stepper->parameters().size()) {
            throw base::DataError(rows.position(),
                                  "expected " + std::to_string(stepper->parameters().size()) +
                                      " numbers, one for each parameter, found " +
                                      std::to_string(row.size()));
        }
        if (stepper->push(row) == Stepper::Outcome::not_finite) {
            throw base::DataError(rows.position(), "step " + std::to_string(stepper->steps() + 1) +
                                                       " leads to what is not finite");
        }
        write_row(out, how.averages ? stepper->result() : stepper->parameters(), how.json);
    }
}

}  // namespace pipelab::optim
