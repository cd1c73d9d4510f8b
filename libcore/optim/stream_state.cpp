#include "optim/stream_state.hpp"

#include "base/error.hpp"
#include "io/print.hpp"
#include "io/source.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace pipelab::optim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* state_format = "pipelab optim-demo mean";
constexpr std::size_t longest_state = std::size_t{64} << 20;
constexpr std::size_t most_digits = 4000;
constexpr int decimal_places = PowerSums::decimal_places;
constexpr int most_exponent = 5000;

/// value / base^most, and most, for the largest such power that divides it.
std::pair<mpz_class, int> without_factor(const mpz_class& value, unsigned base) {
    if (value == 0) return {0, 0};
    mpz_class rest;
    const mpz_class factor = base;
    const auto count = mpz_remove(rest.get_mpz_t(), value.get_mpz_t(), factor.get_mpz_t());
    return {rest, static_cast<int>(count)};
}

/// The sums in units of base^(finest * power).
Json sums_json(const std::array<mpz_class, 4>& sums, unsigned base, int finest) {
    Json all = Json::array();
    for (int i = 0; i < 4; ++i) {
        const auto [rest, count] = without_factor(sums[static_cast<std::size_t>(i)], base);
        all.push_back({rest.get_str(), rest == 0 ? 0 : count + finest * (i + 1)});
    }
    return all;
}

Json column_json(const StreamSummary& summary) {
    const PowerSums::Parts parts = summary.sums.parts();
    const auto text = [](const std::optional<io::Number>& number) {
        return number ? io::printed(*number) : std::string();
    };
    Json column{{"name", summary.name},
                {"count", std::to_string(parts.count)},
                {"skipped", std::to_string(summary.skipped)},
                {"minimum", text(parts.minimum)},
                {"maximum", text(parts.maximum)},
                {"decimals", sums_json(parts.decimals, 10, -decimal_places)},
                {"doubles", sums_json(parts.doubles, 2, PowerSums::finest_exponent)}};
    if (summary.running_mean) {
        const RunningMean& mean = *summary.running_mean;
        column["running_mean"] = {{"step", mean.step_sequence().text()},
                                  {"start", mean.start()},
                                  {"steps", std::to_string(mean.state().steps)},
                                  {"mean", mean.state().mean},
                                  {"weight", mean.state().weight},
                                  {"corrected", mean.state().corrected}};
    }
    if (summary.sketch) {
        const QuantileSketch& sketch = *summary.sketch;
        column["sketch"] = {{"capacity", sketch.capacity()},
                            {"count", std::to_string(sketch.count())},
                            {"rank_error", std::to_string(sketch.rank_error())},
                            {"levels", sketch.levels()},
                            {"odd", sketch.odd()}};
    }
    for (const QuantileDescent& descent : summary.descents) {
        const QuantileDescent::State& state = descent.state();
        column["descents"].push_back({{"p", descent.p()},
                                      {"count", std::to_string(state.count)},
                                      {"iterate", state.iterate},
                                      {"average", state.average},
                                      {"mean", state.mean},
                                      {"spread", state.spread}});
    }
    return column;
}

/// Anything in the file that is not as it should be.
struct Damaged {};

void require(bool holds) {
    if (!holds) throw Damaged();
}

std::uint64_t natural(const Json& value) {
    const auto number = io::parse_uint64(value.get_ref<const std::string&>());
    require(number.has_value());
    return *number;
}

double finite(const Json& value) {
    require(value.is_number() && std::isfinite(value.get<double>()));
    return value.get<double>();
}

std::optional<io::Number> extreme(const Json& value) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty()) return std::nullopt;
    const auto number = io::parse_number(text);
    require(number && std::isfinite(io::to_double(*number)));
    return number;
}

std::array<mpz_class, 4> read_sums(const Json& all, unsigned base, int finest) {
    require(all.is_array() && all.size() == 4);
    std::array<mpz_class, 4> sums;
    for (int i = 0; i < 4; ++i) {
        const Json& one = all[static_cast<std::size_t>(i)];
        require(one.is_array() && one.size() == 2);
        const auto& digits = one[0].get_ref<const std::string&>();
        const int exponent = one[1].get<int>();
        mpz_class& sum = sums[static_cast<std::size_t>(i)];
        require(digits.size() <= most_digits && sum.set_str(digits, 10) == 0);
        if (sum == 0) continue;
        require(exponent >= finest * (i + 1) && exponent <= most_exponent);
        mpz_class unit;
        mpz_ui_pow_ui(unit.get_mpz_t(), base,
                      static_cast<unsigned long>(exponent - finest * (i + 1)));
        sum *= unit;
    }
    return sums;
}

/// What holds for the sums of any numbers.
bool possible(const PowerSums& sums) {
    const PowerSums::Parts parts = sums.parts();
    if (parts.count == 0) {
        for (int power = 1; power <= 4; ++power)
            if (sums.sum(power) != 0) return false;
        return !parts.minimum && !parts.maximum;
    }
    if (!parts.minimum || !parts.maximum) return false;
    const mpq_class n = mpq_class(std::to_string(parts.count));
    const mpq_class first = sums.sum(1), second = sums.sum(2), third = sums.sum(3);
    return io::compare(*parts.minimum, *parts.maximum) <= 0 && n * second >= first * first &&
           second * sums.sum(4) >= third * third;
}

QuantileSketch read_sketch(const Json& json) {
    const auto capacity = json.at("capacity").get<std::size_t>();
    const std::uint64_t count = natural(json.at("count"));
    auto levels = json.at("levels").get<std::vector<std::vector<double>>>();
    auto odd = json.at("odd").get<std::vector<bool>>();
    require(capacity == QuantileSketch::default_capacity && levels.size() == odd.size() &&
            levels.size() < 64);
    std::uint64_t held = 0;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        require(levels[level].size() < capacity);
        held += levels[level].size() << level;
    }
    require(held == count);
    return {capacity, count, natural(json.at("rank_error")), std::move(levels), std::move(odd)};
}

StreamSummary read_column(const Json& json) {
    StreamSummary summary;
    summary.name = json.at("name").get<std::string>();
    summary.skipped = natural(json.at("skipped"));
    PowerSums::Parts parts;
    parts.count = natural(json.at("count"));
    parts.minimum = extreme(json.at("minimum"));
    parts.maximum = extreme(json.at("maximum"));
    parts.decimals = read_sums(json.at("decimals"), 10, -decimal_places);
    parts.doubles = read_sums(json.at("doubles"), 2, PowerSums::finest_exponent);
    summary.sums = PowerSums(parts);
    require(possible(summary.sums));
    if (json.contains("running_mean")) {
        const Json& mean = json["running_mean"];
        const auto step = mean.at("step").get<std::string>();
        summary.running_mean.emplace(
            step == "list" ? StepSequence::list({}) : StepSequence::parse(step),
            finite(mean.at("start")),
            RunningMean::State{natural(mean.at("steps")), finite(mean.at("mean")),
                               finite(mean.at("weight")), finite(mean.at("corrected"))});
    }
    if (json.contains("sketch")) summary.sketch = read_sketch(json["sketch"]);
    if (json.contains("descents"))
        for (const Json& one : json["descents"])
            summary.descents.emplace_back(
                finite(one.at("p")),
                QuantileDescent::State{natural(one.at("count")), finite(one.at("iterate")),
                                       finite(one.at("average")), finite(one.at("mean")),
                                       finite(one.at("spread"))});
    return summary;
}

}  // namespace

std::string state_text(const std::vector<StreamSummary>& summaries) {
    Json columns = Json::array();
    for (const StreamSummary& summary : summaries) columns.push_back(column_json(summary));
    return Json{{"format", state_format}, {"version", 1}, {"columns", std::move(columns)}}.dump() +
           "\n";
}

std::vector<StreamSummary> parse_stream_state(std::string_view text, const std::string& name) {
    try {
        const Json json = Json::parse(text);
        require(json.at("format") == state_format && json.at("version") == 1);
        std::vector<StreamSummary> summaries;
        for (const Json& column : json.at("columns")) summaries.push_back(read_column(column));
        require(!summaries.empty());
        return summaries;
    } catch (const Damaged&) {
    } catch (const nlohmann::json::exception&) {
    } catch (const base::UsageError&) {
    }
    throw base::DataError({name, 0, 0},
                          "not a state that optim-demo mean --state wrote, or a damaged one");
}

std::vector<StreamSummary> read_stream_state(const std::string& path) {
    return parse_stream_state(io::read_all(path, longest_state), path == "-" ? "stdin" : path);
}

}  // namespace pipelab::optim
