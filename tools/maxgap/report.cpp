#include "report.hpp"

namespace maxgap {

void Report::no_gap() {
    records_.number("gap", "0").none("lower").none("upper");
    location("lower", {});
    location("upper", {});
}

void Report::no_step() {
    records_.number("gap", "0").none("from").none("to");
    location("from", {});
    location("to", {});
    end();
}

void Report::location(const std::string& end, const gap::Location& location) {
    if (!lines_) return;
    if (files_) {
        location.line ? records_.text(end + "_file", location.file) : records_.none(end + "_file");
    }
    location.line ? records_.number(end + "_line", location.line) : records_.none(end + "_line");
}

void Report::test(const std::optional<double>& p_value,
                  const std::optional<gap::DixonRatio>& dixon) {
    p_value ? records_.number("p_value", *p_value) : records_.none("p_value");
    if (!dixon) {
        for (const char* name : {"dixon_ratio", "dixon_value", "dixon_end", "dixon_critical"}) {
            records_.none(name);
        }
        return;
    }
    records_.text("dixon_ratio", dixon->name).number("dixon_value", dixon->value);
    records_.text("dixon_end", dixon->upper ? "upper" : "lower");
    dixon->critical ? records_.number("dixon_critical", *dixon->critical)
                    : records_.none("dixon_critical");
}

void Report::end() {
    if (records_.json()) records_.number("count", count_).number("skipped", skipped_);
    records_.end();
}

}  // namespace maxgap
