#include "optim/stepper_file.hpp"

#include "base/error.hpp"
#include "io/source.hpp"
#include "optim/norms.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace pipelab::optim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* stepper_format = "pipelab optim-demo step";
constexpr std::size_t longest_stepper = std::size_t{4} << 30;

Json settings_json(const Settings& settings) {
    Json made = Json::object();
    for (const Hyperparameter* each : hyperparameters(settings.rule)) {
        if (const auto* number = std::get_if<double Settings::*>(&each->member))
            made[each->name] = settings.**number;
        else
            made[each->name] = settings.*std::get<bool Settings::*>(each->member);
    }
    return made;
}

Json transforms_json(const Transforms& t) {
    Json made{{"accumulate", t.accumulate}, {"centralize", t.centralize}};
    if (t.clip_value) made["clip_value"] = *t.clip_value;
    if (t.clip_norm) made["clip_norm"] = *t.clip_norm;
    made["noise"] = t.noise;
    made["noise_decay"] = t.noise_decay;
    made["seed"] = std::to_string(t.seed);  // beyond what readers of doubles keep
    return made;
}

Json state_json(const State<double>& state) {
    Json scalars = Json::object(), arrays = Json::object();
    for (const StateScalar& each : state.scalars) scalars[each.name] = each.value;
    for (const auto& each : state.arrays) arrays[each.name] = each.tensors.at(0);
    return {{"steps", state.steps}, {"scalars", scalars}, {"arrays", arrays}};
}

class StepperReader {
  public:
    explicit StepperReader(const std::string& name) : name_(name) {}

    [[noreturn]] void fail(const std::string& message) const {
        throw base::DataError({name_, 0, 0}, "damaged state: " + message);
    }

    double number(const Json& value) const {
        if (!value.is_number()) fail("expected a number, found " + value.dump().substr(0, 30));
        const double found = value.get<double>();
        if (!std::isfinite(found)) fail("a number is not finite");
        return found;
    }

    template <class Array>
    Array numbers(const Json& values) const {
        if (!values.is_array()) fail("expected an array of numbers");
        Array made;
        made.reserve(values.size());
        for (const Json& each : values) made.push_back(number(each));
        return made;
    }

    Settings settings(const Json& file) const {
        const auto rule = find_rule(file.at("rule").get<std::string>());
        const auto decay = find_decay_mode(file.at("decay").get<std::string>());
        if (!rule || !decay) fail("its rule or decay is not known");
        Settings made = defaults(*rule);
        made.decay = *decay;
        for (const Hyperparameter* each : hyperparameters(*rule)) {
            const Json& value = file.at("settings").at(each->name);
            if (const auto* real = std::get_if<double Settings::*>(&each->member))
                made.** real = number(value);
            else
                made.*std::get<bool Settings::*>(each->member) = value.get<bool>();
        }
        return made;
    }

    Transforms transforms(const Json& file) const {
        Transforms made;
        made.accumulate = file.at("accumulate").get<std::uint64_t>();
        made.centralize = file.at("centralize").get<bool>();
        if (file.contains("clip_value")) made.clip_value = number(file["clip_value"]);
        if (file.contains("clip_norm")) made.clip_norm = number(file["clip_norm"]);
        made.noise = number(file.at("noise"));
        made.noise_decay = number(file.at("noise_decay"));
        made.seed = std::stoull(file.at("seed").get<std::string>());
        return made;
    }

    State<double> state(const Json& file) const {
        State<double> made;
        made.steps = file.at("steps").get<std::uint64_t>();
        for (const auto& [name, value] : file.at("scalars").items())
            made.scalars.push_back({name, number(value)});
        for (const auto& [name, value] : file.at("arrays").items())
            made.arrays.push_back({name, {numbers<base::Array<double>>(value)}});
        return made;
    }

    Stepper stepper(const Json& file) const {
        if (!file.is_object() || file.value("format", "") != stepper_format)
            throw base::DataError({name_, 0, 0}, "this is no state of optim-demo step");
        if (file.at("version") != 1)
            throw base::DataError({name_, 0, 0},
                                  "a state of a version that is not known (expected version 1)");
        StepperOptions options{settings(file), transforms(file.at("transforms")),
                               file.at("schedule").get<std::string>(),
                               file.at("shape").get<Shape>()};
        Stepper::Memory memory{numbers<std::vector<double>>(file.at("parameters")),
                               state(file.at("optimiser")), state(file.at("gradients")),
                               numbers<std::vector<double>>(file.at("rates"))};
        Stepper made(options, memory.parameters);
        made.restore(std::move(memory));
        return made;
    }

  private:
    const std::string& name_;
};

}  // namespace

std::string stepper_text(const Stepper& stepper) {
    const StepperOptions& options = stepper.options();
    const Stepper::Memory memory = stepper.memory();
    const Json file{{"format", stepper_format},
                    {"version", 1},
                    {"rule", name_of(options.settings.rule)},
                    {"settings", settings_json(options.settings)},
                    {"decay", name_of(options.settings.decay)},
                    {"schedule", options.schedule},
                    {"shape", options.shape},
                    {"transforms", transforms_json(options.transforms)},
                    {"parameters", memory.parameters},
                    {"optimiser", state_json(memory.optimiser)},
                    {"gradients", state_json(memory.gradients)},
                    {"rates", memory.schedule}};
    return file.dump() + "\n";
}

Stepper parse_stepper(std::string_view text, const std::string& name) {
    const StepperReader reader(name);
    try {
        return reader.stepper(Json::parse(text));
    } catch (const nlohmann::json::parse_error& error) {
        reader.fail("it is no JSON from byte " + std::to_string(error.byte) + " on");
    } catch (const nlohmann::json::exception&) {
        reader.fail("an entry is missing, or of another kind than optim-demo step writes");
    } catch (const base::UsageError& error) {
        reader.fail(error.what());
    } catch (const std::logic_error& error) {  // of restore and stoull
        reader.fail(error.what());
    }
}

Stepper read_stepper(const std::string& path) {
    return parse_stepper(io::read_all(path, longest_stepper), path == "-" ? "stdin" : path);
}

}  // namespace pipelab::optim
