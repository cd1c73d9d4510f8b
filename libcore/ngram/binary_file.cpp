#include "ngram/binary_file.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace pipelab::ngram {
namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

constexpr std::string_view magic = "\x93pipelab ngram\r\n";
static_assert(magic.size() == BinaryFile::head_size);
constexpr std::uint32_t version = 1;
constexpr std::uint32_t byte_order = 0x01020304, other_byte_order = 0x04030201;
constexpr std::size_t alignment = 64;
constexpr std::size_t stretch = std::size_t{1} << 20;
constexpr std::uint32_t most_sections = 256;

/// What the file begins with.
struct Front {
    char magic[16];
    std::uint32_t version, byte_order;
    std::uint64_t length;
    BinaryHeader header;
    std::uint32_t sections, zero;
};
static_assert(sizeof(Front) == 32 + sizeof(BinaryHeader) + 8 && sizeof(BinaryHeader) == 288);
static_assert(sizeof(SectionEntry) == 32);

std::uint64_t aligned(std::uint64_t size) { return (size + alignment - 1) / alignment * alignment; }

std::uint64_t hash_of(const void* bytes, std::size_t size) { return XXH3_64bits(bytes, size); }

/// Of bytes and the zeros behind them.
std::uint64_t section_checksum(std::string_view bytes, std::size_t zeros) {
    std::vector<std::uint64_t> parts(bytes.size() / stretch + 1);
    base::parallel_for(parts.size(), [&](std::size_t i) {
        const std::string_view part = bytes.substr(i * stretch, stretch);
        if (i + 1 < parts.size()) {
            parts[i] = hash_of(part.data(), part.size());
        } else {
            std::string last(part);
            last.append(zeros, '\0');
            parts[i] = hash_of(last.data(), last.size());
        }
    });
    return hash_of(parts.data(), parts.size() * sizeof(parts[0]));
}

/// The size of all before the sections.
std::uint64_t front_size(std::size_t sections) {
    return aligned(sizeof(Front) + sections * sizeof(SectionEntry) + sizeof(std::uint64_t));
}

}  // namespace

TextKind BinaryHeader::text() const {
    TextKind text;
    if (unit > 0 && unit <= 3) text.unit = static_cast<Unit>(unit - 1);
    text.lower = lower != 0;
    return text;
}

void BinaryHeader::set_text(const TextKind& text) {
    unit = text.unit ? static_cast<std::uint32_t>(*text.unit) + 1 : 0;
    lower = text.lower;
}

std::uint64_t BinaryHeader::all_grams() const {
    return std::accumulate(grams.begin(), grams.end(), std::uint64_t{0});
}

std::uint64_t BinaryWriter::write(const BinaryHeader& header, io::Output& out) const {
    Front front{};
    std::copy(magic.begin(), magic.end(), front.magic);
    front.version = version;
    front.byte_order = byte_order;
    front.header = header;
    front.sections = static_cast<std::uint32_t>(entries_.size());
    front.length = front_size(entries_.size());
    std::vector<SectionEntry> table;
    for (const Entry& entry : entries_) {
        const std::uint64_t size = entry.bytes.size();
        table.push_back({static_cast<std::uint32_t>(entry.kind),
                         static_cast<std::uint32_t>(entry.order), front.length, size,
                         section_checksum(entry.bytes, aligned(size) - size)});
        front.length += aligned(size);
    }
    std::string head(reinterpret_cast<const char*>(&front), sizeof front);
    head.append(reinterpret_cast<const char*>(table.data()), table.size() * sizeof(SectionEntry));
    const std::uint64_t checksum = hash_of(head.data(), head.size());
    head.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
    head.resize(front_size(table.size()));
    out.write(head);
    for (const Entry& entry : entries_) {
        out.write(entry.bytes);
        out.write(std::string(aligned(entry.bytes.size()) - entry.bytes.size(), '\0'));
    }
    return front.length;
}

bool BinaryFile::begins(std::string_view head) { return head.starts_with(magic); }

BinaryFile::BinaryFile(std::shared_ptr<const io::MappedFile> file)
    : name_(file->name()), bytes_(file->bytes()), keeper_(std::move(file)) {
    open();
}

BinaryFile::BinaryFile(std::string_view bytes, std::string name) : name_(std::move(name)) {
    struct alignas(alignment) Unit64 {
        char bytes[alignment];
    };
    const auto copy = std::make_shared<base::Array<Unit64>>(bytes.size() / alignment + 1);
    std::memcpy(copy->data(), bytes.data(), bytes.size());
    bytes_ = {reinterpret_cast<const char*>(copy->data()), bytes.size()};
    keeper_ = copy;
    open();
}

void BinaryFile::fail(const std::string& message) const {
    throw base::DataError({name_}, "damaged binary model: " + message);
}

void BinaryFile::open() {
    if (!begins(bytes_)) throw base::DataError({name_}, "this is no binary n-gram model");
    Front front{};
    if (bytes_.size() < sizeof front) fail("it is cut short");
    std::memcpy(&front, bytes_.data(), sizeof front);
    if (front.byte_order == other_byte_order)
        throw base::DataError({name_}, "binary model of a machine with another order of bytes");
    if (front.version > version && front.byte_order == byte_order) {
        throw base::DataError({name_}, "binary model of version " + std::to_string(front.version) +
                                           ", which is later than " + std::to_string(version) +
                                           ", or damaged");
    }
    if (front.sections > most_sections) fail("its header is not as it was written");
    const std::uint64_t size = front_size(front.sections);
    if (bytes_.size() < size) fail("it is cut short");
    const std::size_t end = sizeof front + front.sections * sizeof(SectionEntry);
    std::uint64_t checksum;
    std::memcpy(&checksum, bytes_.data() + end, sizeof checksum);
    const std::string_view zeros =
        bytes_.substr(end + sizeof checksum, size - end - sizeof checksum);
    if (checksum != hash_of(bytes_.data(), end) || front.byte_order != byte_order ||
        front.version != version || zeros.find_first_not_of('\0') != zeros.npos)
        fail("its header is not as it was written");
    if (bytes_.size() < front.length) fail("it is cut short");
    if (bytes_.size() > front.length) fail("something stands behind its end");
    header_ = front.header;
    sections_.resize(front.sections);
    std::memcpy(sections_.data(), bytes_.data() + sizeof front,
                front.sections * sizeof(SectionEntry));
    std::uint64_t next = size;
    for (const SectionEntry& entry : sections_) {
        if (entry.offset != next || entry.length > bytes_.size() - next)
            fail("its sections overlap");
        next += aligned(entry.length);
    }
    if (next != bytes_.size()) fail("its sections are not all of it");
}

std::string_view BinaryFile::section_bytes(Section kind, std::size_t order) const {
    for (const SectionEntry& entry : sections_)
        if (entry.kind == static_cast<std::uint32_t>(kind) && entry.order == order)
            return bytes_.substr(entry.offset, entry.length);
    fail("a section is missing");
}

void BinaryFile::verify() const {
    for (const SectionEntry& entry : sections_) {
        const std::string_view bytes = bytes_.substr(entry.offset, aligned(entry.length));
        const std::string_view zeros = bytes.substr(entry.length);
        const bool filled = zeros.find_first_not_of('\0') == zeros.npos;
        if (!filled ||
            section_checksum(bytes.substr(0, entry.length), zeros.size()) != entry.checksum) {
            fail("the checksum of the section at byte " + std::to_string(entry.offset) +
                 " is not right");
        }
    }
}

}  // namespace pipelab::ngram
