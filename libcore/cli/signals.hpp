#pragma once

#include "base/progress.hpp"

namespace pipelab::cli {

/// Ctrl-C and SIGTERM as a cancellation. Until requested() is first called, both do what they
/// always do: end the process. From then on the first one makes requested() true (and says on a
/// terminal that it was heard), and the next ends the process. A signal that the parent has told us
/// to ignore stays ignored.
class SignalCancellation : public base::Cancellation {
  public:
    bool requested() const noexcept override;
};

/// The signal that asked to stop, 0 if none did.
int received_signal() noexcept;

/// Ends the process by `signal`, so that a shell sees 128 + signal.
[[noreturn]] void die_by(int signal) noexcept;

}  // namespace pipelab::cli
