#include "combination/search_tree.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/reach_table.hpp"
#include "combination/search.hpp"
#include "unit/combination/brute_force.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace search_tree_test {

using namespace pipelab;
using namespace pipelab::combination;
using testing::Combination;
using Kind = SearchTree::Kind;

namespace {

testing::Question question_of(const std::vector<io::Decimal>& numbers, io::Decimal target) {
    testing::Question question;
    question.rules.target = target;
    for (const io::Decimal& number : numbers)
        question.items.push_back({number, std::nullopt, {}, ""});
    return question;
}

testing::Question question_of(const std::vector<std::int64_t>& numbers, std::int64_t target) {
    std::vector<io::Decimal> decimals;
    for (const std::int64_t number : numbers) decimals.push_back({number, 0});
    return question_of(decimals, {target, 0});
}

std::unique_ptr<Outlook> outlook(const Problem& problem, const Walk& walk) {
    if (limits_sequences(problem))
        return std::make_unique<LimitedSequences>(problem, walk, 1 << 20);
    return std::make_unique<ReachTable>(walk);
}

struct Drawn {
    explicit Drawn(const testing::Question& question, std::size_t most_nodes = 1 << 20)
        : problem(make_problem(question.items, question.rules)), walk(problem) {
        tree = search_tree(problem, walk, *outlook(problem, walk), most_nodes);
    }
    Combination taken(std::size_t node) const {
        Combination numbers;
        for (; node != 0; node = tree.nodes[node].parent) numbers.push_back(tree.nodes[node].taken);
        std::reverse(numbers.begin(), numbers.end());
        return numbers;
    }
    std::vector<Combination> solutions() const {
        std::vector<Combination> found;
        for (std::size_t i = 0; i < tree.nodes.size(); ++i)
            if (tree.nodes[i].kind == Kind::solution) found.push_back(taken(i));
        return found;
    }
    std::string text() const { return tree_text(tree, problem); }

    Problem problem;
    Walk walk;
    SearchTree tree;
};

std::vector<Combination> all_found(const Problem& problem, const Walk& walk) {
    const auto table = outlook(problem, walk);
    Search search(walk, *table);
    std::vector<Combination> found;
    while (search.next()) {
        found.emplace_back();
        for (const std::uint32_t p : search.taken())
            found.back().push_back(walk.positions()[p].value);
    }
    return found;
}

/// The textbook's search, which knows by trying everything what leads to a solution.
class Textbook {
  public:
    struct Line {
        Combination taken;
        Kind kind;
        bool operator==(const Line&) const = default;
    };

    explicit Textbook(const testing::Question& question) : rules_(question.rules) {
        for (const auto& item : question.items) {
            if (item.limit.value_or(rules_.reuse) == 0) continue;
            limits_[std::get<io::Decimal>(item.value).mantissa] +=
                item.limit.value_or(std::min<std::uint64_t>(rules_.reuse, 1000));
        }
        growing_ = limits_.empty() || limits_.begin()->first > 0;
        for (const Combination& wanted : testing::try_everything(question)) {
            wanted_[wanted] = true;
            for (Combination start = wanted; !start.empty();) {
                start.pop_back();
                wanted_.emplace(start, false);
            }
        }
        enter({}, 0);
    }
    const std::vector<Line>& lines() const { return lines_; }

  private:
    static std::int64_t whole(const io::Number& n) { return std::get<io::Decimal>(n).mantissa; }

    void enter(const Combination& taken, std::int64_t sum) {
        const std::int64_t high = whole(rules_.target) + whole(rules_.tolerance);
        const auto wanted = wanted_.find(taken);
        const bool solution = wanted != wanted_.end() && wanted->second;
        lines_.push_back({taken, solution ? Kind::solution : Kind::open});
        if ((solution && growing_ && sum == high) || taken.size() == rules_.max_items) return;
        for (const auto& [value, limit] : limits_) {
            if (!rules_.ordered && !taken.empty() && value < taken.back()) continue;
            const auto used = std::count(taken.begin(), taken.end(), value);
            if (static_cast<std::uint64_t>(used) >= limit) continue;
            Combination next = taken;
            next.push_back(value);
            if (growing_ && sum + value > high) {
                lines_.push_back({next, Kind::too_large});
                break;
            }
            if (wanted_.contains(next)) {
                enter(next, sum + value);
            } else {
                lines_.push_back({next, Kind::dead_end});
            }
        }
    }

    Rules rules_;
    bool growing_;
    std::map<std::int64_t, std::uint64_t> limits_;
    std::map<Combination, bool> wanted_;  // and what they begin with
    std::vector<Line> lines_;
};

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++count;
    return count;
}

struct Rectangle {
    double x = 0, y = 0, width = 0, height = 0;

    bool overlaps(const Rectangle& other) const {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
               other.y < y + height;
    }
    bool lies_in(const Rectangle& other) const {
        return x >= other.x && x + width <= other.x + other.width && y >= other.y &&
               y + height <= other.y + other.height;
    }
};

std::vector<Rectangle> rectangles(const std::string& svg) {
    std::vector<Rectangle> found;
    for (std::size_t at = 0; (at = svg.find("<rect", at)) != svg.npos; ++at) {
        Rectangle& r = found.emplace_back();
        REQUIRE(std::sscanf(svg.c_str() + at,
                            "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &r.x, &r.y,
                            &r.width, &r.height) == 4);
    }
    return found;
}

/// Of sequences with limits a walk knows too little for a tree.
}  // namespace

TEST_CASE("the textbook's tree of 2 3 6 7 for 7") {
    CHECK(Drawn(question_of({2, 3, 6, 7}, 7)).text() ==
          "7\n"
          "├─ 2 → 5\n"
          "│  ├─ 2 → 3\n"
          "│  │  ├─ 2 → 1  ✗ dead end\n"
          "│  │  ├─ 3 → 0  ✓ 2 2 3\n"
          "│  │  └─ 6 → -3  ✗ too large, as all after it\n"
          "│  ├─ 3 → 2  ✗ dead end\n"
          "│  └─ 6 → -1  ✗ too large, as all after it\n"
          "├─ 3 → 4  ✗ dead end\n"
          "├─ 6 → 1  ✗ dead end\n"
          "└─ 7 → 0  ✓ 7\n");
}

TEST_CASE("the textbook's tree of numbers once each, two of them equal, one too large") {
    auto question = question_of({10, 1, 2, 7, 6, 1, 5}, 8);
    question.rules.reuse = 1;
    const Drawn drawn(question);
    CHECK(drawn.solutions() == std::vector<Combination>{{1, 1, 6}, {1, 2, 5}, {1, 7}, {2, 6}});
    CHECK(drawn.text() ==
          "8\n"
          "├─ 1 → 7\n"
          "│  ├─ 1 → 6\n"
          "│  │  ├─ 2 → 4  ✗ dead end\n"
          "│  │  ├─ 5 → 1  ✗ dead end\n"
          "│  │  ├─ 6 → 0  ✓ 1 1 6\n"
          "│  │  └─ 7 → -1  ✗ too large, as all after it\n"
          "│  ├─ 2 → 5\n"
          "│  │  ├─ 5 → 0  ✓ 1 2 5\n"
          "│  │  └─ 6 → -1  ✗ too large, as all after it\n"
          "│  ├─ 5 → 2  ✗ dead end\n"
          "│  ├─ 6 → 1  ✗ dead end\n"
          "│  ├─ 7 → 0  ✓ 1 7\n"
          "│  └─ 10 → -3  ✗ too large\n"
          "├─ 2 → 6\n"
          "│  ├─ 5 → 1  ✗ dead end\n"
          "│  ├─ 6 → 0  ✓ 2 6\n"
          "│  └─ 7 → -1  ✗ too large, as all after it\n"
          "├─ 5 → 3  ✗ dead end\n"
          "├─ 6 → 2  ✗ dead end\n"
          "├─ 7 → 1  ✗ dead end\n"
          "└─ 10 → -2  ✗ too large\n");
}

TEST_CASE("solutions with children, tolerance and decimals in a tree") {
    auto question = question_of({io::Decimal{5, 1}, io::Decimal{1, 0}}, {1, 0});
    question.rules.tolerance = io::Decimal{5, 1};
    question.rules.max_items = 2;
    CHECK(Drawn(question).text() ==
          "1 ± 0.5\n"
          "├─ 0.5 → 0.5  ✓ 0.5\n"
          "│  ├─ 0.5 → 0  ✓ 0.5 0.5\n"
          "│  └─ 1 → -0.5  ✓ 0.5 1\n"
          "└─ 1 → 0  ✓ 1\n"
          "   └─ 1 → -1  ✗ too large\n");
    question = question_of({-1, 0, 1}, 0);
    question.rules.reuse = 1;
    CHECK(Drawn(question).text() ==
          "0  ✓ (no numbers)\n"
          "├─ -1 → 1\n"
          "│  ├─ 0 → 1\n"
          "│  │  └─ 1 → 0  ✓ -1 0 1\n"
          "│  └─ 1 → 0  ✓ -1 1\n"
          "├─ 0 → 0  ✓ 0\n"
          "│  └─ 1 → -1  ✗ dead end\n"
          "└─ 1 → -1  ✗ dead end\n");
}

TEST_CASE("trees without solutions") {
    CHECK(Drawn(question_of(std::vector<std::int64_t>{}, 3)).text() == "3\n");
    CHECK(Drawn(question_of({4, 6}, 3)).text() == "3\n└─ 4 → -1  ✗ too large, as all after it\n");
    CHECK(Drawn(question_of({2, 6}, 3)).text() ==
          "3\n├─ 2 → 1  ✗ dead end\n└─ 6 → -3  ✗ too large\n");
    auto question = question_of({1, 2}, 7);
    question.rules.reuse = 1;
    CHECK(Drawn(question).text() == "7\n├─ 1 → 6  ✗ dead end\n└─ 2 → 5  ✗ dead end\n");
}

TEST_CASE("a tree with too many nodes is refused") {
    const auto question = question_of({2, 3, 6, 7}, 7);
    CHECK(Drawn(question, 11).tree.nodes.size() == 11);
    CHECK_THROWS_WITH(Drawn(question, 10),
                      "the tree has more than 10 nodes: only small problems can be drawn");
    CHECK_THROWS_AS(Drawn(question, 0), base::DataError);
}

TEST_CASE("trees are those of the textbook, their solutions those of the search") {
    std::mt19937_64 random(3);
    int wrong = 0, compared = 0;
    for (int i = 0; i < 2000; ++i) {
        const testing::Question question = testing::random_question(random);
        const Drawn drawn(question);
        wrong += drawn.solutions() != all_found(drawn.problem, drawn.walk);
        testing::Question rows = question;
        rows.rules.each_row = true;
        rows.rules.must.clear();
        const Drawn of_rows(rows);
        wrong += of_rows.solutions() != all_found(of_rows.problem, of_rows.walk);
        // What must be used may come too late to be tried.
        if (!question.rules.must.empty()) continue;
        ++compared;
        const Textbook textbook(question);
        std::vector<Textbook::Line> lines;
        for (std::size_t n = 0; n < drawn.tree.nodes.size(); ++n)
            lines.push_back({drawn.taken(n), drawn.tree.nodes[n].kind});
        wrong += lines != textbook.lines();
    }
    CHECK(wrong == 0);
    CHECK(compared > 1000);
}

TEST_CASE("drawings are complete and well formed") {
    std::mt19937_64 random(4);
    for (int i = 0; i < 200; ++i) {
        const Drawn drawn(testing::random_question(random));
        const std::size_t nodes = drawn.tree.nodes.size();
        const std::size_t solutions = drawn.solutions().size();

        const std::string text = drawn.text();
        REQUIRE(count_of(text, "\n") == nodes);
        REQUIRE(count_of(text, "✓") == solutions);

        const std::string dot = tree_dot(drawn.tree, drawn.problem);
        REQUIRE(count_of(dot, "{") == 1);
        REQUIRE(count_of(dot, "}") == 1);
        REQUIRE(count_of(dot, "[") == count_of(dot, "]"));
        REQUIRE(count_of(dot, "\"") % 2 == 0);
        REQUIRE(count_of(dot, " -> ") == nodes - 1);
        REQUIRE(count_of(dot, "✓") == solutions);

        const std::string svg = tree_svg(drawn.tree, drawn.problem);
        REQUIRE(count_of(svg, "<") == count_of(svg, ">"));
        REQUIRE(count_of(svg, "<text") == count_of(svg, "</text>"));
        REQUIRE(count_of(svg, "<") == count_of(svg, "</") * 2 + count_of(svg, "/>"));
        REQUIRE(count_of(svg, "<rect") == nodes + 1);
        REQUIRE(count_of(svg, "<path") == nodes - 1);
        REQUIRE(count_of(svg, "✓") == solutions);
        REQUIRE(count_of(svg, "nan") + count_of(svg, "inf") == 0);
    }
}

TEST_CASE("boxes of a picture lie in it, apart from each other") {
    std::mt19937_64 random(5);
    for (int i = 0; i < 200; ++i) {
        const Drawn drawn(testing::random_question(random));
        const auto boxes = rectangles(tree_svg(drawn.tree, drawn.problem));
        if (boxes.size() > 500) continue;
        int wrong = 0;
        for (std::size_t a = 1; a < boxes.size(); ++a) {
            wrong += !boxes[a].lies_in(boxes[0]);
            for (std::size_t b = 1; b < a; ++b) wrong += boxes[a].overlaps(boxes[b]);
        }
        REQUIRE(wrong == 0);
    }
}

}  // namespace search_tree_test
