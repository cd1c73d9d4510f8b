#include "expression/parser.hpp"

#include "base/suggest.hpp"
#include "expression/functions.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pipelab::expression {
namespace {

constexpr int deepest = 500;
constexpr std::uint64_t most_work = std::uint64_t{1} << 20;
constexpr double highest_number = 1 << 20;

/// How tightly operators bind.
enum Level : int { disjunction = 1, conjunction, negation, comparison, term, factor, sign, raise };

struct Operator {
    std::string_view text;
    Level level;
    Op op;
    bool swapped = false, negated = false;
};

constexpr Operator operators[] = {
    {"or", disjunction, Op::logical_or},
    {"||", disjunction, Op::logical_or},
    {"and", conjunction, Op::logical_and},
    {"&&", conjunction, Op::logical_and},
    {"<", comparison, Op::less},
    {"<=", comparison, Op::less_equal},
    {">", comparison, Op::less, true},
    {">=", comparison, Op::less_equal, true},
    {"==", comparison, Op::equal},
    {"!=", comparison, Op::equal, false, true},
    {"+", term, Op::add},
    {"-", term, Op::subtract},
    {"*", factor, Op::multiply},
    {"/", factor, Op::divide},
    {"^", raise, Op::power},
};

const Operator* operator_at(const Token& token) {
    if (token.kind != Token::Kind::symbol && token.kind != Token::Kind::name) return nullptr;
    const auto found = std::find_if(std::begin(operators), std::end(operators),
                                    [&](const Operator& o) { return o.text == token.text; });
    return found == std::end(operators) ? nullptr : found;
}

bool is_word_operator(const Token& token) {
    return token.is_word("and") || token.is_word("or") || token.is_word("not");
}

}  // namespace

class Parser::Depth {
  public:
    explicit Depth(Parser& parser) : parser_(parser) {
        if (++parser_.depth_ > deepest)
            parser_.tokens_.fail(parser_.tokens_.current(),
                                 "more than " + std::to_string(deepest) +
                                     " brackets and operators inside each other");
        if (++parser_.work_ > most_work)
            parser_.tokens_.fail(parser_.tokens_.current(), "the sums have too many terms");
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

  private:
    Parser& parser_;
};

Parser::Parser(std::string_view text, const Names& names, Graph& graph)
    : tokens_(text), graph_(graph), names_(names) {
    if (names.variables) variables_ = *names.variables;
}

NodeId Parser::formula() {
    const NodeId value = conditional();
    if (tokens_.current().kind != Token::Kind::end)
        tokens_.fail_expecting("an operator or the end");
    return value;
}

bool Parser::take(std::string_view symbol) {
    if (!tokens_.current().is(symbol)) return false;
    tokens_.next();
    return true;
}

void Parser::expect(std::string_view symbol, const std::string& what) {
    if (!take(symbol)) tokens_.fail_expecting(what);
}

NodeId Parser::conditional() {
    const NodeId condition = binary(disjunction);
    if (!take("?")) return condition;
    const Depth depth(*this);
    const NodeId yes = conditional();
    expect(":", "':' and what holds otherwise");
    const NodeId no = conditional();
    return graph_.make(Op::select, condition, yes, no);
}

NodeId Parser::combined(Op op, bool negated, NodeId left, NodeId right) {
    if (op == Op::power) return graph_.power(left, right);
    const NodeId result = graph_.make(op, left, right);
    return negated ? graph_.make(Op::logical_not, result) : result;
}

NodeId Parser::binary(int least) {
    const Depth depth(*this);
    NodeId left = prefix();
    while (true) {
        const Token token = tokens_.current();
        const Operator* found = operator_at(token);
        if (found == nullptr) {
            const bool operand = token.kind == Token::Kind::number || token.is("(") ||
                                 (token.kind == Token::Kind::name && !is_word_operator(token));
            if (operand) tokens_.fail_expecting("an operator (a product is written 2*x)");
            if (token.is("**")) tokens_.fail_expecting("an operator (a power is written x^2)");
            if (token.is("<>")) tokens_.fail_expecting("an operator (unequal is written !=)");
            if (token.is("=")) tokens_.fail_expecting("an operator (equality is written ==)");
            return left;
        }
        if (found->level < least) return left;
        tokens_.next();
        const NodeId right = binary(found->level == raise ? raise : found->level + 1);
        left = found->swapped ? combined(found->op, found->negated, right, left)
                              : combined(found->op, found->negated, left, right);
        if (found->level != comparison) continue;
        const Operator* next = operator_at(tokens_.current());
        if (next != nullptr && next->level == comparison)
            tokens_.fail(tokens_.current(),
                         "comparisons do not chain: write a < b and b < c, or brackets");
    }
}

NodeId Parser::prefix() {
    const Token token = tokens_.current();
    if (token.is_word("not")) {
        tokens_.next();
        return graph_.make(Op::logical_not, binary(negation));
    }
    if (take("-")) return graph_.make(Op::negate, binary(sign));
    if (take("+")) return binary(sign);
    if (take("!")) return graph_.make(Op::logical_not, binary(sign));
    return primary();
}

NodeId Parser::primary() {
    const Token token = tokens_.current();
    if (token.kind == Token::Kind::number) {
        tokens_.next();
        return graph_.constant(token.value);
    }
    if (token.kind == Token::Kind::name && !is_word_operator(token)) {
        tokens_.next();
        return name(token);
    }
    if (!take("(")) tokens_.fail_expecting("a number, a name or '('");
    const NodeId inside = conditional();
    expect(")", "an operator or ')'");
    return inside;
}

NodeId Parser::name(const Token& token) {
    const std::string name(token.text);
    const auto index = std::find_if(indices_.rbegin(), indices_.rend(),
                                    [&](const Index& i) { return i.name == token.text; });
    if (index != indices_.rend()) return graph_.constant(index->value);
    for (const auto& [constant, value] : names_.constants) {
        if (constant == name) return graph_.constant(value);
    }
    if (tokens_.current().is("[")) return numbered(token);
    if (tokens_.current().is("(")) {
        if (name == "sum" || name == "prod") return repeated(token, name == "prod");
        const Function* function = find_function(token.text);
        if (function == nullptr) fail_unknown(token, name, true);
        return call(token, *function);
    }
    return variable(token, name);
}

NodeId Parser::variable(const Token& token, const std::string& name) {
    const auto known = std::find(variables_.begin(), variables_.end(), name);
    if (known != variables_.end())
        return graph_.variable(static_cast<std::uint32_t>(known - variables_.begin()));
    if (name == "pi") return graph_.constant(std::numbers::pi);
    if (name == "e") return graph_.constant(std::numbers::e);
    if (find_function(name) != nullptr || name == "sum" || name == "prod")
        tokens_.fail_expecting("'(' behind the function " + name);
    if (!counts_) return graph_.constant(1);
    if (names_.variables) fail_unknown(token, name, false);
    variables_.push_back(name);
    return graph_.variable(static_cast<std::uint32_t>(variables_.size() - 1));
}

double Parser::whole_constant(const std::string& what) {
    const Token begin = tokens_.current();
    const NodeId node = conditional();
    if (!counts_ && !graph_.is_constant(node)) return 1;
    if (!graph_.is_constant(node)) tokens_.fail(begin, what + " must be known beforehand");
    const double value = graph_[node].value;
    if (value != std::floor(value) || std::abs(value) > 0x1p53)
        tokens_.fail(begin, what + " must be a whole number, not " + io::printed(value));
    return value;
}

NodeId Parser::numbered(const Token& token) {
    tokens_.next();
    const Token begin = tokens_.current();
    const double number = whole_constant("the number of a variable");
    expect("]", "']'");
    if (number < 0 || number > highest_number)
        tokens_.fail(begin, "variables are numbered from 0 to " + io::printed(highest_number) +
                                ", not " + io::printed(number));
    return variable(token, std::string(token.text) + io::printed(number));
}

NodeId Parser::call(const Token& token, const Function& function) {
    const std::string name(token.text);
    tokens_.next();
    std::vector<NodeId> arguments;
    do {
        arguments.push_back(conditional());
    } while (arguments.size() < function.most && take(","));
    const std::size_t count = arguments.size();
    if (count < function.least)
        tokens_.fail_expecting("',': " + name + " takes " + std::to_string(function.least) +
                               " arguments");
    const bool full = count == function.most;
    expect(")", full ? "an operator or ')'" : "an operator, ',' or ')'");
    return function.make(graph_, arguments);
}

NodeId Parser::repeated(const Token& token, bool product) {
    const std::string name(token.text);
    tokens_.next();
    const Token index = tokens_.current();
    if (index.kind != Token::Kind::name || is_word_operator(index))
        tokens_.fail_expecting("an index, as in " + name + "(i = 1..10, x[i])");
    tokens_.next();
    expect("=", "'=', as in " + name + "(i = 1..10, x[i])");
    const double low = whole_constant("the lower end");
    expect("..", "'..', as in " + name + "(i = 1..10, x[i])");
    const double high = whole_constant("the upper end");
    expect(",", "',', as in " + name + "(i = 1..10, x[i])");
    const Tokens term = tokens_;
    NodeId result = graph_.constant(product ? 1 : 0);
    const bool counted = counts_, empty = low > high;
    if (empty) counts_ = false;
    for (double i = low; i <= high || (empty && i == low); ++i) {
        tokens_ = term;
        indices_.push_back({index.text, i});
        const NodeId next = conditional();
        indices_.pop_back();
        if (!empty)
            result =
                i == low ? next : combined(product ? Op::multiply : Op::add, false, result, next);
    }
    counts_ = counted;
    expect(")", "an operator or ')'");
    return result;
}

void Parser::fail_unknown(const Token& token, const std::string& name, bool called) const {
    std::vector<std::string> known = called ? function_names() : variables_;
    if (!called) {
        for (const auto& constant : names_.constants) known.push_back(constant.first);
    }
    std::string message =
        (called ? "there is no function '" : "there is no variable '") + name + "'";
    const auto meant = base::nearest(name, known);
    if (meant) {
        message += "; did you mean '" + *meant + "'?";
    } else if (called) {
        message += "; a product is written " + name + "*(...)";
    } else {
        message += "; there are:";
        for (std::size_t i = 0; i < known.size() && i < 10; ++i) message += " " + known[i];
        if (known.size() > 10) message += " ...";
    }
    tokens_.fail(token, message);
}

}  // namespace pipelab::expression
