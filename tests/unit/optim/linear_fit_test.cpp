#include "optim/linear_fit.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "optim/linear_predict.hpp"
#include "optim/linear_summary.hpp"

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

TEST_CASE("a resumed pass gives the same bytes as an unbroken one") {
    const File whole(libsvm_text(0, 700)), first(libsvm_text(0, 333)), rest(libsvm_text(333, 700));
    using Kind = SparseRule::Kind;
    for (const Kind kind : {Kind::adaptive, Kind::sgd, Kind::adagrad, Kind::adam, Kind::ftrl})
        for (const int variant : {0, 1, 2}) {
            FitSettings settings = settings_of(kind);
            settings.hold_out = 7;
            settings.standardize = variant == 1 || kind == Kind::sgd;
            settings.rule.average = variant == 2;
            settings.balanced = variant == 0;
            if (variant == 1) {
                settings.rule.l1 = 1e-3;
                settings.rule.l2 = 1e-2;
            }
            const Outcome unbroken = fit({whole.path()}, settings);
            const Outcome begun = fit({first.path()}, settings);
            SavedModel saved = parse_model(model_json(begun.model, &begun.state), "state");
            REQUIRE(saved.progress);
            RowSource source;
            source.paths = {rest.path()};
            FitProgress state;
            const FitResult result = fit_linear(source, {}, saved.model, std::move(saved.progress),
                                                {}, base::Control::none(), &state);
            CHECK(model_json(saved.model) == model_json(unbroken.model));
            CHECK(model_json(saved.model, &state) == model_json(unbroken.model, &unbroken.state));
            CHECK(summary_text(result, saved.model, true) ==
                  summary_text(unbroken.result, unbroken.model, true));
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

TEST_CASE("divergence keeps the state before it") {
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
