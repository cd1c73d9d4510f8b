#include "geometry/writer.hpp"

#include "base/parallel.hpp"
#include "io/write_blocks.hpp"

#include <utility>

namespace pipelab::geometry {
namespace {

constexpr std::size_t flush_size = std::size_t{64} << 10;
constexpr std::string_view document_head = "{\"type\":\"FeatureCollection\",\"features\":[\n";
constexpr std::string_view document_tail = "\n]}\n";
constexpr std::string_view empty_document = "{\"type\":\"FeatureCollection\",\"features\":[]}\n";

}  // namespace

ResultWriter::ResultWriter(io::Output& out, Form form, base::Control control)
    : ResultText(std::move(form)), out_(out), control_(control) {}

void ResultWriter::end() {
    ResultText::end();
    if (text().size() >= flush_size) flush();
}

void ResultWriter::flush() {
    put({text().data(), text().size()}, header());
    text().clear();
}

void ResultWriter::add(ResultText& made) {
    if (!made.text().empty()) {
        begin();
        put({made.text().data(), made.text().size()}, made.header());
    }
    if (made.block_begins()) block();
}

void ResultWriter::begin() {
    flush();
    begin_block();
    if (any_) flush();
    text().clear();
}

void ResultWriter::put(std::string_view text, const std::string& header) {
    if (text.empty()) return;
    if (!any_) {
        out_.write(header);
        framed_ = form().document && text.starts_with(between_features);
        if (framed_) out_.write(document_head);
        const std::string_view between = framed_ ? between_features : between_shapes;
        if (text.starts_with(between)) text.remove_prefix(between.size());
    }
    any_ = true;
    out_.write(text);
}

void ResultWriter::rows(std::size_t count, const std::function<void(std::size_t, Results&)>& row) {
    constexpr std::size_t block = 4096;
    std::size_t done = 0;
    if (count > 0) begin();
    // One after the other until something stands before the rows of the first block.
    while (done < count && (!any_ || count - done < block)) {
        row(done++, *this);
        flush();
    }
    io::write_blocks(out_, {count - done, block}, control_,
                     [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
                         ResultText part(form());
                         part.carry(carried(), id());
                         part.text().swap(bytes);
                         part.text().clear();
                         for (std::size_t i = begin; i < end; ++i) row(done + i, part);
                         bytes.swap(part.text());
                     });
}

void ResultWriter::finish() {
    flush();
    if (framed_) out_.write(document_tail);
    if (!any_ && form().document) out_.write(empty_document);
}

}  // namespace pipelab::geometry
