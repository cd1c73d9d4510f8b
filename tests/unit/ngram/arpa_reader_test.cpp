#include "ngram/arpa_reader.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_lines.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/model_links.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <random>
#include <string>

namespace arpa_reader_test {

using namespace pipelab;
using ngram_test::random_model;
using ngram_test::TemporaryModel;

namespace {

const std::string small = R"(\data\
ngram 1=5
ngram 2=4
ngram 3=2

\1-grams:
-1	<unk>	0
0	<s>	-0.5
-0.75	</s>	0
-0.5	a	-0.25
-0.625	b	-0.125

\2-grams:
-0.25	<s> a	-0.0625
-0.375	a b	-0.03125
-0.5	b a	0
-0.4	b </s>	0

\3-grams:
-0.125	<s> a b
-0.0625	a b </s>

\end\
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

ngram::ReadModel read(const std::string& text) {
    const TemporaryModel file(text);
    return ngram::read_arpa(file.path(), base::Control::none());
}

std::string written(const ngram::Model& model) {
    const TemporaryModel file("");
    io::Output out(file.path());
    ngram::write_arpa(model, out, base::Control::none());
    out.finish();
    return file.contents();
}

/// What is wrong, behind the path.
std::string error_of(const std::string& text) {
    const TemporaryModel file(text);
    try {
        ngram::read_arpa(file.path(), base::Control::none());
    } catch (const base::DataError& error) {
        const std::string message = error.what();
        REQUIRE(message.substr(0, file.path().size()) == file.path());
        return message.substr(file.path().size());
    }
    return "none";
}

}  // namespace

TEST_CASE("An ARPA model becomes a tree of suffixes") {
    const auto read_model = read(small);
    const ngram::Model& model = read_model.model;
    CHECK(read_model.warnings.empty());
    CHECK(read_model.blanks == 0);
    REQUIRE(model.order() == 3);
    CHECK(model.vocabulary.size() == 5);
    CHECK(model.levels[0].backoff[ngram::sentence_begin] == -0.5f);
    REQUIRE(model.levels[1].size() == 4);
    REQUIRE(model.levels[2].size() == 2);
    CHECK(ngram::text_of(model, model.vocabulary, 2, 0) == "a b </s>");
    CHECK(ngram::text_of(model, model.vocabulary, 2, 1) == "<s> a b");
    CHECK(model.levels[2].probability[1] == -0.125f);
    CHECK(model.levels[2].child.size() == 3);
}

TEST_CASE("What is written is read and written again alike") {
    const std::string once = written(read(small).model);
    CHECK(written(read(once).model) == once);
}

TEST_CASE("Order and layout of ARPA text do not matter") {
    const std::string once = written(read(small).model);
    std::string crlf, blanks = "a preamble\n\n" + small;
    for (const char c : small) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (char& c : blanks)
        if (c == '\t') c = ' ';
    CHECK(written(read(crlf).model) == once);
    CHECK(written(read(blanks).model) == once);
    CHECK(written(read(replaced(small, "-1\t<unk>\t0", "-1\t<UNK>")).model) == once);
    CHECK(written(read(replaced(replaced(small, "-0.25\t<s> a\t-0.0625\n", ""), "b </s>\t0\n",
                                "b </s>\n\n-0.25\t<s> a\t-0.0625\n"))
                      .model) == once);
    CHECK(written(read(replaced(small, "\n\\end\\\n", "\\end\\")).model) == once);
}

TEST_CASE("A model without <unk> gets one, with a warning") {
    const auto result =
        read(replaced(replaced(small, "-1\t<unk>\t0\n", ""), "ngram 1=5", "ngram 1=4"));
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings[0].find("<unk>") != std::string::npos);
    CHECK(result.model.levels[0].probability[ngram::unknown] == -100);
}

TEST_CASE("Missing suffixes become blanks with the backed-off probability") {
    const auto result =
        read(replaced(replaced(small, "-0.375\ta b\t-0.03125\n", ""), "ngram 2=4", "ngram 2=3"));
    // "<s> a b" is there, "a b" is not, but it is the context of "a b </s>".
    CHECK(result.blanks == 1);
    const ngram::ModelLevel& bigrams = result.model.levels[1];
    for (std::size_t i = 0; i < bigrams.size(); ++i) {
        if (ngram::text_of(result.model, result.model.vocabulary, 1, i) != "a b") continue;
        CHECK(bigrams.probability[i] == -0.625f - 0.25f);
        CHECK(bigrams.backoff[i] == 0);
    }
    CHECK(bigrams.size() == 4);
}

TEST_CASE("Minus infinity and tiny positive values") {
    const auto model = read(replaced(replaced(small, "-0.25\t<s> a", "-inf\t<s> a"), "-0.4\tb </s>",
                                     "1e-9\tb </s>"))
                           .model;
    CHECK(model.levels[1].probability[0] == 0);
    CHECK(std::isinf(model.levels[1].probability[1]));
}

TEST_CASE("Bad models are refused with the place") {
    const auto error = [](const char* from, const char* to) {
        return error_of(replaced(small, from, to));
    };
    CHECK(error("ngram 2=4", "ngram 2=5") == ":3:1: 5 2-grams announced, but there are 4");
    CHECK(error("ngram 1=5", "ngram 1=6") == ":2:1: 6 1-grams announced, but there are 5");
    CHECK(error("a b\t", "a c\t") == ":15:10: 'c' is not among the unigrams");
    CHECK(error("<s> a b\n", "<s> b a\n") ==
          ":20:8: the context of '<s> b a' is not among the 2-grams");
    CHECK(error("b a\t0", "a b\t0") == ":16:6: 'a b' for the second time");
    CHECK(error("-0.5\ta", "-0.5\tb") == ":11:8: 'b' for the second time");
    CHECK(error("-0.5\tb a", "nan\tb a") == ":16:1: expected a log probability, found 'nan'");
    CHECK(error("-0.5\tb a", "0.5\tb a") == ":16:1: log probability 0.5 is above 0");
    CHECK(error("b a\t0", "b a\tx") ==
          ":16:10: expected the logarithm of a backoff weight, found 'x'");
    CHECK(error("b a\t0", "b a\t-inf") == ":16:10: infinite backoff weight -inf");
    CHECK(error("b a\t0", "b a\t0 0") == ":16:12: too many words for order 2");
    CHECK(error("b a\t0", "b") == ":16:6: expected a log probability and 2 words");
    CHECK(error("<s> a b\n", "<s> a b 1\n") == ":20:16: a backoff weight in the highest order: 1");
    CHECK(error("\\end\\\n", "") == ":22:1: the model ends without \\end\\");
    CHECK(error("\\end\\\n", "\\end\\\nmore\n") == ":24:1: text behind \\end\\");
    CHECK(error("\\data\\", "data") == ": no line '\\data\\': this is no ARPA model");
    CHECK(error("\\3-grams", "\\4-grams") == ":19:1: expected '\\3-grams:', found '\\4-grams:'");
    CHECK(error("ngram 2=4", "ngram 3=4") == ":3:1: expected the count of order 2, found order 3");
    CHECK(error("ngram 2=4", "ngram 2") == ":3:1: expected 'ngram N=COUNT' or '\\1-grams:'");
    CHECK(error_of("") == ": no line '\\data\\': this is no ARPA model");
}

TEST_CASE("Numbers in ARPA text become the nearest floats") {
    CHECK(ngram::nearest_float("-0.1") == -0.1f);
    CHECK(ngram::nearest_float("+.5") == 0.5f);
    CHECK(ngram::nearest_float("-4.4e-8") == -4.4e-8f);
    CHECK(std::isnan(ngram::nearest_float("")));
    CHECK(std::isnan(ngram::nearest_float("-")));
    CHECK(std::isnan(ngram::nearest_float("1x")));
    CHECK(std::isnan(ngram::nearest_float(".")));
    // Halfway between two floats to more digits than a double has.
    CHECK(ngram::nearest_float("1.000000059604644775390626") == std::nextafter(1.0f, 2.0f));
    CHECK(ngram::nearest_float("1.000000059604644775390624") == 1.0f);
    std::mt19937 random(1);
    for (int i = 0; i < 200000; ++i) {
        const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        if (!std::isfinite(value)) continue;
        char text[64];
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        REQUIRE(std::bit_cast<std::uint32_t>(
                    ngram::nearest_float({text, static_cast<std::size_t>(end - text)})) ==
                std::bit_cast<std::uint32_t>(value));
    }
}

TEST_CASE("Any order, number of words and threads") {
    std::mt19937 random(2);
    for (const std::size_t order : {1u, 2u, 5u, 7u, 11u, 16u}) {
        for (const std::size_t words : {3u, 100u, 3000u}) {
            const std::string text = random_model(random, order, words);
            base::set_threads(1);
            const std::string once = written(read(text).model);
            base::set_threads(3);
            CHECK(written(read(text).model) == once);
            CHECK(written(read(once).model) == once);
            CHECK(read(text).blanks == 0);
        }
    }
}

}  // namespace arpa_reader_test
