#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pipelab::optim {

/// The update rules. In the equations p are the parameters, g the gradient (its negative with
/// `maximize`) of step t = 1, 2, ..., and all products and roots are element by element. Where
/// paper and PyTorch 1.13 differ, the rule is PyTorch's and the difference is named.
enum class Rule {
    /// b = momentum b + (1 - dampening) g (the first time b = g); p -= lr b, with nesterov
    /// p -= lr (g + momentum b). Sutskever et al. 2013; there lr is inside of b.
    sgd,
    /// p = (1 - lambd eta) p - eta g, ax the average of p from step t0 on, eta = lr / (1 + lambd lr
    /// t)^alpha one step late. Polyak, Juditsky 1992; Bottou 2010.
    asgd,
    /// s += g^2; p -= lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + eps). Duchi, Hazan, Singer 2011.
    adagrad,
    /// s = alpha s + (1 - alpha) g^2; p -= lr g / (sqrt(s) + eps), with momentum through b =
    /// momentum b + g / (...). Centered: s - (mean of g)^2 under the root. Hinton 2012, lecture 6;
    /// Graves 2013 (38-45), where eps is under the root.
    rmsprop,
    /// s = rho s + (1 - rho) g^2; d = sqrt(a + eps) / sqrt(s + eps) g; a = rho a + (1 - rho) d^2;
    /// p -= lr d. Zeiler 2012, algorithm 1, where lr is 1.
    adadelta,
    /// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p -= lr m^ / (sqrt(v^) + eps),
    /// m^ = m / (1 - beta1^t), v^ = v / (1 - beta2^t). Kingma, Ba 2015, algorithm 1. amsgrad puts
    /// the largest v so far in the place of v; Reddi et al. 2018, where nothing is corrected for
    /// bias.
    adam,
    /// adam with weight decay beside the gradient instead of in it. Loshchilov, Hutter 2019,
    /// algorithm 2, where the decay is not multiplied by lr: DecayMode::decoupled_paper.
    adamw,
    /// adam with u = max(beta2 u, |g| + eps) in the place of sqrt(v^) + eps. Kingma, Ba 2015,
    /// algorithm 2, without eps.
    adamax,
    /// adam with amsgrad always on.
    amsgrad,
    /// adam with Nesterov's look ahead: momenta mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), p
    /// -= lr ((1 - mu_t) / (1 - M_t) g + mu_{t+1} / (1 - M_{t+1}) m) / (sqrt(v^) + eps), M_t = mu_1
    /// ... mu_t. Dozat 2016. PyTorch 1.13 counts mu_t twice in M_{t+1}; `exact_product` does not.
    nadam,
    /// adam whose sqrt(v^) + eps is left out while the length rho_t of the average is at most 5,
    /// else scaled by the rectification r_t. Liu et al. 2020, algorithm 2, where 4 stands for 5.
    radam,
    /// Each parameter has a step size (lr at first), times etaplus while its gradient keeps its
    /// sign, times etaminus (and no move) when it changes, within [step_min, step_max]. Riedmiller,
    /// Braun 1993, as iRprop- of Igel, Huesken 2000.
    rprop,
    /// p -= lr sign(beta1 m + (1 - beta1) g), then m = beta2 m + (1 - beta2) g. Chen et al. 2023,
    /// algorithm 2.
    lion,
    /// adam whose update r = m^ / (sqrt(v^) + eps) + weight_decay p gets, tensor by tensor, the
    /// norm of p: p -= lr |p| / |r| r (the factor 1 where a norm is 0). You et al. 2020, algorithm
    /// 2.
    lamb,
    /// Second moments of matrices as a product of rows and columns (of tensors of more axes over
    /// the last two), relative step sizes max(eps2, RMS(p)) min(1e-2, 1 / sqrt(t)), updates clipped
    /// to RMS clip_threshold. Shazeer, Stern 2018, algorithms 4 to 6. lr multiplies the step size;
    /// without relative_step it stands for min(...), without scale_parameter RMS(p) is left out.
    adafactor,
    /// adam with s = beta2 s + (1 - beta2) (g - m)^2 + eps in the place of v. Zhuang et al. 2020,
    /// algorithm 2.
    adabelief,
    /// v -= (1 - beta2) sign(v - g^2) g^2, v_0 = initial_accumulator_value; p -= lr m / (sqrt(v) +
    /// eps), nothing corrected for bias. Zaheer et al. 2018, algorithm 2.
    yogi,
    /// Matrices: b = momentum b + g, u = b or, with nesterov, g + momentum b; p -= lr sqrt(max(1,
    /// rows / columns)) O, O the nearly orthogonal factor of u after ns_steps Newton-Schulz steps X
    /// = 3.4445 X - 4.7750 X X' X + 2.0315 X X' X X' X. Jordan et al. 2024. Tensors of more axes
    /// are matrices of their first axis by all others. Those of one axis, and of none, are updated
    /// as by adamw with beta1, beta2, eps and the same lr.
    muon,
    /// z -= a (g / (sqrt(v) + eps) + weight_decay y), x = (1 - c) x + c z with c = a^2 / (sum of
    /// all a^2), p = y = (1 - beta1) z + beta1 x; a = lr sqrt(1 - beta2^t) min(1, t /
    /// warmup_steps). Gradients are taken at y; the result is x, Optimiser::result. Defazio et al.
    /// 2024, alg. 1.
    schedule_free,
    /// s = (sqrt(n + g^2) - sqrt(n)) / lr; z += g - s p; n += g^2; p = 0 where |z| <= l1, else -(z
    /// - sign(z) l1) / ((beta + sqrt(n)) / lr + l2). McMahan et al. 2013, algorithm 1; parameters
    /// that do not start at 0 start from the z that gives them.
    ftrl,
};

/// What weight_decay means. lr is that of the step, lr_0 that of the settings.
enum class DecayMode {
    l2,               ///< g += weight_decay p: the gradient of a penalty
    decoupled,        ///< p *= 1 - lr weight_decay: PyTorch's AdamW
    decoupled_paper,  ///< p *= 1 - (lr / lr_0) weight_decay: Loshchilov, Hutter 2019
};

/// All numbers that the rules know, with the names of torch.optim; each rule uses some of them
/// (hyperparameters) and has defaults of its own (defaults).
struct Settings {
    Rule rule = Rule::sgd;
    double lr = 0;
    double lr_decay = 0;
    double weight_decay = 0;
    DecayMode decay = DecayMode::l2;
    bool maximize = false;
    double momentum = 0, dampening = 0;
    bool nesterov = false;
    double beta1 = 0, beta2 = 0, eps = 0;
    bool amsgrad = false;
    double momentum_decay = 0;
    bool exact_product = false;
    double alpha = 0;
    bool centered = false;
    double rho = 0;
    double lambd = 0, t0 = 0;
    double etaminus = 0, etaplus = 0, step_min = 0, step_max = 0;
    double initial_accumulator_value = 0;
    double eps2 = 0, clip_threshold = 0, decay_rate = 0;
    bool relative_step = false, scale_parameter = false;
    double ns_steps = 0;
    double warmup_steps = 0;
    double beta = 0, l1 = 0, l2 = 0;
};

/// One member of Settings that users may set.
struct Hyperparameter {
    const char* name;  ///< as the member: "weight_decay"
    std::variant<double Settings::*, bool Settings::*> member;
    double low, high;  ///< the values allowed; `high` itself is none if `open`
    bool open;
    const char* help;
};

/// The defaults of a rule: those of torch.optim, else of its paper.
Settings defaults(Rule rule);
/// What can be set for `rule`, lr first.
std::vector<const Hyperparameter*> hyperparameters(Rule rule);
/// All of them, in the order of Settings.
std::span<const Hyperparameter> hyperparameters();

/// Two hyperparameters that PyTorch takes together: betas = (beta1, beta2).
struct HyperparameterPair {
    const char* name;
    const char* first;
    const char* second;
    const char* help;
};
std::span<const HyperparameterPair> hyperparameter_pairs();

/// The name of a rule ("schedule-free") or decay mode ("decoupled-paper"), and back.
std::string_view name_of(Rule rule);
std::string_view name_of(DecayMode mode);
std::optional<Rule> find_rule(std::string_view name);
std::optional<DecayMode> find_decay_mode(std::string_view name);
/// All rules, in the order of the enumeration.
std::span<const Rule> rules();
/// One line: what it is and where it comes from.
std::string_view summary(Rule rule);

/// UsageError that names the first number out of its range. Numbers that the rule does not use are
/// not looked at.
void check(const Settings& settings);

}  // namespace pipelab::optim
