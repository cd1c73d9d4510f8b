#include "base/error.hpp"

#include "catch.hpp"

#include <cerrno>

namespace error_test {

using namespace pipelab::base;

TEST_CASE("a DataError names as much of its place as is known") {
    const auto text = [](const Position& where) {
        return std::string(DataError(where, "bad").what());
    };
    REQUIRE(text({"a.txt", 3, 7}) == "a.txt:3:7: bad");
    REQUIRE(text({"a.txt", 3, 0}) == "a.txt:3: bad");
    REQUIRE(text({"a.txt", 0, 0}) == "a.txt: bad");
    REQUIRE(text({"a.txt", 0, 7}) == "a.txt: bad");  // a column without its line says nothing
    REQUIRE(text({"", 0, 0}) == "bad");
    REQUIRE(text({"-", 18446744073709551615u, 1}) == "-:18446744073709551615:1: bad");
}

TEST_CASE("an IoError gives the path, the action if there is one, and the reason") {
    const IoError missing("in/x", ENOENT);
    REQUIRE(std::string(missing.what()) == "in/x: No such file or directory");
    REQUIRE(missing.error_number() == ENOENT);
    const IoError full("out", "cannot write", ENOSPC);
    REQUIRE(std::string(full.what()) == "out: cannot write: No space left on device");
    REQUIRE(full.error_number() == ENOSPC);
}

TEST_CASE("the three kinds of error are told apart by type") {
    REQUIRE_THROWS_AS(throw UsageError("x"), UsageError);
    REQUIRE(std::string(UsageError("no such option").what()) == "no such option");
    const DataError data({"f", 1, 1}, "x");
    REQUIRE(dynamic_cast<const IoError*>(static_cast<const std::runtime_error*>(&data)) == nullptr);
}

}  // namespace error_test
