#include "io/json_tokens.hpp"
#include "io/number.hpp"
#include "io/print.hpp"
#include "io/source.hpp"
#include "optim/linear_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace pipelab::optim {
namespace {

constexpr std::string_view model_format = "pipelab linear model";
constexpr double version = 1;
constexpr std::size_t longest_model = (std::size_t{4} << 30) - 64;

constexpr std::array<std::string_view, 6> loss_names{"squared", "logistic", "hinge",
                                                     "huber",   "quantile", "softmax"};
constexpr std::array<std::string_view, 5> rule_names{"adaptive", "sgd", "adagrad", "adam", "ftrl"};
constexpr std::array<std::string_view, 4> format_names{"auto", "libsvm", "csv", "json"};

/// One way to write and to read each member, so that neither can forget what the other knows: a
/// visitor is told name and place of all that is saved.
template <class Visitor>
void visit_state(Visitor& visit, LearnerState& state) {
    visit.count("outputs", state.outputs);
    visit.number("steps", state.steps);
    visit.number("total_weight", state.total_weight);
    visit.number("total_size", state.total_size);
    visit.number("shrink", state.shrink);
    visit.number("drift", state.drift);
    visit.fields("slots", state.slots, &LearnerState::Slot::weight, &LearnerState::Slot::squares,
                 &LearnerState::Slot::scale, &LearnerState::Slot::moment);
    visit.fields("visits", state.visits, &LearnerState::Visit::when, &LearnerState::Visit::value);
    visit.fields("averages", state.averages, &LearnerState::Visit::when,
                 &LearnerState::Visit::value);
    visit.numbers("batch_features", state.batch_features);
    visit.numbers("batch_gradients", state.batch_gradients);
    visit.number("batch_weight", state.batch_weight);
}

template <class Visitor>
void visit_metrics(Visitor& visit, LinearMetrics::Saved& saved) {
    visit.count("rows", saved.sums.rows);
    visit.number("weight", saved.sums.weight);
    visit.number("loss", saved.sums.loss);
    visit.number("correct", saved.sums.correct);
    visit.number("squares", saved.sums.squares);
    visit.number("sizes", saved.sums.sizes);
    visit.number("labels", saved.sums.labels);
    visit.number("label_squares", saved.sums.label_squares);
    visit.matrix("confusion", saved.confusion);
    visit.fields("scores", saved.scores, &RocArea::Cell::number, &RocArea::Cell::negatives,
                 &RocArea::Cell::positives);
}

template <class Visitor>
void visit_rule(Visitor& visit, SparseRule& rule) {
    visit.choice("rule", rule.kind, rule_names);
    visit.number("rate", rule.rate);
    visit.number("power", rule.power);
    visit.number("beta1", rule.beta1);
    visit.number("beta2", rule.beta2);
    visit.number("epsilon", rule.epsilon);
    visit.number("beta", rule.beta);
    visit.number("l1", rule.l1);
    visit.number("l2", rule.l2);
    visit.number("decay", rule.decay);
    visit.flag("average", rule.average);
}

template <class Visitor>
void visit_progress(Visitor& visit, FitProgress& progress) {
    visit.object("optimizer", [&](Visitor& v) { visit_rule(v, progress.rule); });
    visit.object("learner", [&](Visitor& v) { visit_state(v, progress.learner); });
    visit.object("seen", [&](Visitor& v) { visit_metrics(v, progress.seen); });
    visit.object("held_out", [&](Visitor& v) { visit_metrics(v, progress.held_out); });
    visit.number("last_weight", progress.last_weight);
    visit.number("last_loss", progress.last_loss);
    visit.count("rows", progress.rows);
    visit.count("hold_out", progress.hold_out);
    visit.count("batch", progress.batch);
    visit.count("waiting", progress.waiting);
    visit.flag("balanced", progress.balanced);
    visit.strings("class_names", progress.class_names);
    visit.numbers("class_weights", progress.class_weights);
    visit.numbers("class_counts", progress.class_counts);
}

/// A model in plain parts.
struct Parts {
    LinearLoss loss;
    std::vector<std::string> classes;
    bool classes_fixed = false, classes_seen = false;
    bool intercept = true;
    RowFormat format = RowFormat::automatic;
    TableColumns columns;
    std::vector<double> texts;
    std::uint64_t hash_bits = 0;
    std::vector<std::string> features;
    std::vector<double> categories;
    bool standardized = false, centred = false;
    double standardized_rows = 0;
    std::vector<Standardization::Moments> moments;
    std::uint64_t outputs = 1, width = 0;
    std::vector<double> index, weights;
};

template <class Visitor>
void visit_model(Visitor& visit, Parts& parts) {
    visit.choice("loss", parts.loss.kind, loss_names);
    visit.number("delta", parts.loss.delta);
    visit.number("quantile", parts.loss.quantile);
    visit.strings("classes", parts.classes);
    visit.flag("classes_fixed", parts.classes_fixed);
    visit.flag("classes_seen", parts.classes_seen);
    visit.flag("intercept", parts.intercept);
    visit.choice("rows", parts.format, format_names);
    visit.strings("columns", parts.columns.names);
    visit.numbers("text_columns", parts.texts);
    visit.text("label", parts.columns.label);
    visit.text("weight", parts.columns.weight);
    visit.strings("ignored", parts.columns.ignored);
    visit.strings("categorical", parts.columns.categorical);
    visit.count("hash_bits", parts.hash_bits);
    visit.strings("features", parts.features);
    visit.numbers("categories", parts.categories);
    visit.flag("standardized", parts.standardized);
    visit.flag("centred", parts.centred);
    visit.number("standardized_rows", parts.standardized_rows);
    visit.fields("moments", parts.moments, &Standardization::Moments::count,
                 &Standardization::Moments::mean, &Standardization::Moments::squares);
    visit.count("outputs", parts.outputs);
    visit.count("width", parts.width);
    visit.numbers("index", parts.index);
    visit.numbers("weights", parts.weights);
}

/// Writes members of an object one a line.
class Writer {
  public:
    std::string out = "{";

    void number(std::string_view name, double value) { begin(name) += io::printed(value); }
    template <class Count>
    void count(std::string_view name, Count value) {
        begin(name) += std::to_string(value);
    }
    void flag(std::string_view name, bool value) { begin(name) += value ? "true" : "false"; }
    void text(std::string_view name, std::string_view value) {
        io::append_json_quoted_bytes(begin(name), value);
    }
    template <class Choice, std::size_t n>
    void choice(std::string_view name, Choice value, const std::array<std::string_view, n>& names) {
        text(name, names[static_cast<std::size_t>(value)]);
    }
    void strings(std::string_view name, const std::vector<std::string>& values) {
        begin(name);
        list(values, [&](const std::string& value) { io::append_json_quoted_bytes(out, value); });
    }
    template <class Number>
    void numbers(std::string_view name, const std::vector<Number>& values) {
        begin(name);
        list(values, [&](Number value) { out += io::printed(static_cast<double>(value)); });
    }
    void matrix(std::string_view name, const std::vector<std::vector<double>>& lines) {
        begin(name);
        list(lines, [&](const std::vector<double>& line) {
            list(line, [&](double value) { out += io::printed(value); });
        });
    }
    template <class Record, class... Members>
    void fields(std::string_view name, const std::vector<Record>& records, Members... members) {
        begin(name);
        list(records, [&](const Record& record) {
            out += '[';
            ((out += io::printed(static_cast<double>(record.*members)), out += ','), ...);
            out.back() = ']';
        });
    }
    template <class Visit>
    void object(std::string_view name, const Visit& visit) {
        begin(name) += '{';
        visit(*this);
        out += "\n}";
    }

  private:
    std::string& begin(std::string_view name) {
        out += out.back() == '{' ? "\n\"" : ",\n\"";
        out += name;
        return out += "\":";
    }
    template <class Values, class Put>
    void list(const Values& values, const Put& put) {
        out += '[';
        bool first = true;
        for (const auto& value : values) {
            if (!std::exchange(first, false)) out += ',';
            put(value);
        }
        out += ']';
    }
};

/// Reads members of an object in any order; others are passed over.
class ModelReader {
  public:
    ModelReader(const io::JsonTokens& tokens, io::JsonCursor& cursor, std::size_t depth = 1)
        : tokens_(tokens), cursor_(cursor), depth_(depth), begin_(cursor.offset()) {
        cursor.expect('{', "an object");
        bool more = cursor.peek() != '}';
        if (!more) ++cursor.at;
        while (more) {
            const std::size_t offset = cursor.offset();
            const std::string key = cursor.key();
            if (!members_.emplace(key, cursor.at).second)
                cursor.fail(offset, "the key '" + key + "' occurs twice");
            cursor.skip(depth);
            more = cursor.more('}');
        }
        end_ = cursor.at;
    }

    bool has(const std::string& name) const { return members_.count(name) > 0; }
    /// Behind the object.
    void leave() { cursor_.at = end_; }

    void number(const std::string& name, double& value) {
        seek(name);
        value = number();
    }
    template <class Count>
    void count(const std::string& name, Count& value) {
        seek(name);
        const auto read = io::parse_uint64(cursor_.token());
        if (!read) cursor_.fail_here("a whole number");
        value = static_cast<Count>(*read);
    }
    void flag(const std::string& name, bool& value) {
        seek(name);
        const std::string_view token = cursor_.token();
        if (token != "true" && token != "false") cursor_.fail_here("true or false");
        value = token == "true";
    }
    void text(const std::string& name, std::string& value) {
        seek(name);
        value = text();
    }
    template <class Choice, std::size_t n>
    void choice(const std::string& name, Choice& value,
                const std::array<std::string_view, n>& names) {
        seek(name);
        const std::size_t offset = cursor_.offset();
        const std::string word = text();
        std::size_t i = 0;
        while (i < n && names[i] != word) ++i;
        if (i == n) cursor_.fail(offset, "'" + word + "' is no " + name + " that is known");
        value = static_cast<Choice>(i);
    }
    void strings(const std::string& name, std::vector<std::string>& values) {
        seek(name);
        list([&] { values.push_back(text()); });
    }
    template <class Number>
    void numbers(const std::string& name, std::vector<Number>& values) {
        seek(name);
        list([&] { values.push_back(converted<Number>(number())); });
    }
    void matrix(const std::string& name, std::vector<std::vector<double>>& lines) {
        seek(name);
        list([&] {
            auto& line = lines.emplace_back();
            list([&] { line.push_back(number()); });
        });
    }
    template <class Record, class... Members>
    void fields(const std::string& name, std::vector<Record>& records, Members... members) {
        seek(name);
        list([&] {
            Record& record = records.emplace_back();
            const std::size_t offset = cursor_.offset();
            std::vector<double> values;
            list([&] { values.push_back(number()); });
            if (values.size() != sizeof...(members))
                cursor_.fail(offset, "expected " + std::to_string(sizeof...(members)) + " numbers");
            std::size_t i = 0;
            ((record.*members =
                  converted<std::remove_reference_t<decltype(record.*members)>>(values[i++])),
             ...);
        });
    }
    template <class Visit>
    void object(const std::string& name, const Visit& visit) {
        seek(name);
        ModelReader inner(tokens_, cursor_, depth_ + 1);
        visit(inner);
    }
    [[noreturn]] void fail(const std::string& message) const { cursor_.fail(begin_, message); }

  private:
    void seek(const std::string& name) {
        const auto found = members_.find(name);
        if (found == members_.end()) fail("there is no member '" + name + "'");
        cursor_.at = found->second;
    }
    double number() {
        const auto read = io::parse_double(cursor_.token());
        if (!read || !std::isfinite(*read)) cursor_.fail_here("a number");
        ++cursor_.at;
        return *read;
    }
    template <class Number>
    Number converted(double value) const {
        if constexpr (std::is_integral_v<Number>) {
            if (!(value >= 0 && value < most_features)) fail("a whole number is out of range");
        }
        return static_cast<Number>(value);
    }
    std::string text() {
        const std::size_t offset = cursor_.offset();
        const auto read = tokens_.unescaped(cursor_.string());
        if (!read) cursor_.fail(offset, "string with an escape that is not known");
        return *read;
    }
    template <class Take>
    void list(const Take& take) {
        cursor_.expect('[', "an array");
        bool more = cursor_.peek() != ']';
        if (!more) ++cursor_.at;
        while (more) {
            take();
            more = cursor_.more(']');
        }
    }

    const io::JsonTokens& tokens_;
    io::JsonCursor& cursor_;
    std::size_t depth_, begin_, end_ = 0;
    std::map<std::string, std::size_t> members_;
};

Parts parts_of(const LinearModel& model) {
    Parts parts;
    parts.loss = model.loss;
    parts.classes = model.labels.names();
    parts.classes_fixed = model.labels.fixed();
    parts.classes_seen = model.labels.seen();
    parts.intercept = model.intercept;
    parts.format = model.format;
    parts.columns = model.columns;
    for (std::size_t i = 0; i < model.columns.texts.size(); ++i)
        if (model.columns.texts[i]) parts.texts.push_back(static_cast<double>(i + 1));
    parts.hash_bits = static_cast<std::uint64_t>(model.features.hash_bits());
    parts.features = model.features.names();
    for (std::uint32_t i = 1; i <= parts.features.size(); ++i)
        if (model.features.is_category(i)) parts.categories.push_back(i);
    if (model.standardization) {
        parts.standardized = true;
        parts.centred = model.standardization->centred();
        parts.standardized_rows = model.standardization->rows();
        parts.moments = model.standardization->moments();
    }
    parts.outputs = model.outputs;
    parts.width = model.weights.size() / std::max<std::size_t>(model.outputs, 1);
    for (std::size_t f = 0; f < parts.width; ++f) {
        const auto from = model.weights.begin() + static_cast<std::ptrdiff_t>(f * model.outputs);
        const auto to = from + static_cast<std::ptrdiff_t>(model.outputs);
        if (std::all_of(from, to, [](double weight) { return weight == 0; })) continue;
        parts.index.push_back(static_cast<double>(f));
        parts.weights.insert(parts.weights.end(), from, to);
    }
    return parts;
}

std::vector<bool> marked(const std::vector<double>& places, std::size_t size,
                         const ModelReader& reader) {
    std::vector<bool> marks(size, false);
    for (const double place : places) {
        if (!(place >= 1 && place <= static_cast<double>(size)))
            reader.fail("a place is too large");
        marks[static_cast<std::size_t>(place) - 1] = true;
    }
    return marks;
}

LinearModel model_of(Parts parts, const ModelReader& reader) {
    LinearModel model;
    model.loss = parts.loss;
    if (!(parts.loss.delta > 0) || !(parts.loss.quantile > 0 && parts.loss.quantile < 1))
        reader.fail("delta or quantile are out of their ranges");
    const Task task = parts.loss.task();
    if ((task == Task::regression) != parts.classes.empty() && task != Task::multiclass)
        reader.fail("the classes are not those of the loss");
    try {
        model.labels =
            LabelMap::restored(task, parts.classes, parts.classes_fixed, parts.classes_seen);
    } catch (const base::UsageError&) {
        reader.fail("the classes are not those of the loss");
    }
    model.intercept = parts.intercept;
    model.format = parts.format;
    model.columns = std::move(parts.columns);
    if (!model.columns.names.empty())
        model.columns.texts = marked(parts.texts, model.columns.names.size(), reader);
    if (parts.hash_bits > 27) reader.fail("hash_bits is above 27");
    model.features = FeatureMap(static_cast<int>(parts.hash_bits));
    auto categories = marked(parts.categories, parts.features.size(), reader);
    model.features.restore(std::move(parts.features), std::move(categories));
    if (parts.standardized) {
        model.standardization.emplace(parts.centred);
        model.standardization->restore(parts.standardized_rows, std::move(parts.moments));
    }
    model.outputs = parts.outputs;
    const std::size_t classes = task == Task::multiclass ? parts.classes.size() : 1;
    if (parts.outputs < 1 || parts.outputs > LabelMap::most_classes ||
        (parts.outputs != classes && classes > 0))
        reader.fail("outputs is not the number of classes");
    if (parts.width > most_features || parts.weights.size() != parts.index.size() * parts.outputs)
        reader.fail("index and weights do not belong together");
    model.weights.assign(parts.width * parts.outputs, 0.0);
    for (std::size_t i = 0; i < parts.index.size(); ++i) {
        if (!(parts.index[i] >= 0 && parts.index[i] < static_cast<double>(parts.width)))
            reader.fail("a feature is beyond width");
        const auto at = static_cast<std::size_t>(parts.index[i]) * parts.outputs;
        std::copy_n(parts.weights.begin() + static_cast<std::ptrdiff_t>(i * parts.outputs),
                    parts.outputs, model.weights.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return model;
}

/// So that no index of it lies outside of what learning allots.
void check_progress(const FitProgress& progress, const ModelReader& reader) {
    const LearnerState& state = progress.learner;
    const auto fits = [&](std::size_t size) { return size == 0 || size == state.slots.size(); };
    const bool penalised =
        progress.rule.penalised() && state.visits.empty() && !state.slots.empty();
    const bool averaged = progress.rule.average && state.averages.empty() && !state.slots.empty();
    if (state.outputs < 1 || state.slots.size() % state.outputs != 0 ||
        !fits(state.visits.size()) || !fits(state.averages.size()) || penalised || averaged)
        reader.fail("the state of the learner contradicts itself");
    for (const auto* saved : {&progress.seen, &progress.held_out}) {
        const bool square =
            std::all_of(saved->confusion.begin(), saved->confusion.end(),
                        [&](const auto& line) { return line.size() == saved->confusion.size(); });
        const bool within = std::all_of(saved->scores.begin(), saved->scores.end(),
                                        [](const auto& cell) { return cell.number < 1U << 20; });
        if (!square || !within) reader.fail("its measures contradict themselves");
    }
    if (state.batch_gradients.size() != state.batch_features.size() * state.outputs ||
        !(state.batch_weight >= 0))
        reader.fail("its batch contradicts itself");
    if (progress.class_names.size() != progress.class_weights.size() || progress.batch < 1)
        reader.fail("its settings contradict themselves");
}

}  // namespace

std::string model_json(const LinearModel& model, const FitProgress* progress) {
    Writer writer;
    writer.text("format", model_format);
    writer.number("version", version);
    Parts parts = parts_of(model);
    visit_model(writer, parts);
    if (progress != nullptr) {
        FitProgress copy = *progress;
        writer.object("progress", [&](Writer& inner) { visit_progress(inner, copy); });
    }
    return writer.out + "\n}\n";
}

SavedModel parse_model(std::string_view text, const std::string& name) {
    const base::Position start{name, 1, 1};
    const std::string padded = std::string(text) + std::string(64, ' ');
    const std::string_view body(padded.data(), text.size());
    io::JsonTokens tokens;
    tokens.escapes = io::JsonEscapes::bytes;
    if (const char* problem = tokens.run(body)) throw base::DataError({name, 0, 0}, problem);
    io::JsonCursor cursor(tokens, body, start);
    ModelReader reader(tokens, cursor);
    if (!cursor.done()) cursor.fail_here("the end of the file");
    std::string format;
    if (reader.has("format")) reader.text("format", format);
    if (format != model_format)
        throw base::DataError({name, 0, 0}, "this is no linear model (optim-demo fit writes one)");
    double found = 0;
    reader.number("version", found);
    if (found != version)
        throw base::DataError({name, 0, 0}, "a model of a version that is not known");
    Parts parts;
    visit_model(reader, parts);
    SavedModel saved{model_of(std::move(parts), reader), std::nullopt};
    if (reader.has("progress")) {
        FitProgress progress;
        reader.object("progress", [&](ModelReader& inner) { visit_progress(inner, progress); });
        check_progress(progress, reader);
        saved.progress = std::move(progress);
    }
    return saved;
}

SavedModel read_model(const std::string& path) {
    return parse_model(io::read_all(path, longest_model), path == "-" ? "stdin" : path);
}

}  // namespace pipelab::optim
