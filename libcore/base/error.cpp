#include "base/error.hpp"

#include <cstring>

namespace pipelab::base {
namespace {

std::string located(const Position& where, const std::string& message) {
    std::string text = where.file;
    if (where.line > 0) text.append(":").append(std::to_string(where.line));
    if (where.line > 0 && where.column > 0) text.append(":").append(std::to_string(where.column));
    return text.empty() ? message : text + ": " + message;
}

}  // namespace

DataError::DataError(const Position& where, const std::string& message)
    : std::runtime_error(located(where, message)) {}

IoError::IoError(const std::string& path, int error_number)
    : std::runtime_error(path + ": " + std::strerror(error_number)), error_number_(error_number) {}

IoError::IoError(const std::string& path, const std::string& action, int error_number)
    : std::runtime_error(path + ": " + action + ": " + std::strerror(error_number)),
      error_number_(error_number) {}

}  // namespace pipelab::base
