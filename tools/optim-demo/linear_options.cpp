#include "linear_options.hpp"

#include "io/output.hpp"

namespace optim_demo {

void declare_rows(cli::Declaration& verb, optim::RowSource& source) {
    verb.section("Rows");
    verb.choice("--input-format", "FORMAT", source.format,
                {{"auto", optim::RowFormat::automatic},
                 {"libsvm", optim::RowFormat::libsvm},
                 {"csv", optim::RowFormat::delimited},
                 {"json", optim::RowFormat::json}},
                "libsvm: LABEL INDEX:VALUE ..., indices from 1 ascending, also qid: and comments. "
                "csv: fields (RFC 4180, but without newlines inside). json: one object or array "
                "a line. auto goes by the first row: { or [ begins json; one whose second token is "
                "INDEX:VALUE, or begins with digits and a colon, is libsvm; of a model, by what it "
                "learnt from. In csv the first row decides what a column is: numbers, or texts, "
                "which are categories; a text among numbers is an error later.");
    verb.option("-t,--delimiter", "CHAR", source.delimiter,
                "csv: fields are separated by CHAR. Otherwise blanks, or a comma with blanks "
                "around it, separate.");
    verb.flag("--header", source.header, "csv: the first line of each input names the columns.");
    verb.option("-k,--label", "NAME|N", source.label,
                "The column (JSON: key) of the labels. Otherwise the one called label, else the "
                "first.");
    verb.option("--weight", "NAME|N", source.weight,
                "The column of importance weights, at least 0; not of libsvm.");
    verb.choice("--missing", "POLICY", source.missing,
                {{"error", optim::Gap::error}, {"skip", optim::Gap::skip}},
                "What to do with an empty field, NA or null: an error, or leave the feature out, "
                "as if it were 0 (with --standardize, as if it were the mean).");
}

void write_file(const std::string& path, std::string_view text) {
    io::Output file(path);
    file.write(text);
    file.finish();
}

void tell(const cli::Run& run, std::string_view text) {
    if (run.quiet()) return;
    io::Output err("/dev/stderr");
    err.write(text);
    err.finish();
}

}  // namespace optim_demo
