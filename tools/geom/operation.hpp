#pragma once

#include "cli/declaration.hpp"

#include <span>

namespace geom {

using namespace pipelab;

/// One verb of the tool.
struct Operation {
    const char* name;
    const char* purpose;
    cli::Declare declare;
};

/// Operations that are listed together.
struct Group {
    const char* title;
    std::span<const Operation> operations;
};

/// All operations, as --help and `geom list` show them.
std::span<const Group> groups();

/// The groups, each in the file of its name.
std::span<const Operation> turns();
std::span<const Operation> vectors();
std::span<const Operation> transforms();
std::span<const Operation> lines();
std::span<const Operation> triangles();
std::span<const Operation> circles();
std::span<const Operation> point_sets();
std::span<const Operation> searches();
std::span<const Operation> triangulations();
std::span<const Operation> clusters();
std::span<const Operation> segments();
std::span<const Operation> half_planes();
std::span<const Operation> polygon_questions();
std::span<const Operation> polygons();
std::span<const Operation> overlays();
std::span<const Operation> validity();
std::span<const Operation> relations();
std::span<const Operation> buffers();
std::span<const Operation> distances();
std::span<const Operation> places();
std::span<const Operation> meshes();
std::span<const Operation> samples();
std::span<const Operation> pictures();

}  // namespace geom
