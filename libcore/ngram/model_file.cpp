#include "ngram/model_file.hpp"

namespace pipelab::ngram {

ReadModel read_model(const std::string& path, base::Control control) {
    // A format with a magic number is told apart here; whatever has none is ARPA text.
    return read_arpa(path, control);
}

}  // namespace pipelab::ngram
