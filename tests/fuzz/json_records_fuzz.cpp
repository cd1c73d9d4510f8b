// One row of JSON against another parser: accepted by both or by none, and the same field.
#include "io/json_records.hpp"
#include "require.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

using namespace pipelab;
using nlohmann::json;
using Kind = io::JsonField::Kind;

namespace {

void check_field(const io::JsonRecords& records, const io::JsonField& field, const json& other) {
    std::deque<std::string> copies;
    require((field.kind == Kind::null) == other.is_null());
    require((field.kind == Kind::boolean) == other.is_boolean());
    require((field.kind == Kind::number) == other.is_number());
    require((field.kind == Kind::string) == other.is_string());
    require((field.kind == Kind::array) == other.is_array());
    require((field.kind == Kind::object) == other.is_object());
    if (other.is_string()) require(records.contents(field, copies) == other.get<std::string>());
    if (other.is_number()) require(json::parse(field.text) == other);
}

/// Whether `text` is one row or blank; its field "a" or 1 is compared with `other`'s.
bool accepts(const std::string& text, const std::string& name, const json* other) {
    const std::string padded = text + std::string(64, '\0');
    io::JsonRecords records({name}, io::JsonRecords::Layout::lines);
    try {
        records.parse({padded.data(), text.size()}, {"f", 1, 1}, [&](const io::JsonRow& row) {
            if (other == nullptr) return;
            const io::JsonField& field = row.fields[0];
            const bool there =
                row.is_array ? name == "1" && !other->empty() : other->contains(name);
            require(there == (field.kind != Kind::missing));
            if (there) check_field(records, field, row.is_array ? (*other)[0] : (*other)[name]);
        });
    } catch (const base::DataError&) {
        return false;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"a", "1"}) {
        accepts(text, name, nullptr);
        const std::string padded = text + std::string(64, '\0');
        io::JsonRecords document({name}, io::JsonRecords::Layout::document);
        try {
            document.parse({padded.data(), text.size()}, {"f", 1, 1}, [](const io::JsonRow&) {});
        } catch (const base::DataError&) {
        }
    }
    // The other parser takes a NUL for the end, skips a byte order mark and has no limit of depth.
    text = text.substr(0, text.find('\n'));
    if (text.find('\0') != std::string::npos || text.starts_with('\xef')) return 0;
    if (std::count_if(text.begin(), text.end(), [](char c) { return c == '[' || c == '{'; }) > 900)
        return 0;
    std::optional<json> other;
    try {
        other = json::parse(text);
    } catch (const json::parse_error&) {
    } catch (const json::out_of_range&) {
        return 0;  // a number beyond double: here only the field that is asked for must be one
    }
    if (other && !other->is_structured()) other.reset();
    if (text.find_first_not_of(" \t\r") == std::string::npos) return 0;
    require(accepts(text, "no such key", nullptr) == other.has_value());
    for (const char* name : {"a", "1"}) {
        // A key asked for that occurs twice is an error here, the last one counts there.
        if (other && accepts(text, name, nullptr)) accepts(text, name, &*other);
    }
    return 0;
}
