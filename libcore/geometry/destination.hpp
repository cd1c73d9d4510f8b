#pragma once

#include "base/error.hpp"
#include "geometry/apply.hpp"
#include "geometry/writer.hpp"

#include <optional>

namespace pipelab::geometry {

/// How the results of one operation are written.
inline Form form_of(const Request& request, const Style& style) {
    Form form = form_like(style, request.json, request.to);
    if (request.measures && !request.to) {
        form.notation = Notation::xy;
        form.document = false;
    }
    return form;
}

/// Where the results of one operation go: text to an output, a document of SVG, or also a sketch.
/// Keeps references to the request and the output.
class Destination {
  public:
    Destination(const Request& request, const Style& style, io::Output& out, base::Control control)
        : request_(request),
          out_(out),
          writer_(out_, request.drawn ? Form{} : form_of(request, style), control),
          own_results_(own_, style) {
        if (request.sketch != nullptr) sketch_results_.emplace(*request.sketch, style);
    }

    const Form& form() const { return writer_.form(); }

    /// give(results) for each taker of results; the answers count once.
    template <class Give>
    void take(Give&& give) {
        if (request_.drawn)
            give(own_results_);
        else
            give(writer_);
        if (sketch_results_) give(*sketch_results_);
    }
    /// The same where the text has been made already; apart from what came before if it is a
    /// block.
    template <class Give>
    void take(ResultText& made, bool block, Give&& give) {
        answers_.join(made.answers());
        if (block) writer_.block();
        writer_.add(made);
        if (request_.drawn) give(own_results_);
        if (sketch_results_) give(*sketch_results_);
    }

    Answers finish() {
        if (request_.drawn)
            out_.write((request_.measures && request_.sketch ? *request_.sketch : own_).svg());
        else
            writer_.finish();
        answers_.join(request_.drawn ? own_results_.answers() : writer_.answers());
        return answers_;
    }

  private:
    const Request& request_;
    io::Output& out_;
    ResultWriter writer_;
    Sketch own_;
    SketchResults own_results_;
    std::optional<SketchResults> sketch_results_;
    Answers answers_;
};

/// A destination that is made when the style of the input is known.
class LazyDestination {
  public:
    LazyDestination(const Request& request, io::Output& out, base::Control control)
        : request_(request), out_(out), control_(control) {}

    /// DataError if the style is not written like the first one; UsageError if rows are to be named
    /// that have no names.
    Destination& of(const Style& style) {
        if (!made_) {
            if (style.notation == Notation::wkt && !request_.input.id.empty())
                throw base::UsageError("WKT has no ids or properties, such as '" +
                                       request_.input.id + "'");
            made_.emplace(request_, style, out_, control_);
            first_ = style;
        } else if (style.notation != first_.notation || style.json_rows != first_.json_rows ||
                   style.document != first_.document) {
            throw base::DataError(
                {style.name, 0, 0},
                "expected the same notation as " + first_.name + " has, convert one with --to");
        }
        return *made_;
    }
    Answers finish(const Style& style = {}) { return made_ ? made_->finish() : of(style).finish(); }

  private:
    const Request& request_;
    io::Output& out_;
    base::Control control_;
    std::optional<Destination> made_;
    Style first_;
};

}  // namespace pipelab::geometry
