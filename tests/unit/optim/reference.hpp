#pragma once

#include "optim/optimiser.hpp"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// What tests/reference/gradients.py makes, and how settings are read from the files of its folder.
namespace pipelab::optim::test {

class Stream {
  public:
    explicit Stream(std::uint64_t seed) : state_(seed) {}
    double next() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return (static_cast<double>(state_ >> 43) - 0x1p20) / 0x1p20;
    }

  private:
    std::uint64_t state_;
};

inline std::vector<double> start(std::size_t count) {
    Stream stream(1);
    std::vector<double> made(count);
    for (double& each : made) each = 2 * stream.next();
    return made;
}

inline std::vector<std::vector<double>> gradients(const std::string& kind, std::size_t steps,
                                                  std::size_t count) {
    Stream stream(kind == "noise" ? 2 : kind == "sparse" ? 3 : kind == "small" ? 4 : 5);
    std::vector<std::vector<double>> rows(steps, std::vector<double>(count));
    for (std::size_t t = 0; t < steps; ++t) {
        for (double& g : rows[t]) g = stream.next();
        for (double& g : rows[t]) {
            if (kind == "sparse" && !(stream.next() > 0)) g = 0;
            if (kind == "small") g = std::ldexp(g, -static_cast<int>(t));
            if (kind == "steady") g = std::abs(g) + 0.25;
        }
    }
    return rows;
}

inline nlohmann::json read_reference(const std::string& name) {
    std::ifstream file(PIPELAB_SOURCE_DIR "/tests/reference/" + name);
    return nlohmann::json::parse(file);
}

inline void set(Settings& settings, const std::string& name, double value) {
    for (const Hyperparameter& each : hyperparameters()) {
        if (name != each.name) continue;
        if (const auto* real = std::get_if<double Settings::*>(&each.member))
            settings.** real = value;
        else
            settings.*std::get<bool Settings::*>(each.member) = value != 0;
        return;
    }
    throw std::logic_error("no such setting: " + name);
}

inline Settings settings_of(const nlohmann::json& item) {
    Settings settings = defaults(find_rule(item["rule"].get<std::string>()).value());
    for (const auto& [name, value] : item["settings"].items())
        set(settings, name, value.is_boolean() ? value.get<bool>() : value.get<double>());
    return settings;
}

/// The largest difference, in units of the largest |b|.
inline double distance(const std::vector<double>& a, const std::vector<double>& b) {
    double most = 0, scale = 1e-300;
    if (a.size() != b.size()) return INFINITY;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::abs(a[i] - b[i]);
        most = difference <= most ? most : difference;
        scale = std::max(scale, std::abs(b[i]));
    }
    return most / scale;
}

}  // namespace pipelab::optim::test
