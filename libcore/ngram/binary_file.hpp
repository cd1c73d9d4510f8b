#pragma once

#include "base/array.hpp"
#include "base/frozen_array.hpp"
#include "io/mapped_file.hpp"
#include "io/output.hpp"
#include "ngram/grams.hpp"
#include "ngram/unit.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The file of a binary model. All numbers are little-endian.
///
///     magic (16 bytes), version, byte order mark (32 bits each), length of the file (64 bits)
///     BinaryHeader
///     number of sections, 0 (32 bits each), and of each section
///         kind, order (32 bits each), offset, length, checksum (64 bits each)
///     checksum of all before, zeros up to a multiple of 64
///     the sections in turn, each filled with zeros to a multiple of 64
///
/// Checksums are XXH3 (64 bits): of the header as it is, of a section that of the checksums of its
/// stretches of 1 MiB, zeros behind it included.
namespace pipelab::ngram {

enum class BinaryKind : std::uint32_t { probing = 1, trie = 2 };

/// What is known of a model before its sections are looked at.
struct BinaryHeader {
    BinaryKind kind = BinaryKind::probing;
    std::uint32_t order = 0;
    std::uint32_t unit = 0;                         ///< 0: not known; else that of Unit, plus one
    std::uint32_t lower = 0;                        ///< 1: letters were made lower case
    std::uint32_t bits = 0;                         ///< of quantised values; 0: they are exact
    std::uint32_t word_probes = 0;                  ///< FrozenKeys::Parts::most_probes
    std::uint32_t gram_probes = 0;                  ///< ContextTable::most_probes
    std::uint32_t begin = 0;                        ///< ModelTable::begin
    std::array<std::uint64_t, most_order> grams{};  ///< of each order
    std::array<std::uint64_t, most_order> contexts{};  ///< ModelTable::first_of_length

    TextKind text() const;
    void set_text(const TextKind& text);
    std::uint64_t all_grams() const;
};

/// What a section holds; those of an order are there once for each.
enum class Section : std::uint32_t {
    word_slots = 1,      ///< FrozenKeys::Parts
    word_places = 2,     ///< the same
    word_records = 3,    ///< the same
    unigrams = 4,        ///< of ModelTable or ModelTrie
    contexts = 5,        ///< of ModelTable
    table = 6,           ///< ContextTable
    records = 7,         ///< TrieLevel; of an order, as all that follow
    samples = 8,         ///< ChildRanges::Parts
    child_bits = 9,      ///< the same
    child_tables = 10,   ///< the same
    probabilities = 11,  ///< of codes
    backoffs = 12,       ///< the same
};

/// What the file says of a section.
struct SectionEntry {
    std::uint32_t kind, order;
    std::uint64_t offset, length, checksum;
};

/// Writes a file whose sections are all in memory.
class BinaryWriter {
  public:
    /// The elements must outlive the call of write().
    template <class T>
    void add(Section kind, std::size_t order, const base::FrozenArray<T>& elements) {
        add_bytes(kind, order,
                  {reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(T)});
    }
    /// Returns the length of the file. Checksums take 5 ms for 100 MB, or less.
    std::uint64_t write(const BinaryHeader& header, io::Output& out) const;

  private:
    struct Entry {
        Section kind;
        std::size_t order;
        std::string_view bytes;
    };
    void add_bytes(Section kind, std::size_t order, std::string_view bytes) {
        entries_.push_back({kind, order, bytes});
    }
    std::vector<Entry> entries_;
};

/// A file that can be looked at: mapped, or in memory.
class BinaryFile {
  public:
    /// Whether a file with this beginning, of head_size bytes, is one.
    static constexpr std::size_t head_size = 16;
    static bool begins(std::string_view head);

    /// Checks magic, version, length, header and where the sections are, in well below a
    /// millisecond. DataError for what is not as it was written, or was by a later version or with
    /// another order of bytes.
    explicit BinaryFile(std::shared_ptr<const io::MappedFile> file);
    /// The same of bytes in memory, which are copied.
    BinaryFile(std::string_view bytes, std::string name);

    const BinaryHeader& header() const { return header_; }
    const std::string& name() const { return name_; }
    std::uint64_t size() const { return bytes_.size(); }
    /// The elements of a section. DataError if it is not there or they are not so many.
    template <class T>
    base::FrozenArray<T> section(Section kind, std::size_t order, std::uint64_t count) const {
        const std::string_view bytes = section_bytes(kind, order);
        if (bytes.size() != count * sizeof(T)) fail("a section has not the size that it must have");
        return section<T>(kind, order);
    }
    /// However many.
    template <class T>
    base::FrozenArray<T> section(Section kind, std::size_t order) const {
        const std::string_view bytes = section_bytes(kind, order);
        if (bytes.size() % sizeof(T) != 0) fail("a section has not the size that it must have");
        return {std::span(reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)),
                keeper_};
    }
    /// Compares the checksums of all sections, at several GB/s. DataError if one is not right.
    void verify() const;
    [[noreturn]] void fail(const std::string& message) const;

  private:
    void open();
    std::string_view section_bytes(Section kind, std::size_t order) const;

    std::string name_;
    std::string_view bytes_;
    std::shared_ptr<const void> keeper_;
    BinaryHeader header_;
    std::vector<SectionEntry> sections_;
};

}  // namespace pipelab::ngram
