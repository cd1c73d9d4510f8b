#pragma once

#include "base/progress.hpp"
#include "geometry/result_text.hpp"
#include "io/output.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace pipelab::geometry {

/// Results to an output, as they come.
class ResultWriter : public ResultText {
  public:
    ResultWriter(io::Output& out, Form form, base::Control control);

    void end() override;
    /// In parallel blocks: `row` is called from several threads.
    void rows(std::size_t count, const std::function<void(std::size_t, Results&)>& row) override;
    /// What a ResultText of the same form made, behind the rows so far.
    void add(ResultText& made);
    void flush();
    /// The end of a document, which begins with its first feature; without any text an empty
    /// FeatureCollection. Must be called last.
    void finish();

  private:
    /// All rows are written, and what is between them and a block, if one begins.
    void begin();
    /// Text and its header.
    void put(std::string_view text, const std::string& header);

    io::Output& out_;
    base::Control control_;
    bool any_ = false;
    bool framed_ = false;  // a document has begun
};

}  // namespace pipelab::geometry
