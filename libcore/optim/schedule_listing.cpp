#include "optim/schedule_listing.hpp"

#include "base/error.hpp"
#include "io/number_reader.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

constexpr std::uint64_t most_listed = 10'000;

void start_picture(io::Plot& picture, bool momentum) {
    picture.title = "Learning rate";
    picture.x.label = "step";
    picture.y.label = momentum ? "" : "lr";
    picture.series.resize(momentum ? 2 : 1);
    if (!momentum) return;
    picture.title = "Learning rate and momentum";
    picture.series[0].name = "lr";
    picture.series[1].name = "momentum";
}

}  // namespace

void list_schedule(Schedule schedule, std::uint64_t steps, std::span<const double> losses,
                   io::RecordWriter& records, io::Plot* picture, base::Control control) {
    const std::uint64_t stride = std::max<std::uint64_t>(1, steps / most_listed);
    const bool cycled = schedule.momentum().has_value();
    if (picture != nullptr) start_picture(*picture, cycled);
    for (std::uint64_t k = 0; k < steps; ++k) {
        if (k % most_listed == 0) base::stop_if_requested(control.cancellation);
        if (!std::isfinite(schedule.lr()))
            throw base::UsageError("schedule: the rate of step " + std::to_string(k) +
                                   " is not finite");
        records.number("step", k).number("lr", schedule.lr());
        if (cycled) records.number("momentum", schedule.momentum().value_or(0));
        records.end();
        if (picture != nullptr && k % stride == 0) {
            const double values[] = {schedule.lr(), schedule.momentum().value_or(0)};
            for (std::size_t i = 0; i < picture->series.size(); ++i) {
                picture->series[i].x.push_back(static_cast<double>(k));
                picture->series[i].y.push_back(values[i]);
            }
        }
        if (k + 1 == steps) break;
        if (k < losses.size())
            schedule.advance(losses[k]);
        else
            schedule.advance();
    }
}

std::vector<double> read_losses(const std::string& path, base::Control control) {
    io::NumberInput input;
    input.paths = {path};
    std::vector<double> losses;
    io::read_numbers(input, control, {}, [&](io::NumberRows&& rows) {
        rows.block.convert({io::NumberType::Kind::real, 0});
        losses.insert(losses.end(), rows.block.reals().begin(), rows.block.reals().end());
    });
    return losses;
}

}  // namespace pipelab::optim
