// All bytes are a time, a line of a log and, up to the first newline, a format for what follows
// it. What is read lies in the text, prints, and reads back to itself.
#include "base/error.hpp"
#include "io/time.hpp"
#include "require.hpp"

#include <string>
#include <string_view>

using namespace pipelab::io;

namespace {

void check(const std::optional<TimeRead>& time, std::string_view text) {
    if (!time) return;
    require(time->length <= text.size());
    const Decimal& seconds = time->seconds;
    require(seconds.scale >= 0 && seconds.scale <= 9);
    require(seconds.scale == 0 || seconds.mantissa % 10 != 0);
    const std::string printed = time_text(seconds);
    const std::size_t year = printed.find('-', 1);
    if (printed[0] == '+' || year > 5) return;  // a year of five digits or more
    const auto back = parse_iso_time(printed);
    require(back && back->seconds == seconds && back->length == printed.size());
}

void check_format(std::string_view format, std::string_view text) try {
    check(TimeFormat(format).parse(text), text);
} catch (const pipelab::base::UsageError&) {
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    // A copy of its own, so that a sanitizer sees reads behind the end.
    const std::string copy(reinterpret_cast<const char*>(data), size);
    const std::string_view text = copy;
    const auto iso = parse_iso_time(text);
    check(iso, text);
    // A time does not depend on what follows it, as long as that does not go on with the time.
    if (iso && iso->length > 0) {
        const auto alone = parse_iso_time(text.substr(0, iso->length));
        require(alone && *alone == *iso);
    }
    for (const EpochUnit unit : {EpochUnit::seconds, EpochUnit::milliseconds,
                                 EpochUnit::microseconds, EpochUnit::nanoseconds}) {
        const auto count = parse_epoch_time(text, unit);
        require(!(count && iso));
        check(count, text);
        check(parse_time(text, unit), text);
        check(parse_time_prefix(text, unit), text);
        if (count) guess_epoch_unit(count->seconds);
    }
    const std::size_t newline = text.find('\n');
    if (newline != std::string_view::npos)
        check_format(text.substr(0, newline), text.substr(newline + 1));
    return 0;
}
