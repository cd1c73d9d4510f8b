#pragma once

#include "ngram/model_file.hpp"
#include "ngram/tokenizer.hpp"
#include "options.hpp"

#include <string>
#include <vector>

namespace ngram_score {

/// The inputs, or standard input.
std::vector<std::string> inputs(const Options& options);

/// UsageError if standard input, which is `what`, is an input too.
void refuse_input_twice(const Options& options, const std::string& what);

/// The model of a file; `listing` as for ngram::open_scorer.
ngram::FileScorer open_model(cli::Run& run, const std::string& path, bool listing = false);

/// How sentences are cut for models: by --unit, else by the unit that their words are.
ngram::TokenRules token_rules(cli::Run& run, const Options& options, const ngram::UnitSigns& signs);

/// Writes answers, at once with --flush.
class Answers {
  public:
    Answers(cli::Run& run, const Options& options) : out_(run.out()), flush_(options.flush) {}
    void write(const std::string& text) {
        out_.write(text);
        if (flush_) out_.flush();
    }
    io::Output& output() { return out_; }

  private:
    io::Output& out_;
    bool flush_;
};

/// The forms of the tool beside that with one model.
void classify(cli::Run& run, const Options& options);
void vectorize(cli::Run& run, const Options& options);
void look_up(cli::Run& run, const Options& options);

}  // namespace ngram_score
