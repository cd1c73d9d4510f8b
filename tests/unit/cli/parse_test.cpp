#include "cli/parse.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <cmath>

namespace parse_test {

using namespace pipelab;
using cli::Declaration;
using Words = std::vector<std::string>;

namespace {

struct Toy {
    Declaration declaration;
    std::string column, output;
    std::int64_t top = 1;
    double over = 0;
    bool header = false, quiet = false;
    Words mix, files;

    Toy() {
        declaration.option("-k,--column", "NAME|N", column, "Column.");
        declaration.option("-o,--output", "FILE", output, "Output.");
        declaration.option("--top", "N", top, "Top.").range(1, INFINITY).excludes({"--over"});
        declaration.option("--over", "T", over, "Over.").needs({"--header"});
        declaration.option("--mix", "A:B", mix, "Mix.");
        declaration.flag("--header", header, "Header.");
        declaration.flag("-q,--quiet", quiet, "Quiet.");
        declaration.arguments("FILE", files, "Files.");
    }
    void parse(const Words& words) {
        const cli::Table& table = declaration.table();
        store(table, cli::parse(table, words, "toy"));
    }
    std::string error(const Words& words) {
        try {
            parse(words);
        } catch (const base::UsageError& refused) {
            return refused.what();
        }
        return "no error";
    }
};

}  // namespace

TEST_CASE("every way to write an option's value") {
    for (const Words& words :
         {Words{"-k", "2"}, Words{"-k2"}, Words{"-qk2"}, Words{"-qk", "2"}, Words{"--column", "2"},
          Words{"--column=2"}, Words{"x", "-k", "2"}}) {
        Toy toy;
        toy.parse(words);
        CHECK(toy.column == "2");
    }
}

TEST_CASE("steps come in the order of the command line, whichever option they are of") {
    cli::Declaration declaration;
    std::vector<std::pair<char, std::vector<double>>> steps;
    for (const char name : {'a', 'b'})
        declaration.step(
            std::string("--") + name, "N,N",
            [&steps, name](const cli::Numbers& numbers) {
                steps.emplace_back(name, numbers.values);
            },
            "A step.");
    store(declaration.table(),
          cli::parse(declaration.table(), {"--b", "1", "--a=2,3", "--b=-4"}, "toy"));
    using Step = std::pair<char, std::vector<double>>;
    CHECK(steps == std::vector<Step>{{'b', {1}}, {'a', {2, 3}}, {'b', {-4}}});
}

TEST_CASE("values that look like something else") {
    Toy toy;
    toy.parse({"--header", "--over", "-3", "-k", "[a,b]", "--mix", "{}", "--mix=--top=5", "-o-"});
    CHECK(toy.over == -3);
    CHECK(toy.column == "[a,b]");
    CHECK(toy.mix == Words{"{}", "--top=5"});
    CHECK(toy.output == "-");
    CHECK(toy.top == 1);
    CHECK(toy.files.empty());
}

TEST_CASE("positional arguments keep their order and their text") {
    Toy toy;
    toy.parse({"b", "-q", "[x,y]", "-", "-3", "++", "a=b", "--", "--top", "--", "-q", "--x="});
    CHECK(toy.quiet);
    CHECK(toy.files == Words{"b", "[x,y]", "-", "-3", "++", "a=b", "--top", "--", "-q", "--x="});
}

TEST_CASE("repeated options keep their order, repeated flags are one") {
    Toy toy;
    toy.parse({"--mix", "a", "-q", "--mix=b", "-q", "--mix", "a"});
    CHECK(toy.mix == Words{"a", "b", "a"});
    CHECK(toy.quiet);
}

TEST_CASE("what is wrong is said in one line") {
    Toy toy;
    CHECK(toy.error({"--tpo", "3"}) == "unknown option '--tpo'; did you mean '--top'?");
    CHECK(toy.error({"--tpo=3"}) == "unknown option '--tpo'; did you mean '--top'?");
    CHECK(toy.error({"-header"}) == "unknown option '-h'; did you mean '--header'?");
    CHECK(toy.error({"--wxyz"}) == "unknown option '--wxyz' (try 'toy --help')");
    CHECK(toy.error({"-qz"}) == "unknown option '-z' (try 'toy --help')");
    CHECK(toy.error({"--colum", "1"}) == "unknown option '--colum'; did you mean '--column'?");
    CHECK(toy.error({"a", "--top"}) == "--top needs a value: N");
    CHECK(toy.error({"-qo"}) == "-o needs a value: FILE");
    CHECK(toy.error({"--quiet=yes"}) == "--quiet takes no value");
    CHECK(toy.error({"--quiet=true"}) == "--quiet takes no value");
    CHECK(toy.error({"--quiet="}) == "--quiet takes no value");
    CHECK(toy.error({"-o", ""}) == "--output: the value is empty");
    CHECK(toy.error({"--output=", "x"}) == "--output: the value is empty");
    CHECK(toy.error({"a", ""}) == "FILE: the value is empty");
    CHECK(toy.error({"-k1", "--column=2"}) == "--column is given twice");
    CHECK(toy.error({"--top", "2", "--over", "1", "--header"}) ==
          "--top and --over cannot be given together");
    CHECK(toy.error({"--over", "1"}) == "--over needs --header");
    CHECK(toy.error({"--top", "x"}) ==
          "--top: expected a whole number from 1 to 9223372036854775807, found 'x'");
}

TEST_CASE("arguments that are not there, or should not be") {
    Declaration none;
    bool flag = false;
    none.flag("--flag", flag, "Flag.");
    CHECK_THROWS_WITH(store(none.table(), cli::parse(none.table(), {"x"}, "toy")),
                      "unexpected argument 'x'");
    Declaration two;
    Words files;
    two.arguments("FILE", files, "Files.").required(2);
    CHECK_THROWS_WITH(store(two.table(), cli::parse(two.table(), {"x"}, "toy")), "FILE is missing");
    store(two.table(), cli::parse(two.table(), {"x", "y"}, "toy"));
    CHECK(files == Words{"x", "y"});
    Declaration one;
    one.arguments("FILE", files, "File.").single();
    CHECK_THROWS_WITH(store(one.table(), cli::parse(one.table(), {"x", "y"}, "toy")),
                      "unexpected argument 'y'");
}

TEST_CASE("declarations that cannot be are found when the tool starts") {
    Declaration declaration;
    bool flag = false;
    declaration.flag("-a,--all", flag, "All.");
    CHECK_THROWS_AS(declaration.flag("--all", flag, "All."), std::logic_error);
    CHECK_THROWS_AS(declaration.flag("all", flag, "All."), std::logic_error);
    CHECK_THROWS_AS(declaration.flag("-all", flag, "All."), std::logic_error);
}

}  // namespace parse_test
