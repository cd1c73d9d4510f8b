#include "optim/linear_fit.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "optim/linear_predict.hpp"
#include "optim/linear_summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace linear_fit_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

/// A file that is gone at the end.
class File {
  public:
    explicit File(const std::string& text) {
        char path[] = "/tmp/pipelab-fit-XXXXXX";
        const int descriptor = mkstemp(path);
        REQUIRE(descriptor >= 0);
        path_ = path;
        std::ofstream(path_) << text;
        std::fclose(fdopen(descriptor, "r"));
    }
    ~File() { std::remove(path_.c_str()); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

std::string libsvm_text(std::uint64_t first, std::uint64_t last) {
    const base::Random random(5);
    std::string text;
    for (std::uint64_t i = first; i < last; ++i) {
        const double x = random.normal(4 * i), y = random.normal(4 * i + 1);
        const double noise = random.normal(4 * i + 2);
        text += x - 2 * y + noise > 0.4 ? "1" : "0";
        text += " 1:" + std::to_string(x) + " 2:" + std::to_string(y * 100);
        if (i % 3 == 0) text += " 7:1";
        text += "\n";
    }
    return text;
}

LinearModel empty_model(const FitSettings& settings) {
    LinearModel model;
    model.loss = settings.loss;
    model.labels = LabelMap(settings.loss.task(), settings.labels);
    model.features = FeatureMap(settings.hash_bits);
    return model;
}

struct Outcome {
    LinearModel model;
    FitResult result;
    FitProgress state;
};

Outcome fit(const std::vector<std::string>& paths, const FitSettings& settings,
            RowSource source = {}) {
    source.paths = paths;
    Outcome outcome{empty_model(settings), FitResult(settings.loss), {}};
    outcome.result = fit_linear(source, settings, outcome.model, std::nullopt, {},
                                base::Control::none(), &outcome.state);
    return outcome;
}

FitSettings settings_of(SparseRule::Kind kind) {
    FitSettings settings;
    settings.loss.kind = LinearLoss::Kind::logistic;
    settings.rule.kind = kind;
    settings.rule.rate = kind == SparseRule::Kind::adam ? 0.01 : 0.1;
    return settings;
}

}  // namespace

namespace {

using Kind = SparseRule::Kind;

/// Rows of three classes, or of two, with features and classes that come up late.
std::string random_rows(const base::Random& random, std::uint64_t count, LinearLoss::Kind loss) {
    std::string text;
    for (std::uint64_t i = 0; i < count; ++i) {
        const double x = random.normal(8 * i), y = random.normal(8 * i + 1);
        const double score = x - 2 * y + random.normal(8 * i + 2);
        if (loss == LinearLoss::Kind::softmax) {
            text += score > 1 && i > count / 3 ? "c" : score > 0 ? "b" : "a";
        } else {
            text += score > 0 ? "1" : "0";
        }
        text += "," + std::to_string(x) + "," + std::to_string(y * 100);
        text += "," + std::string(1, static_cast<char>('p' + random.integer(8 * i + 3, 2 + i / 8)));
        text += random.uniform(8 * i + 4) < 0.1 ? ",0\n" : ",1.5\n";
    }
    return text;
}

FitSettings random_settings(const base::Random& random) {
    FitSettings settings;
    auto chance = [&, at = std::uint64_t{0}](double p) mutable { return random.uniform(at++) < p; };
    settings.loss.kind =
        std::array{LinearLoss::Kind::squared, LinearLoss::Kind::logistic, LinearLoss::Kind::softmax,
                   LinearLoss::Kind::hinge}[random.integer(100, 4)];
    settings.rule.kind = static_cast<Kind>(random.integer(101, 5));
    settings.rule.rate = 0.05;
    settings.standardize = chance(0.3) || settings.rule.kind == Kind::sgd;
    const bool classes = settings.loss.task() != Task::regression;
    settings.balanced = classes && chance(0.3);
    settings.hold_out = chance(0.4) ? 2 + random.integer(102, 6) : 0;
    settings.rule.average = chance(0.4);
    if (!settings.rule.average && chance(0.6)) {
        settings.rule.l1 = chance(0.5) ? 1e-3 : 0;
        settings.rule.l2 = chance(0.5) ? 1e-2 : 0;
        settings.rule.decay = chance(0.3) ? 1e-2 : 0;
    }
    settings.batch = std::array<std::uint64_t, 5>{1, 3, 10, 64, 0}[random.integer(103, 5)];
    if (!settings.standardize && chance(0.3)) settings.hash_bits = 4;
    return settings;
}

RowSource weighted_table() {
    RowSource source;
    source.delimiter = ',';
    source.weight = "5";
    return source;
}

/// All that a run leaves behind.
std::string everything(const Outcome& outcome) {
    return model_json(outcome.model) + model_json(outcome.model, &outcome.state) +
           summary_text(outcome.result, outcome.model, true);
}

Outcome resume(const Outcome& begun, const std::string& path, RowSource source) {
    SavedModel saved = parse_model(model_json(begun.model, &begun.state), "state");
    REQUIRE(saved.progress);
    source.paths = {path};
    Outcome outcome{std::move(saved.model), FitResult(begun.model.loss), {}};
    outcome.result = fit_linear(source, {}, outcome.model, std::move(saved.progress), {},
                                base::Control::none(), &outcome.state);
    return outcome;
}

std::size_t line_begin(const std::string& text, std::uint64_t line) {
    std::size_t at = 0;
    for (; line > 0; --line) at = text.find('\n', at) + 1;
    return at;
}

}  // namespace

TEST_CASE("a resumed pass gives the same bytes as an unbroken one") {
    const std::uint64_t runs = testing::quick ? 120 : 1500;
    for (std::uint64_t run = 0; run < runs; ++run) {
        const base::Random random(run);
        const FitSettings settings = random_settings(random);
        const std::uint64_t count = 20 + random.integer(110, 130);
        const std::string text = random_rows(random, count, settings.loss.kind);
        const File whole(text);
        const Outcome unbroken = fit({whole.path()}, settings, weighted_table());
        // At the border of a batch, too, and without any further row.
        std::uint64_t cut = 1 + random.integer(111, count);
        if (settings.batch > 1 && run % 3 == 0) cut = std::min(count, cut / settings.batch + 1);
        const std::size_t at = line_begin(text, cut);
        const File first(text.substr(0, at)), rest(text.substr(at));
        INFO("run " << run << ", rule " << static_cast<int>(settings.rule.kind) << ", loss "
                    << static_cast<int>(settings.loss.kind) << ", batch " << settings.batch
                    << ", broken after " << cut << " of " << count);
        const Outcome begun = fit({first.path()}, settings, weighted_table());
        const Outcome resumed = resume(begun, rest.path(), weighted_table());
        REQUIRE(everything(resumed) == everything(unbroken));
    }
}

TEST_CASE("a batch of all rows is one step, whatever the breaks") {
    FitSettings settings = settings_of(Kind::sgd);
    settings.batch = 0;
    const File whole(libsvm_text(0, 90)), first(libsvm_text(0, 41)), rest(libsvm_text(41, 90));
    const Outcome unbroken = fit({whole.path()}, settings);
    CHECK(unbroken.state.learner.steps == 0);
    CHECK(unbroken.state.waiting == 90);
    CHECK(everything(resume(fit({first.path()}, settings), rest.path(), {})) ==
          everything(unbroken));
    // By hand: logistic regression from 0 moves by the mean of (label - 1/2) x.
    double mean = 0;
    const std::string text = libsvm_text(0, 90);
    for (std::uint64_t i = 0; i < 90; ++i) {
        const std::size_t at = line_begin(text, i);
        mean += (text[at] == '1' ? 0.5 : -0.5) * std::stod(text.substr(text.find("1:", at) + 2));
    }
    CHECK(unbroken.model.weights[1] == Approx(0.1 * mean / 90).epsilon(1e-12));
}

TEST_CASE("bad rows leave the state of the rows before them, whatever the chunks and threads") {
    const int threads = base::threads();
    const std::string good = libsvm_text(0, 9000);  // some chunks of text
    FitSettings settings = settings_of(Kind::adaptive);
    settings.rule.average = true;
    settings.batch = 7;
    settings.standardize = true;
    for (const std::uint64_t rows : {1U, 100U, 1500U, 1600U, 8999U})
        for (const std::string bad : {"x 1:1e200\n", "1 2:3 1:2\n", "7 1:2\n", "1:2\n"}) {
            const std::size_t at = line_begin(good, rows);
            const File damaged(good.substr(0, at) + bad + good.substr(at)),
                alone(good.substr(0, at));
            const Outcome expected = fit({alone.path()}, settings);
            for (const int count : {1, 3}) {
                base::set_threads(count);
                Outcome found{empty_model(settings), FitResult(settings.loss), {}};
                RowSource source;
                source.paths = {damaged.path()};
                CHECK_THROWS_WITH(fit_linear(source, settings, found.model, std::nullopt, {},
                                             base::Control::none(), &found.state),
                                  Catch::Contains(damaged.path() + ":" + std::to_string(rows + 1)));
                REQUIRE(model_json(found.model, &found.state) ==
                        model_json(expected.model, &expected.state));
                base::set_threads(threads);
            }
        }
}

TEST_CASE("bad rows of tables leave no names behind") {
    FitSettings settings;
    settings.loss.kind = LinearLoss::Kind::softmax;
    const std::string good = "a,1,x\nb,2,y\na,3,x\n";
    const File alone(good);
    RowSource source;
    source.delimiter = ',';
    const Outcome expected = fit({alone.path()}, settings, source);
    for (const std::uint64_t epochs : {1U, 3U})
        for (const std::string bad : {"c,oops,z\n", "c,4\n", ",4,w\n", "c,inf,u\n"}) {
            const File damaged(good + bad + "d,5,v\n");
            Outcome found{empty_model(settings), FitResult(settings.loss), {}};
            source.paths = {damaged.path()};
            settings.epochs = epochs;
            CHECK_THROWS_AS(fit_linear(source, settings, found.model, std::nullopt, {},
                                       base::Control::none(), &found.state),
                            base::DataError);
            CHECK(model_json(found.model, &found.state) ==
                  model_json(expected.model, &expected.state));
        }
}

TEST_CASE("divergence leaves the state of the rows before it") {
    for (const Kind kind : {Kind::adaptive, Kind::sgd, Kind::adagrad})
        for (const int variant : {0, 1, 2}) {
            FitSettings settings;
            settings.loss.kind = LinearLoss::Kind::softmax;
            settings.rule.kind = kind;
            settings.rule.l2 = variant == 1 ? 1e-2 : 0;
            settings.batch = variant == 2 ? 2 : 1;
            settings.balanced = true;
            RowSource source;
            source.delimiter = ',';
            const std::string good = "a,1,x\nb,2,y\na,3,x\nb,1,y\nb,7,y\n";
            const File alone(good), diverging(good + "c,1e300,z\na,5,w\n");
            const Outcome expected = fit({alone.path()}, settings, source);
            Outcome found{empty_model(settings), FitResult(settings.loss), {}};
            source.paths = {diverging.path()};
            CHECK_THROWS_AS(fit_linear(source, settings, found.model, std::nullopt, {},
                                       base::Control::none(), &found.state),
                            Diverged);
            CHECK(model_json(found.model, &found.state) ==
                  model_json(expected.model, &expected.state));
        }
}

TEST_CASE("there is no model of nothing") {
    const File none(""), comment("# nothing\n\n"), one(libsvm_text(0, 1));
    for (const int way : {0, 1, 2, 3}) {
        FitSettings settings = settings_of(Kind::sgd);
        if (way == 1) settings.exact.emplace();
        if (way == 2) settings.epochs = 2;
        if (way == 3) settings.folds = 2;
        CHECK_THROWS_WITH(fit({none.path()}, settings), "no rows in the input");
        CHECK_THROWS_WITH(fit({comment.path()}, settings), "no rows in the input");
        if (way == 3) {
            CHECK_THROWS_WITH(fit({one.path()}, settings), "fewer rows than folds: 1");
            continue;
        }
        settings.hold_out = 1;
        CHECK_THROWS_WITH(fit({one.path()}, settings), "no rows to learn from: all are held out");
    }
}

TEST_CASE("models read back as they were written, and predict alike") {
    const File table(
        "price,town,label,w\n1.5,Rome,a,1\n2,\"Os\"\"lo\",b,2\n0.25,Rome,c,1\n3,Bern,a,0.5\n");
    FitSettings settings;
    settings.loss.kind = LinearLoss::Kind::softmax;
    settings.standardize = true;
    RowSource source;
    source.header = true;
    source.delimiter = ',';
    source.weight = "w";
    const Outcome fitted = fit({table.path()}, settings, source);
    CHECK(fitted.model.labels.names() == std::vector<std::string>{"a", "b", "c"});
    CHECK(fitted.model.features.names() ==
          std::vector<std::string>{"price", "town=Rome", "town=Os\"lo", "town=Bern"});
    const std::string text = model_json(fitted.model);
    const SavedModel saved = parse_model(text, "m");
    CHECK(model_json(saved.model) == text);
    CHECK_FALSE(saved.progress);
    CHECK(saved.model.weights == fitted.model.weights);
}

TEST_CASE("what is no model is refused") {
    CHECK_THROWS_WITH(parse_model("{}", "m"), Catch::Contains("this is no linear model"));
    CHECK_THROWS_AS(parse_model("", "m"), base::DataError);
    CHECK_THROWS_AS(parse_model("[1,2]", "m"), base::DataError);
    const File rows(libsvm_text(0, 50));
    const Outcome fitted = fit({rows.path()}, settings_of(SparseRule::Kind::adagrad));
    const std::string text = model_json(fitted.model, &fitted.state);
    // Cut short anywhere, or with any byte changed, it is read or refused.
    for (std::size_t size = 0; size + 1 < text.size(); size += 37)
        CHECK_THROWS_AS(parse_model(text.substr(0, size), "m"), base::DataError);
    for (std::size_t at = 0; at < text.size(); at += 11) {
        std::string changed = text;
        changed[at] = '9';
        try {
            parse_model(changed, "m");
        } catch (const base::DataError&) {
            SUCCEED();
        }
    }
}

TEST_CASE("epochs over a file and over stored rows are the same") {
    const File rows(libsvm_text(0, 300));
    FitSettings settings = settings_of(SparseRule::Kind::adaptive);
    settings.epochs = 3;
    settings.hold_out = 10;
    const Outcome read_again = fit({rows.path()}, settings);
    CHECK(read_again.result.epochs == 3);
    LinearModel model = empty_model(settings);
    RowSource source;
    source.paths = {rows.path()};
    LinearInput input(source, model.features, model.labels, true);
    RowStore store;
    input.read(base::Control::none(),
               [&](LinearRows&& more) { store.append(more, 0, more.size()); });
    const FitResult stored =
        fit_stored(std::move(store), settings, model, {}, base::Control::none());
    CHECK(model.weights == read_again.model.weights);
    CHECK(stored.held_out.sums() == read_again.result.held_out.sums());
    CHECK(stored.held_out.rows() == 30);
    CHECK(stored.seen.rows() == 270);
}

TEST_CASE("fitting stops early and keeps the best weights") {
    const File rows(libsvm_text(0, 60));
    FitSettings settings = settings_of(SparseRule::Kind::adagrad);
    settings.rule.rate = 3;
    settings.epochs = 200;
    settings.hold_out = 3;
    settings.patience = 2;
    const Outcome stopped = fit({rows.path()}, settings);
    CHECK(stopped.result.stopped_early);
    settings.patience = 0;
    settings.epochs = stopped.result.epochs - 2;
    CHECK(fit({rows.path()}, settings).model.weights == stopped.model.weights);
}

TEST_CASE("folds are a partition, and no fold knows of its test rows") {
    const File rows(libsvm_text(0, 101));
    FitSettings settings = settings_of(SparseRule::Kind::adaptive);
    settings.exact.emplace();
    settings.standardize = true;
    settings.folds = 4;
    settings.seed = 3;
    const Outcome validated = fit({rows.path()}, settings);
    REQUIRE(validated.result.folds.size() == 4);
    std::uint64_t all = 0;
    for (const LinearMetrics& fold : validated.result.folds) {
        CHECK(fold.rows() >= 25);
        CHECK(fold.rows() <= 26);
        all += fold.rows();
    }
    CHECK(all == 101);
    // The first fold by hand: a model of the other rows alone, standardised by them.
    std::string train, test;
    const base::Random random(3);
    for (std::uint64_t i = 0; i < 101; ++i)
        (random.permuted(i, 101) % 4 == 0 ? test : train) += libsvm_text(i, i + 1);
    const File train_file(train), test_file(test);
    settings.folds = 0;
    const Outcome alone = fit({train_file.path()}, settings);
    io::Output nowhere("/dev/null");
    RowSource source;
    source.paths = {test_file.path()};
    const LinearMetrics expected = predict_rows(source, alone.model, PredictionKind::margin, false,
                                                false, nowhere, base::Control::none());
    CHECK(validated.result.folds[0].mean_loss() == Approx(*expected.mean_loss()).epsilon(1e-12));
}

TEST_CASE("class weights multiply the rows of a class") {
    std::string plain, doubled;
    for (std::uint64_t i = 0; i < 80; ++i) {
        const std::string row = libsvm_text(i, i + 1);
        plain += row;
        doubled += row[0] == '1' ? row + row : row;
    }
    const File once(plain), twice(doubled);
    FitSettings settings = settings_of(SparseRule::Kind::adaptive);
    settings.exact.emplace();
    settings.exact->tolerance = 1e-12;
    const Outcome expected = fit({twice.path()}, settings);
    settings.class_weights = {{"1", 2}};
    const Outcome weighted = fit({once.path()}, settings);
    for (std::size_t i = 0; i < expected.model.weights.size(); ++i)
        CHECK(weighted.model.weights[i] == Approx(expected.model.weights[i]).epsilon(1e-9));
}

TEST_CASE("divergence tells how far it came") {
    const File rows("1 1:1\n2 1:1000\n1 1:1000\n-5 1:1000\n1 1:1\n9 1:1e5\n1 1:1e200\n");
    FitSettings settings;
    settings.rule.kind = SparseRule::Kind::sgd;
    settings.rule.rate = 1e90;
    RowSource source;
    source.paths = {rows.path()};
    LinearModel model = empty_model(settings);
    FitProgress state;
    CHECK_THROWS_AS(
        fit_linear(source, settings, model, std::nullopt, {}, base::Control::none(), &state),
        Diverged);
    CHECK(state.rows == 2);
    CHECK(state.learner.steps == 2);
    for (const double weight : model.weights) CHECK(std::isfinite(weight));
}

}  // namespace linear_fit_test
