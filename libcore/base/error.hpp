#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace pipelab::base {

/// The command line asks for something that cannot be: exit status 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A place in an input. Lines and columns count from 1, columns in bytes; 0 means not known.
struct Position {
    std::string file;
    std::uint64_t line = 0;
    std::uint64_t column = 0;
};

/// An input that is not what it should be: exit status 1. what() is "file:line:column: message",
/// without the parts of the position that are not known.
class DataError : public std::runtime_error {
  public:
    DataError(const Position& where, const std::string& message);
};

/// The system refused an operation on `path`: exit status 1. what() is "path: reason", the
/// reason as strerror gives it for `error_number`.
class IoError : public std::runtime_error {
  public:
    IoError(const std::string& path, int error_number);
    /// For a failure of `action` ("cannot create temporary file"): "path: action: reason".
    IoError(const std::string& path, const std::string& action, int error_number);
    int error_number() const { return error_number_; }

  private:
    int error_number_;
};

}  // namespace pipelab::base
