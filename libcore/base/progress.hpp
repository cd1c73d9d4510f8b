#pragma once

#include <cstdint>
#include <string_view>

namespace pipelab::base {

/// Receives how far a long computation has come. The default ignores everything, so that an
/// algorithm may report without asking whether somebody looks. All members may be called from
/// any thread.
class Progress {
  public:
    virtual ~Progress() = default;
    /// A phase starts: `what` is a short phrase ("reading"), `total` the expected amount of
    /// `unit`s ("B", "steps"), 0 if unknown.
    virtual void begin(std::string_view what, std::uint64_t total, std::string_view unit);
    /// `amount` more units are done. Cheap: at most one clock reading a call.
    virtual void advance(std::uint64_t amount);
    /// The phase is over.
    virtual void end();
};

/// Asks whether a computation should stop early (Ctrl-C, a time limit). The default never does.
class Cancellation {
  public:
    virtual ~Cancellation() = default;
    virtual bool requested() const noexcept;
};

/// A phase for the length of a scope: however that ends, the phase is over.
class Phase {
  public:
    Phase(Progress& progress, std::string_view what, std::uint64_t total, std::string_view unit)
        : progress_(progress) {
        progress_.begin(what, total, unit);
    }
    ~Phase() { progress_.end(); }
    Phase(const Phase&) = delete;
    Phase& operator=(const Phase&) = delete;

  private:
    Progress& progress_;
};

/// What a computation throws that is stopped before it has any part of its answer.
struct Stopped {};
inline void stop_if_requested(const Cancellation& cancellation) {
    if (cancellation.requested()) throw Stopped();
}

/// Both interfaces, as long computations take them.
struct Control {
    Progress& progress;
    const Cancellation& cancellation;
    /// Nobody watches and nobody stops.
    static Control none();
};

}  // namespace pipelab::base
