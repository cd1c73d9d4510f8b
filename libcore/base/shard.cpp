#include "base/shard.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace pipelab::base {
namespace {

std::optional<std::uint64_t> parse_natural(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

[[noreturn]] void refuse_auto(const std::string& why) {
    throw UsageError("shard auto: " + why + "; give i/n instead");
}

std::optional<std::uint64_t> variable(const EnvironmentLookup& environment,
                                      const std::string& name) {
    const std::optional<std::string> text = environment(name);
    if (!text) return std::nullopt;
    const std::optional<std::uint64_t> value = parse_natural(*text);
    if (!value) refuse_auto(name + " is '" + *text + "', not a whole number");
    return value;
}

std::uint64_t needed(const EnvironmentLookup& environment, const std::string& name,
                     const std::string& because) {
    const std::optional<std::uint64_t> value = variable(environment, name);
    if (!value) refuse_auto(because + " is set, but " + name + " is not");
    return *value;
}

Shard checked(Shard shard, const std::string& index_name, const std::string& count_name) {
    if (shard.index >= shard.count) {
        refuse_auto("index " + std::to_string(shard.index) + " from " + index_name +
                    " is not below the count " + std::to_string(shard.count) + " from " +
                    count_name);
    }
    return shard;
}

std::optional<Shard> ranked(const EnvironmentLookup& environment, const std::string& index_name,
                            const std::string& count_name) {
    const std::optional<std::uint64_t> index = variable(environment, index_name);
    if (!index) return std::nullopt;
    return checked({*index, needed(environment, count_name, index_name)}, index_name, count_name);
}

std::optional<Shard> slurm_array(const EnvironmentLookup& environment) {
    const std::string name = "SLURM_ARRAY_TASK_ID";
    const std::optional<std::uint64_t> id = variable(environment, name);
    if (!id) return std::nullopt;
    const std::uint64_t count = needed(environment, "SLURM_ARRAY_TASK_COUNT", name);
    const std::uint64_t first = needed(environment, "SLURM_ARRAY_TASK_MIN", name);
    const std::uint64_t step = variable(environment, "SLURM_ARRAY_TASK_STEP").value_or(1);
    const std::optional<std::uint64_t> last = variable(environment, "SLURM_ARRAY_TASK_MAX");
    const bool even = step > 0 && *id >= first && (*id - first) % step == 0 &&
                      (!last || (*last >= first && (*last - first) / step + 1 == count));
    if (!even) refuse_auto("the tasks of the Slurm array are not evenly numbered");
    return checked({(*id - first) / step, count}, name, "SLURM_ARRAY_TASK_COUNT");
}

std::optional<Shard> processes(const EnvironmentLookup& environment) {
    if (const auto shard = ranked(environment, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE")) {
        return shard;
    }
    if (const auto shard = ranked(environment, "PMI_RANK", "PMI_SIZE")) return shard;
    const bool in_step = environment("SLURM_STEP_NUM_TASKS").has_value();
    return ranked(environment, "SLURM_PROCID", in_step ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS");
}

Shard automatic_shard(const EnvironmentLookup& environment) {
    const std::optional<Shard> array = slurm_array(environment);
    // The script of an array task has SLURM_PROCID 0 and SLURM_NTASKS as well, without being run
    // several times; only srun sets SLURM_STEP_NUM_TASKS.
    const bool several_started = environment("SLURM_STEP_NUM_TASKS").has_value() ||
                                 environment("OMPI_COMM_WORLD_RANK").has_value() ||
                                 environment("PMI_RANK").has_value();
    const std::optional<Shard> process =
        array && !several_started ? std::nullopt : processes(environment);
    if (array && process && process->count > 1) {
        refuse_auto("this is one of " + std::to_string(process->count) +
                    " processes of a Slurm array task, and either could be meant");
    }
    if (array) return *array;
    if (process) return *process;
    refuse_auto("none of SLURM_ARRAY_TASK_ID, OMPI_COMM_WORLD_RANK, PMI_RANK, SLURM_PROCID is set");
}

}  // namespace

std::pair<std::uint64_t, std::uint64_t> Shard::range(std::uint64_t items) const {
    const std::uint64_t size = items / count, larger = items % count;
    const auto begin = [&](std::uint64_t i) { return i * size + std::min(i, larger); };
    return {begin(index), begin(index + 1)};
}

EnvironmentLookup process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        if (value == nullptr) return std::nullopt;
        return value;
    };
}

Shard parse_shard(std::string_view text, const EnvironmentLookup& environment) {
    if (text == "auto") return automatic_shard(environment);
    const std::string quoted = "shard '" + std::string(text) + "'";
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        throw UsageError(quoted + ": expected i/n, such as 0/4, or auto");
    }
    const auto index = parse_natural(text.substr(0, slash));
    const auto count = parse_natural(text.substr(slash + 1));
    if (!index || !count) {
        throw UsageError(quoted + ": expected i/n with two whole numbers, such as 0/4, or auto");
    }
    if (*count == 0) throw UsageError(quoted + ": there must be at least one part");
    if (*index >= *count) {
        throw UsageError(quoted + ": parts are counted from 0, so the last is " +
                         std::to_string(*count - 1) + "/" + std::to_string(*count));
    }
    return {*index, *count};
}

}  // namespace pipelab::base
