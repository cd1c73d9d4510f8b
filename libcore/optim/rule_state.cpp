#include "optim/rule_step.hpp"

#include <string>

namespace pipelab::optim::detail {
namespace {

template <class Real>
class StateMaker {
  public:
    explicit StateMaker(std::span<const Parameter<Real>> group) : group_(group) {}

    /// An array as long as each tensor, full of `value`.
    void add(std::string name, double value = 0) {
        add_each(std::move(name), [value](const Parameter<Real>& tensor) {
            return base::Array<Real>(tensor.value.size(), static_cast<Real>(value));
        });
    }
    /// What make(tensor) gives for each tensor.
    template <class Make>
    void add_each(std::string name, Make&& make) {
        StateArrays<Real> arrays{std::move(name), {}};
        for (const Parameter<Real>& tensor : group_) arrays.tensors.push_back(make(tensor));
        state.arrays.push_back(std::move(arrays));
    }
    void scalar(std::string name, double value) {
        state.scalars.push_back({std::move(name), value});
    }
    State<Real> state;

  private:
    std::span<const Parameter<Real>> group_;
};

template <class Real>
base::Array<Real> copy_of(const Parameter<Real>& tensor) {
    return base::Array<Real>(tensor.value.begin(), tensor.value.end());
}

/// The z from which ftrl computes the parameters as they are.
template <class Real>
base::Array<Real> leader(const Settings& settings, double lr, const Parameter<Real>& tensor) {
    base::Array<Real> z(tensor.value.size());
    const double slope = settings.beta / (lr > 0 ? lr : settings.lr) + settings.l2;
    for (std::size_t i = 0; i < z.size(); ++i) {
        const double p = tensor.value[i];
        z[i] = static_cast<Real>(-p * slope - element::sign(p) * settings.l1);
    }
    return z;
}

/// Second moments of adafactor: rows and columns of the last two axes, or the whole of a vector.
template <class Real>
void add_factors(StateMaker<Real>& maker, const Settings& settings) {
    const auto count = [](const Parameter<Real>& tensor, std::size_t without) {
        std::size_t size = 1;
        for (std::size_t i = 0; i < tensor.shape.size(); ++i)
            if (i + without != tensor.shape.size()) size *= tensor.shape[i];
        return size;
    };
    maker.add_each("exp_avg_sq_row", [&](const Parameter<Real>& tensor) {
        return base::Array<Real>(is_matrix(tensor) ? count(tensor, 1) : 0, Real(0));
    });
    maker.add_each("exp_avg_sq_col", [&](const Parameter<Real>& tensor) {
        return base::Array<Real>(is_matrix(tensor) ? count(tensor, 2) : 0, Real(0));
    });
    maker.add_each("exp_avg_sq", [](const Parameter<Real>& tensor) {
        return base::Array<Real>(is_matrix(tensor) ? 0 : tensor.value.size(), Real(0));
    });
    if (settings.beta1 > 0) maker.add("exp_avg");
}

template <class Real>
void add_muon(StateMaker<Real>& maker) {
    const auto where = [&](bool matrices) {
        return [matrices](const Parameter<Real>& tensor) {
            return base::Array<Real>(is_matrix(tensor) == matrices ? tensor.value.size() : 0,
                                     Real(0));
        };
    };
    maker.add_each("exp_avg", where(false));
    maker.add_each("exp_avg_sq", where(false));
    maker.add_each("momentum_buffer", where(true));
}

/// exp_avg and a second array; the largest second moments where asked for.
template <class Real>
void add_moments(StateMaker<Real>& maker, const char* second, double value = 0,
                 bool largest = false) {
    maker.add("exp_avg");
    maker.add(second, value);
    if (largest) maker.add("max_exp_avg_sq");
}

}  // namespace

template <class Real>
State<Real> initial_state(const Settings& settings, double lr,
                          std::span<const Parameter<Real>> group) {
    StateMaker<Real> maker(group);
    switch (settings.rule) {
        case Rule::sgd:
            if (settings.momentum != 0) maker.add("momentum_buffer");
            break;
        case Rule::asgd:
            maker.add("ax");
            maker.scalar("eta", lr);
            maker.scalar("mu", 1);
            break;
        case Rule::adagrad:
            maker.add("sum", settings.initial_accumulator_value);
            break;
        case Rule::rmsprop:
            maker.add("square_avg");
            if (settings.momentum > 0) maker.add("momentum_buffer");
            if (settings.centered) maker.add("grad_avg");
            break;
        case Rule::adadelta:
            maker.add("square_avg");
            maker.add("acc_delta");
            break;
        case Rule::adam:
        case Rule::adamw:
        case Rule::amsgrad:
        case Rule::radam:
        case Rule::lamb:
            add_moments(maker, "exp_avg_sq", 0, settings.amsgrad);
            break;
        case Rule::adamax:
            add_moments(maker, "exp_inf");
            break;
        case Rule::nadam:
            add_moments(maker, "exp_avg_sq");
            maker.scalar("mu_product", 1);
            break;
        case Rule::rprop:
            maker.add("prev");
            maker.add("step_size", lr);
            break;
        case Rule::lion:
            maker.add("exp_avg");
            break;
        case Rule::adafactor:
            add_factors(maker, settings);
            break;
        case Rule::adabelief:
            add_moments(maker, "exp_avg_var");
            break;
        case Rule::yogi:
            add_moments(maker, "exp_avg_sq", settings.initial_accumulator_value);
            break;
        case Rule::muon:
            add_muon(maker);
            break;
        case Rule::schedule_free:
            maker.add("exp_avg_sq");
            maker.add_each("z", copy_of<Real>);
            maker.add_each("x", copy_of<Real>);
            maker.scalar("weight_sum", 0);
            break;
        case Rule::ftrl:
            maker.add("n");
            maker.add_each(
                "z", [&](const Parameter<Real>& tensor) { return leader(settings, lr, tensor); });
            break;
    }
    return std::move(maker.state);
}

template <class Real>
double Step<Real>::decay_share(double rate) const {
    switch (settings.decay) {
        case DecayMode::l2:
            return 0;
        case DecayMode::decoupled:
            return rate * settings.weight_decay;
        case DecayMode::decoupled_paper:
            return (settings.lr > 0 ? rate / settings.lr : 0) * settings.weight_decay;
    }
    return 0;
}

template <class Real>
element::Decay<Real> Step<Real>::penalty() const {
    element::Decay<Real> made = direction();
    if (settings.decay == DecayMode::l2) made.l2 = static_cast<Real>(settings.weight_decay);
    return made;
}

template <class Real>
element::Decay<Real> Step<Real>::decay(double rate) const {
    element::Decay<Real> made = penalty();
    made.keep = static_cast<Real>(1 - decay_share(rate));
    return made;
}

template <class Real>
double& Step<Real>::scalar(std::string_view name) const {
    for (StateScalar& each : state.scalars)
        if (each.name == name) return each.value;
    return state.scalars.emplace_back(StateScalar{std::string(name), 0}).value;
}

template struct Step<float>;
template struct Step<double>;
template State<float> initial_state(const Settings&, double, std::span<const Parameter<float>>);
template State<double> initial_state(const Settings&, double, std::span<const Parameter<double>>);

}  // namespace pipelab::optim::detail
