#define CATCH_CONFIG_RUNNER
#include <cstdio>

#include "catch.hpp"

namespace {

/// Closes a run with the line that all test programs of the project end with.
class Totals : public Catch::TestEventListenerBase {
  public:
    using TestEventListenerBase::TestEventListenerBase;
    void testRunEnded(const Catch::TestRunStats& stats) override {
        passed = stats.totals.testCases.passed;
        failed = stats.totals.testCases.failed;
    }
    static inline std::size_t passed = 0;
    static inline std::size_t failed = 0;
};
CATCH_REGISTER_LISTENER(Totals)

}  // namespace

int main(int argc, char** argv) {
    const int status = Catch::Session().run(argc, argv);
    std::printf("%zu passed, %zu failed\n", Totals::passed, Totals::failed);
    return status;
}
