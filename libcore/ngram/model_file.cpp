#include "ngram/model_file.hpp"

#include "base/error.hpp"
#include "io/chunk.hpp"
#include "io/source.hpp"
#include "ngram/binary_model.hpp"
#include "ngram/record_text.hpp"

#include <numeric>
#include <utility>

namespace pipelab::ngram {
namespace {

/// A file that is binary, or a reader for the text of one that is not.
class Opened {
  public:
    Opened(const std::string& path, base::Control control)
        : path_(path), reader_({path}, io::Cut::whole, control) {
        if (path != "-" && io::is_regular(path)) {
            auto mapped = std::make_shared<const io::MappedFile>(path);
            if (BinaryFile::begins(mapped->bytes())) {
                binary_.emplace(mapped);
                mapped_ = std::move(mapped);
            }
        }
        if (binary_ || !BinaryFile::begins(head())) return;
        io::Chunk chunk;
        reader_.next(chunk);
        base::stop_if_requested(control.cancellation);
        binary_.emplace(chunk.text, path == "-" ? "stdin" : path);
    }

    const std::optional<BinaryFile>& binary() const { return binary_; }
    const std::shared_ptr<const io::MappedFile>& mapped() const { return mapped_; }
    ReadModel read_text(base::Control control) {
        reader_.set_cut(io::Cut::lines);
        return read_arpa(path_, reader_, control);
    }

  private:
    /// Enough to tell, if there is as much.
    std::string_view head() {
        std::string_view seen, more = reader_.read_ahead();
        while (more.size() > seen.size() && more.size() < BinaryFile::head_size) {
            seen = more;
            more = reader_.read_ahead();
        }
        return more;
    }

    std::string path_;
    io::ChunkReader reader_;
    std::optional<BinaryFile> binary_;
    std::shared_ptr<const io::MappedFile> mapped_;
};

}  // namespace

FileModel read_model(const std::string& path, base::Control control) {
    Opened file(path, control);
    if (file.binary())
        return {model_of(*file.binary(), control), file.binary()->header().text(), {}};
    ReadModel read = file.read_text(control);
    return {std::move(read.model), {}, std::move(read.warnings)};
}

void FileScorer::require_whole() const {
    if (file == nullptr || !file->cut_short()) return;
    throw base::DataError({file->name()}, "the model has been cut short while it was in use");
}

FileScorer open_scorer(const std::string& path, bool listing, base::Control control) {
    Opened file(path, control);
    if (!file.binary()) {
        ReadModel read = file.read_text(control);
        return {Scorer(std::move(read.model)), {}, std::move(read.warnings), nullptr};
    }
    const BinaryHeader& header = file.binary()->header();
    if (listing) file.binary()->verify();
    if (listing && header.kind == BinaryKind::trie)
        return {Scorer(model_of(*file.binary(), control)), header.text(), {}, nullptr};
    return {scorer_of(*file.binary()), header.text(), {}, file.mapped()};
}

std::string verified_text(const VerifiedModel& model, bool json) {
    std::string text;
    RecordText record(text, json);
    record.begin();
    record.field("format", std::string_view(model.format));
    record.field("order", std::uint64_t{model.grams.size()});
    if (json) {
        record.put_name("ngrams");
        text += '[';
        for (std::size_t n = 0; n < model.grams.size(); ++n)
            text += (n > 0 ? "," : "") + std::to_string(model.grams[n]);
        text += ']';
    } else {
        record.field("ngrams",
                     std::accumulate(model.grams.begin(), model.grams.end(), std::uint64_t{0}));
    }
    record.field("bits", std::uint64_t{model.bits});
    record.field("bytes", model.bytes);
    record.end();
    return text;
}

VerifiedModel verify_model(const std::string& path, base::Control control) {
    Opened file(path, control);
    VerifiedModel result;
    if (file.binary()) {
        const BinaryHeader& header = file.binary()->header();
        scorer_of(*file.binary());
        file.binary()->verify();
        result.format = header.kind == BinaryKind::trie ? "trie" : "probing";
        result.grams.assign(header.grams.begin(), header.grams.begin() + header.order);
        result.bits = header.bits;
        result.bytes = file.binary()->size();
        return result;
    }
    const ReadModel read = file.read_text(control);
    result.format = "arpa";
    result.bytes = io::total_size({path});
    for (const ModelLevel& level : read.model.levels) result.grams.push_back(level.size());
    return result;
}

}  // namespace pipelab::ngram
