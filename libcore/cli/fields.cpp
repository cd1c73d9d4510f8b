#include "cli/fields.hpp"

#include <utility>

namespace pipelab::cli {

void declare_fields(Declaration& tool, io::NumberInput& input, std::string header_help,
                    const std::string& what) {
    tool.option("-t,--delimiter", "CHAR", input.delimiter,
                "Fields are separated by CHAR and may be quoted (RFC 4180, but without newlines). "
                "Otherwise blanks, or a comma with blanks around it, separate fields.");
    tool.flag("--header", input.header, std::move(header_help));
    tool.choice("--input-format", "FORMAT", input.format,
                {{"auto", io::InputFormat::automatic},
                 {"text", io::InputFormat::text},
                 {"json", io::InputFormat::json}},
                what +
                    " as text, or JSON: an array, one number a line, with -k one object or "
                    "array a line. auto: JSON if the first byte is [ or {.");
}

}  // namespace pipelab::cli
