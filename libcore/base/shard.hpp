#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pipelab::base {

/// Part `index` (from 0) of `count` parts of some work.
struct Shard {
    std::uint64_t index = 0;
    std::uint64_t count = 1;
    bool operator==(const Shard&) const = default;

    /// The items [first, second) of [0, items) that belong to this part: joined in order the parts
    /// are the whole, their sizes differ by at most one, the larger ones come first.
    std::pair<std::uint64_t, std::uint64_t> range(std::uint64_t items) const;
};

/// Gives the value of an environment variable, nothing if it is not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

/// The variables of this process.
EnvironmentLookup process_environment();

/// Reads the value of --shard: "i/n" with 0 <= i < n, or "auto", which takes both from the engine
/// that started this process:
///   Slurm job array  SLURM_ARRAY_TASK_ID, _COUNT, _MIN, _MAX, _STEP
///   Open MPI         OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE
///   MPICH, Intel MPI PMI_RANK, PMI_SIZE
///   Slurm srun       SLURM_PROCID, SLURM_STEP_NUM_TASKS or else SLURM_NTASKS
/// UsageError says what is wrong with the text or the variables: none set, not numbers, an array
/// with gaps, an array whose tasks run several processes each (either could be meant). GNU
/// parallel does not tell a job how many there are: give it "{= $_-- =}/n".
Shard parse_shard(std::string_view text,
                  const EnvironmentLookup& environment = process_environment());

}  // namespace pipelab::base
