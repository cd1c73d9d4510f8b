#pragma once

#include "base/progress.hpp"
#include "ngram/arpa_reader.hpp"
#include "ngram/binary_file.hpp"
#include "ngram/scorer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Models in files, whose format is recognised by what the file begins with, not by its name:
/// binary (probing or trie) or ARPA text, plain or packed by gzip or zstd. "-" is standard input.
/// DataError if a file is no model. A binary model that is packed or comes through a pipe is read
/// into memory (at most 4 GiB).
namespace pipelab::ngram {

/// A model from a file, and what is known of it.
struct FileModel {
    Model model;
    TextKind text;
    std::vector<std::string> warnings;
};

/// Reads a model; a binary one is verified and unpacked.
FileModel read_model(const std::string& path, base::Control control);

/// A scorer of a model in a file.
struct FileScorer {
    Scorer scorer;
    TextKind text;
    std::vector<std::string> warnings;
    std::shared_ptr<const io::MappedFile> file;  ///< that the scorer looks into, if it is mapped
    /// DataError if the file has become shorter while it was looked at.
    void require_whole() const;
};

/// Opens a binary model, in well below a millisecond if it can be mapped, or reads an ARPA file.
/// `listing`: words after a context will be listed, for which a binary model is verified and a trie
/// is unpacked to a table (as much memory and time as ARPA text, but for the parsing).
FileScorer open_scorer(const std::string& path, bool listing, base::Control control);

/// What a file that has been verified is.
struct VerifiedModel {
    std::string format;  ///< arpa, probing or trie
    std::vector<std::uint64_t> grams;
    std::uint32_t bits = 0;   ///< of quantised values; 0: exact
    std::uint64_t bytes = 0;  ///< of the file; 0 if not known
};
/// Checks all of a file: checksums of a binary one; ARPA text is read. DataError if it is damaged.
VerifiedModel verify_model(const std::string& path, base::Control control);
/// A record of format, order, n-grams of all orders, bits and bytes; in JSON n-grams of each.
std::string verified_text(const VerifiedModel& model, bool json);

}  // namespace pipelab::ngram
