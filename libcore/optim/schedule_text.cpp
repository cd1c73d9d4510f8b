#include "base/error.hpp"
#include "base/suggest.hpp"
#include "expression/formula.hpp"
#include "expression/program.hpp"
#include "io/number.hpp"
#include "io/print.hpp"
#include "optim/schedule_node.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace pipelab::optim::detail {
namespace {

using Type = ScheduleArgument::Type;

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    const auto meant = base::nearest(word, known);
    return meant ? " (did you mean '" + *meant + "'?)" : "";
}

StepFunction function_of(std::string_view formula) {
    const expression::Formula read(formula, {.variables = {{"k"}}, .constants = {}});
    const expression::NodeId value = read.value();
    const auto program =
        std::make_shared<const expression::Program>(read.graph(), std::span(&value, 1), 1);
    return [program](double k) {
        return expression::Evaluator(*program)(std::span<const double>(&k, 1));
    };
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    ScheduleNode parse() {
        ScheduleNode root = sequence(0);
        skip_blanks();
        if (at_ < text_.size()) fail(at_, "expected '*', '@' or the end");
        return root;
    }

  private:
    static constexpr int deepest = 100;

    [[noreturn]] void fail(std::size_t at, const std::string& message) const {
        throw base::UsageError("schedule: column " + std::to_string(at + 1) + ": " + message);
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }

    bool pass(char c) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    /// Up to one of the bytes that end a name or value.
    std::string_view token(std::string_view ends) {
        const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
        const std::string_view found = text_.substr(at_, end - at_);
        at_ = end;
        return found;
    }

    ScheduleNode sequence(int depth) {
        if (depth > deepest) fail(at_, "too many parentheses");
        ScheduleNode first = chain(depth);
        if (!pass('@')) return first;
        ScheduleNode made{.type = ScheduleType::sequence};
        made.children.push_back(std::move(first));
        do {
            const std::size_t begin = at_;
            const auto step = io::parse_uint64(token(" \t"));
            if (!step || *step == 0 || *step > 1'000'000'000'000'000)
                fail(begin, "expected the step from which the next schedule holds");
            if (!made.milestones.empty() && static_cast<double>(*step) <= made.milestones.back())
                fail(begin, "expected a later step than the one before");
            made.milestones.push_back(static_cast<double>(*step));
            made.children.push_back(chain(depth));
        } while (pass('@'));
        return made;
    }

    ScheduleNode chain(int depth) {
        ScheduleNode first = atom(depth);
        if (!pass('*')) return first;
        ScheduleNode made{.type = ScheduleType::chain};
        made.children.push_back(std::move(first));
        do made.children.push_back(atom(depth));
        while (pass('*'));
        return made;
    }

    ScheduleNode atom(int depth) {
        if (pass('(')) {
            ScheduleNode inner = sequence(depth + 1);
            if (!pass(')')) fail(at_, "expected ')'");
            return inner;
        }
        skip_blanks();
        const std::size_t begin = at_;
        const std::string_view name = token(" \t:*@(),");
        const auto kinds = schedule_kinds();
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (name == kinds[i].name) return leaf(kinds[i], static_cast<ScheduleType>(i), begin);
        if (name.empty()) fail(begin, "expected the name of a schedule");
        std::vector<std::string> known;
        for (const ScheduleKind& kind : kinds) known.emplace_back(kind.name);
        fail(begin,
             "no schedule is called '" + std::string(name) + "'" + did_you_mean(name, known));
    }

    ScheduleNode leaf(const ScheduleKind& kind, ScheduleType type, std::size_t begin) {
        ScheduleNode node{.type = type};
        std::vector<bool> given(kind.arguments.size());
        for (const ScheduleArgument& each : kind.arguments)
            node.arguments.push_back(each.value.value_or(0));
        if (at_ < text_.size() && text_[at_] == ':') {
            ++at_;
            do argument(kind, node, given);
            while (at_ < text_.size() && text_[at_] == ',' && ++at_ > 0);
        }
        for (std::size_t i = 0; i < given.size(); ++i)
            if (!given[i] && !kind.arguments[i].value)
                fail(begin, std::string(kind.name) + " needs " + kind.arguments[i].name + "=...");
        return node;
    }

    void argument(const ScheduleKind& kind, ScheduleNode& node, std::vector<bool>& given) {
        const std::size_t begin = at_;
        std::size_t which = 0;
        if (at_ < text_.size() && text_[at_] == '{') {
            which = find(kind, "formula", begin);
        } else {
            which = find(kind, token("= \t,*@()"), begin);
            if (at_ >= text_.size() || text_[at_] != '=') fail(at_, "expected '='");
            ++at_;
        }
        if (given[which]) fail(begin, std::string(kind.arguments[which].name) + " is given twice");
        given[which] = true;
        read(kind.arguments[which], node, node.arguments[which]);
    }

    std::size_t find(const ScheduleKind& kind, std::string_view name, std::size_t begin) const {
        std::vector<std::string> known;
        for (std::size_t i = 0; i < kind.arguments.size(); ++i) {
            const ScheduleArgument& each = kind.arguments[i];
            if (name == each.name || (*each.alias != '\0' && name == each.alias)) return i;
            known.emplace_back(each.name);
        }
        fail(begin, std::string(kind.name) + " has no '" + std::string(name) + "'" +
                        did_you_mean(name, known));
    }

    void read(const ScheduleArgument& argument, ScheduleNode& node, double& value) {
        const std::size_t begin = at_;
        if (argument.type == Type::formula) return formula(node);
        if (argument.type == Type::list) {
            do node.list.push_back(number(argument));
            while (at_ < text_.size() && text_[at_] == '/' && ++at_ > 0);
            std::sort(node.list.begin(), node.list.end());
            return;
        }
        if (argument.type == Type::word) {
            value = word(argument, begin);
            return;
        }
        value = number(argument);
    }

    double number(const ScheduleArgument& argument) {
        const std::size_t begin = at_;
        const bool is_list = argument.type == Type::list;
        const std::string_view text = token(is_list ? " \t,*@()/" : " \t,*@()");
        const auto value = io::parse_double(text);
        const bool whole = argument.type != Type::real;
        if (!value || !std::isfinite(*value) || *value < argument.low || *value > argument.high ||
            (whole && *value != std::floor(*value))) {
            std::string expected = whole ? "a whole number" : "a number";
            expected += " from " + io::printed(argument.low);
            if (std::isfinite(argument.high)) expected += " to " + io::printed(argument.high);
            fail(begin, std::string(argument.name) + ": expected " + expected + ", found '" +
                            std::string(text) + "'");
        }
        return *value;
    }

    double word(const ScheduleArgument& argument, std::size_t begin) {
        const std::string_view found = token(" \t,*@()");
        std::vector<std::string> known;
        for (std::string_view rest = argument.words; !rest.empty();) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            known.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        for (std::size_t i = 0; i < known.size(); ++i)
            if (known[i] == found) return static_cast<double>(i);
        std::string listed;
        for (const std::string& each : known) listed += (listed.empty() ? "" : ", ") + each;
        fail(begin, std::string(argument.name) + ": expected one of " + listed + ", found '" +
                        std::string(found) + "'");
    }

    void formula(ScheduleNode& node) {
        const std::size_t begin = at_;
        if (at_ >= text_.size() || text_[at_] != '{')
            fail(at_, "expected a formula of k in braces");
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) fail(at_, "this brace is not closed");
        at_ = end + 1;
        try {
            node.function = function_of(text_.substr(begin + 1, end - begin - 1));
        } catch (const base::UsageError& error) {
            fail(begin + 1, std::string("formula: ") + error.what());
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

ScheduleNode parse_schedule(std::string_view text) { return Parser(text).parse(); }

}  // namespace pipelab::optim::detail
