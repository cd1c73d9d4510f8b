#include "catch.hpp"
#include "cli/manual.hpp"

#include <algorithm>
#include <cstdlib>

namespace pages_test {

using namespace pipelab;

namespace {

struct Page {
    cli::Manual manual;
    std::string column, temp;
    std::int64_t top = 1;
    bool header = false;
    std::vector<std::string> files;

    Page() {
        manual.name = "toy";
        manual.purpose = "Copy files, as a toy.";
        cli::Declaration& declare = manual.declaration;
        declare.about(
            "First words of a paragraph that is long enough to be wrapped somewhere.\n"
            ".dot 'quote' back\\slash tilde~ caret^ dash-dash");
        declare.example("toy 'a b'", "Copies \"a b\".");
        declare.example("toy --top 3 x | head", "The first three.");
        declare.section("Selecting");
        declare.option("--column,-k", "NAME|N", column, "Column NAME: it's number [N]. More.");
        declare.option("--top", "N", top, "How many.").range(1, 64);
        declare.section("Reading");
        declare.flag("--header", header, "Names in line one.");
        declare.option("--temp", "DIR", temp, "Temporary files.").directory();
        declare.option("--mode", "M", temp, "Mode.").choose({"fast", "exact"});
        declare.arguments("FILE", files, "Files to read.");
        declare.chapter("Memory", "Constant.\n\n  n  bytes\n  1  2\n\nAlways.");
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t longest_line(const std::string& text) {
    std::size_t longest = 0, begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
        longest = std::max(longest, end - begin);
    return longest;
}

}  // namespace

TEST_CASE("help is laid out as a manual") {
    Page page;
    const std::string help = cli::help_text(page.manual, 80);
    CHECK(help.starts_with("Usage: toy [OPTION]... [FILE]...\nCopy files, as a toy.\n\n"));
    CHECK(has(help, "\nExamples:\n  toy 'a b'\n      Copies \"a b\".\n"));
    CHECK(has(help, "\nArguments:\n  FILE...              Files to read.\n"));
    CHECK(has(help,
              "\nSelecting:\n"
              "  -k, --column NAME|N  Column NAME: it's number [N]. More.\n"
              "      --top N          How many. (from 1 to 64; default: 1)\n"));
    CHECK(has(help, "      --mode M         Mode. (one of fast, exact)\n"));
    CHECK(has(help, "\nMemory:\n  Constant.\n\n    n  bytes\n    1  2\n\n  Always.\n"));
    CHECK(has(help, "\nExit status: 0 on success, 1"));
}

TEST_CASE("help keeps to the width and loses no word") {
    Page page;
    std::string words;
    for (int i = 0; i < 100; ++i) words += "word" + std::to_string(i) + (i % 7 ? " " : "  ");
    page.manual.declaration.flag("--long", page.header, words);
    for (std::size_t width = 40; width <= 100; ++width) {
        const std::string help = cli::help_text(page.manual, width);
        CHECK(longest_line(help) <= width);
        for (int i = 0; i < 100; ++i) {
            const std::string word = "word" + std::to_string(i);
            CHECK((has(help, " " + word + " ") || has(help, " " + word + "\n")));
        }
    }
}

TEST_CASE("the page is as wide as COLUMNS says, within limits") {
    const auto width_for = [](const char* columns) {
        setenv("COLUMNS", columns, 1);
        const std::size_t width = cli::page_width();
        unsetenv("COLUMNS");
        return width;
    };
    CHECK(width_for("72") == 72);
    CHECK(width_for("500") == 100);
    CHECK(width_for("3") == 40);
}

TEST_CASE("verbs are listed and have pages of their own") {
    cli::Manual tool;
    tool.name = "toy";
    tool.declaration.verb("sort", "Sort things.", nullptr);
    CHECK(has(cli::help_text(tool, 80), "  sort  Sort things.\n"));
    tool.declaration.verb_group("Reading");
    tool.declaration.verb("load", "Load things.", nullptr);
    CHECK(has(cli::help_text(tool, 80), "\n\nReading:\n  load  Load things.\n"));
    Page page;
    page.manual.name = "sort";
    page.manual.tool = "toy";
    CHECK(cli::help_text(page.manual, 80).starts_with("Usage: toy sort [OPTION]"));
}

TEST_CASE("man page: sections and escapes") {
    Page page;
    const std::string man = cli::man_page(page.manual, "1.2.3");
    CHECK(man.starts_with(".TH \"TOY\" 1 2"));
    for (const char* heading :
         {".SH NAME\ntoy \\- Copy files, as a toy\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n",
          ".SH OPTIONS\n", ".SS \"Selecting\"\n", ".SH \"MEMORY\"\n", ".SH EXAMPLES\n",
          ".SH \"EXIT STATUS\"\n", ".SH ENVIRONMENT\n"})
        CHECK(has(man, heading));
    CHECK(has(man, "\\fB\\-k\\fR, \\fB\\-\\-column\\fR \\fINAME|N\\fR\n"));
    CHECK(has(man, "\n\\&.dot \\(aqquote\\(aq back\\eslash tilde\\(ti caret\\(ha dash\\-dash\n"));
    CHECK(has(man, ".B \"toy \\(aqa b\\(aq\"\n"));
    CHECK(longest_line(man) <= 90);
}

TEST_CASE("completions name every option and what follows it") {
    Page page;
    const std::string bash = cli::completion(page.manual, "bash");
    CHECK(has(bash, "--temp) kind=directory;;"));
    CHECK(has(bash, "--mode) kind=words words='fast exact';;"));
    CHECK(has(bash, "-k|--column) kind=nothing;;"));
    CHECK(has(bash, "words='-k --column --top --header --temp --mode'"));
    const std::string zsh = cli::completion(page.manual, "zsh");
    CHECK(has(zsh, "'(-k --column)--column=[Column NAME\\: it'\\''s number \\[N\\]]:NAME|N: '"));
    CHECK(has(zsh, "'(--temp)--temp=[Temporary files]:DIR:_files -/'"));
    CHECK(has(zsh, "'*:FILE:_files'"));
    const std::string fish = cli::completion(page.manual, "fish");
    CHECK(has(fish, "complete -c toy -s k -l column -x -d 'Column NAME: it\\'s number [N]'\n"));
    CHECK(has(fish, "complete -c toy -l mode -x -a 'fast exact' -d 'Mode'\n"));
}

TEST_CASE("first sentences") {
    CHECK(cli::first_sentence("One. Two.") == "One");
    CHECK(cli::first_sentence("Use 1.5 of it.") == "Use 1.5 of it");
    CHECK(cli::first_sentence("One; two") == "One");
    CHECK(cli::first_sentence("") == "");
}

}  // namespace pages_test
