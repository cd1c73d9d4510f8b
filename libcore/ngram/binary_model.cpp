#include "ngram/binary_model.hpp"

#include "ngram/model_check.hpp"
#include "ngram/resources.hpp"
#include "ngram/table_engine.hpp"
#include "ngram/trie_engine.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <utility>

namespace pipelab::ngram {
namespace {

void add_words(BinaryWriter& writer, BinaryHeader& header, const base::FrozenKeys& words) {
    header.word_probes = words.parts().most_probes;
    writer.add(Section::word_slots, 0, words.parts().slots);
    writer.add(Section::word_places, 0, words.parts().places);
    writer.add(Section::word_records, 0, words.parts().records);
}

void add_table(BinaryWriter& writer, BinaryHeader& header, const ModelTable& table) {
    header.begin = table.begin;
    header.gram_probes = table.grams.most_probes();
    std::copy(table.first_of_length.begin(), table.first_of_length.end(), header.contexts.begin());
    writer.add(Section::unigrams, 1, table.unigrams);
    writer.add(Section::contexts, 0, table.contexts);
    writer.add(Section::table, 0, table.grams.lines());
}

void add_trie(BinaryWriter& writer, const ModelTrie& trie) {
    writer.add(Section::unigrams, 1, trie.unigrams);
    for (std::size_t n = 1; n < trie.order(); ++n) {
        const TrieLevel& level = trie.levels[n - 1];
        writer.add(Section::records, n + 1, level.records);
        writer.add(Section::probabilities, n + 1, level.probabilities);
        if (n + 1 == trie.order()) continue;
        writer.add(Section::backoffs, n + 1, level.backoffs);
        writer.add(Section::samples, n + 1, level.children.parts().samples);
        writer.add(Section::child_bits, n + 1, level.children.parts().bits);
        writer.add(Section::child_tables, n + 1, level.children.parts().tables);
    }
}

/// Takes the sections of a file, whose sizes follow from its header.
class Sections {
  public:
    explicit Sections(const BinaryFile& file) : file_(file), header_(file.header()) {
        const bool known = header_.kind == BinaryKind::probing || header_.kind == BinaryKind::trie;
        if (!known || header_.order < 1 || header_.order > most_order) impossible();
        for (std::size_t n = 0; n < header_.order; ++n) {
            const std::uint64_t size = header_.grams[n];
            const bool any = n == 0 ? size > sentence_end : size == 0 || header_.grams[n - 1] > 0;
            if (!any || size > most) impossible();
        }
    }

    Vocabulary words() const {
        base::FrozenKeys::Parts parts;
        parts.slots = file_.section<base::FrozenKeys::Slot>(Section::word_slots, 0);
        parts.places = file_.section<std::uint32_t>(Section::word_places, 0, header_.grams[0]);
        parts.records = file_.section<char>(Section::word_records, 0);
        parts.most_probes = header_.word_probes;
        if (parts.slots.empty()) impossible();
        return Vocabulary(base::FrozenKeys(std::move(parts)));
    }

    ModelTable table() const {
        ModelTable table;
        table.unigrams = file_.section<ModelTable::Unigram>(Section::unigrams, 1, header_.grams[0]);
        table.contexts = file_.section<ModelTable::Context>(Section::contexts, 0);
        auto lines = file_.section<ContextTable::Line>(Section::table, 0);
        if (table.contexts.empty() || lines.empty() || header_.begin >= table.contexts.size() ||
            table.contexts.size() > most)
            impossible();
        table.grams = ContextTable(std::move(lines), header_.gram_probes);
        table.begin = header_.begin;
        for (std::size_t n = 0; n < header_.order; ++n) {
            const std::uint64_t first = header_.contexts[n];
            const bool ascends = first >= (n > 0 ? header_.contexts[n - 1] : 1);
            if (!ascends || first > table.contexts.size()) impossible();
            table.first_of_length.push_back(static_cast<std::uint32_t>(first));
        }
        return table;
    }

    ModelTrie trie() const {
        ModelTrie trie;
        trie.unigrams =
            file_.section<ModelTrie::Unigram>(Section::unigrams, 1, header_.grams[0] + 1);
        if (header_.bits > 0 &&
            (header_.bits < least_quantize_bits || header_.bits > most_quantize_bits))
            impossible();
        for (std::size_t n = 1; n < header_.order; ++n) trie.levels.push_back(level(n));
        return trie;
    }

  private:
    [[noreturn]] void impossible() const { file_.fail("its header says what cannot be"); }

    TrieLevel level(std::size_t n) const {
        const bool highest = n + 1 == header_.order;
        const std::size_t order = n + 1;
        TrieLevel level;
        level.size = header_.grams[n];
        level.fields.word = word_bits(header_.grams[0]);
        const auto bits = static_cast<int>(header_.bits);
        if (bits > 0) level.fields.probability = level.fields.backoff = bits;
        if (highest) level.fields.backoff = 0;
        level.records =
            file_.section<char>(Section::records, order, level.fields.bytes(level.size));
        const std::uint64_t codes = bits > 0 ? std::uint64_t{1} << bits : 0;
        level.probabilities = file_.section<float>(Section::probabilities, order, codes);
        if (highest) return level;
        level.backoffs = file_.section<float>(Section::backoffs, order, codes);
        const std::size_t children = header_.grams[n + 1];
        ChildRanges::Parts parts;
        parts.samples = file_.section<ChildRanges::Sample>(Section::samples, order,
                                                           ChildRanges::samples(level.size));
        parts.bits = file_.section<std::uint64_t>(Section::child_bits, order,
                                                  ChildRanges::words(level.size, children));
        parts.tables = file_.section<std::uint32_t>(Section::child_tables, order);
        level.children = ChildRanges(std::move(parts), level.size, children);
        return level;
    }

    static constexpr std::uint64_t most = ~std::uint32_t{0} - 1;

    const BinaryFile& file_;
    const BinaryHeader& header_;
};

}  // namespace

std::uint64_t write_binary(Model model, BinaryKind kind, const std::vector<Codebooks>& codebooks,
                           const TextKind& text, io::Output& out, base::Control control) {
    base::stop_if_requested(control.cancellation);
    BinaryWriter writer;
    BinaryHeader header;
    header.kind = kind;
    header.order = static_cast<std::uint32_t>(model.order());
    header.set_text(text);
    for (std::size_t n = 0; n < model.order(); ++n) header.grams[n] = model.levels[n].size();
    const Vocabulary vocabulary = model.vocabulary;
    add_words(writer, header, vocabulary.keys());
    if (kind == BinaryKind::probing) {
        const ModelTable table = table_of(std::move(model));
        add_table(writer, header, table);
        return writer.write(header, out);
    }
    if (!codebooks.empty()) {
        header.bits =
            static_cast<std::uint32_t>(std::bit_width(codebooks[0].probabilities.size())) - 1;
    }
    const ModelTrie trie = trie_of(model, codebooks);
    model.levels.clear();
    add_trie(writer, trie);
    return writer.write(header, out);
}

std::uint64_t packing_memory(const Model& model, BinaryKind kind) {
    std::uint64_t all = 0, most = 0;
    for (const ModelLevel& level : model.levels) {
        all += level.size();
        most = std::max<std::uint64_t>(most, level.size());
    }
    const std::uint64_t grams = kind == BinaryKind::trie ? 31 * all : 50 * all + 48 * most;
    return grams + model.vocabulary.memory() + fixed_memory();
}

Scorer scorer_of(const BinaryFile& file) {
    const Sections sections(file);
    Vocabulary words = sections.words();
    if (file.header().kind == BinaryKind::trie)
        return {std::move(words), std::make_unique<TrieEngine>(sections.trie())};
    return {std::move(words), std::make_unique<TableEngine>(sections.table())};
}

Model model_of(const BinaryFile& file, base::Control control) {
    const Sections sections(file);
    file.verify();
    base::stop_if_requested(control.cancellation);
    Vocabulary words = sections.words();
    if (const auto problem = problem_of(words)) file.fail(*problem);
    const bool is_trie = file.header().kind == BinaryKind::trie;
    auto model = is_trie ? std::optional(model_of(words, sections.trie()))
                         : model_of(words, sections.table());
    if (!model) file.fail("its n-grams are no tree");
    if (const auto problem = problem_of(*model)) file.fail(*problem);
    return std::move(*model);
}

}  // namespace pipelab::ngram
