#include "ngram/external_training.hpp"

#include "io/external_sort.hpp"
#include "ngram/arpa_stream.hpp"
#include "ngram/discounts.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/smoothing_steps.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace pipelab::ngram {
namespace {

/// An n-gram's count and whether it is kept in 32 bits; the few counts that are too large stand
/// elsewhere.
class ShortCodes {
  public:
    std::uint64_t pack(std::uint64_t code) {
        if (code < large) return code;
        large_.push_back(code);
        return large | (large_.size() - 1);
    }
    std::uint64_t unpack(std::uint64_t packed) const {
        return packed < large ? packed : large_[static_cast<std::size_t>(packed - large)];
    }

  private:
    static constexpr std::uint64_t large = std::uint64_t{1} << 31;
    std::vector<std::uint64_t> large_;
};

std::uint64_t bits_of(float number) { return std::bit_cast<std::uint32_t>(number); }
std::uint64_t bits_of(double number) { return std::bit_cast<std::uint64_t>(number); }
template <class Number>
Number from_bits(std::uint64_t bits) {
    if constexpr (sizeof(Number) == 4)
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    else
        return std::bit_cast<double>(bits);
}

/// The n-gram of a level that lmplz sees last (see counts_of_counts), as n-grams pass by.
struct LastGram {
    std::vector<std::uint64_t> path;  ///< places of its words, from the last on
    std::uint64_t raw = 0, used = 0;
    /// Whether the other is this without its first word.
    bool follows(const LastGram& other) const {
        return path.size() == other.path.size() + 1 &&
               std::equal(other.path.begin(), other.path.end(), path.begin());
    }
};

/// Places of words by their first appearance; before them <unk>, <s> and </s>.
std::vector<std::uint32_t> places(const std::vector<WordId>& first_seen, std::size_t words) {
    std::vector<std::uint32_t> places(words, 0);
    places[unknown] = 2, places[sentence_begin] = 1;
    for (std::uint32_t i = 0; i < first_seen.size(); ++i) places[first_seen[i]] = i + 3;
    return places;
}

constexpr std::uint64_t often = 1 << 16;

void count_one(std::array<std::uint64_t, 6>& counts, std::uint64_t value, std::uint64_t times) {
    if (value >= 1 && value <= counts.size()) counts[static_cast<std::size_t>(value) - 1] += times;
}

/// Exact: probabilities are doubles where longer n-grams may back off, which wants to know what is
/// left without cancellation; then counts stand behind the words of keys, probabilities beside.
template <std::size_t Words, bool Exact>
class Training {
    using Number = std::conditional_t<Exact, double, float>;
    using Layout = KeyLayout<Words>;
    using Key = GramKey<Words>;
    using Record = io::KeyedRecord<Words>;
    using Counter = io::ExternalSorter<io::CountedKeys<Words>>;
    using ByContext = io::ExternalSorter<io::DistinctRecords<Words>>;
    using BackAgain =
        io::ExternalSorter<std::conditional_t<Exact, io::StableRecords, io::StableValues>>;

  public:
    Training(Corpus& corpus, std::size_t order, int bits, const SmoothingRules& rules,
             const SortingMemory& memory, base::Control control)
        : corpus_(corpus),
          order_(order),
          bits_(bits),
          layout_(order, bits),
          rules_(rules),
          memory_(memory),
          control_(control),
          files_(order),
          unigrams_(corpus.vocabulary.size(), 0),
          counts_of_counts_(order),
          last_(rules.first_seen != nullptr && !rules.first_seen->empty() ? order : 0) {
        estimate_.orders.resize(order);
        block_ = static_cast<std::size_t>(
            std::clamp<std::uint64_t>(memory.bytes / 16 / sizeof(Record), 4, 8192));
    }

    Estimate run(io::Output& out) {
        count();
        find_rules();
        std::vector<std::uint64_t> sizes;
        for (const OrderReport& order : estimate_.orders) sizes.push_back(order.kept);
        ArpaStream arpa(corpus_.vocabulary, sizes, out, control_);
        for (std::size_t level = 1; level < order_; ++level) train(level, arpa);
        arpa.begin(order_);
        Lower highest(*this, order_ - 1);
        while (highest.next()) print(highest, 1, arpa);
        arpa.end();
        return std::move(estimate_);
    }

  private:
    io::SortSpace space(std::uint64_t buffer, std::uint64_t merging) const {
        return {buffer, merging, memory_.temporary};
    }

    /// A key of `length` words without its first (or, of one in the order of contexts, last) one.
    Key shorter(const Key& key) const { return Layout::shifted(key, bits_); }
    /// The key with its last word at the least significant place: contexts come together.
    Key by_context(const Key& key, const Layout& layout) const {
        return layout.appended(key, layout.digit(key, 0));
    }
    /// An n-gram after a context.
    struct Follower {
        WordId word;
        Number lower;
        std::uint64_t code;
    };
    /// A record in the order of contexts, and what it says.
    Record followed(const Key& by_context, std::uint64_t code, Number lower) {
        const std::uint64_t packed = codes_.pack(code);
        if constexpr (!Exact) return {by_context.words, packed << 32 | bits_of(lower)};
        Key key;
        for (std::size_t i = 0; i < Words; ++i) {
            const std::uint64_t below = i + 1 < Words ? by_context.words[i + 1] >> 32 : packed;
            key.words[i] = by_context.words[i] << 32 | below;
        }
        return {key.words, bits_of(lower)};
    }
    static constexpr int code_bits = Exact ? 32 : 0;
    Key context_of(const Record& record) const {
        return Layout::shifted(Key{record.key}, bits_ + code_bits);
    }
    Follower follower(const Record& record) const {
        const std::uint64_t digit =
            Layout::bits_of(Key{record.key}, code_bits) & ((std::uint64_t{1} << bits_) - 1);
        const std::uint64_t packed =
            Exact ? record.key[Words - 1] & 0xffffffff : record.value >> 32;
        return {static_cast<WordId>(digit - 1), from_bits<Number>(record.value),
                codes_.unpack(packed)};
    }

    void count();
    void close(std::size_t level, const Key& key, std::uint64_t raw, std::uint64_t children);
    void find_rules();
    void train(std::size_t level, ArpaStream& arpa);
    std::unique_ptr<ByContext> sort_by_context(std::size_t level);

    float smooth(const std::vector<Follower>& followers, std::size_t level, BackAgain& values);

    /// The n-grams of a level with their probabilities, in order.
    class Lower {
      public:
        Lower(const Training& training, std::size_t level)
            : training_(training), layout_(level + 1, training.bits_), level_(level) {
            if (level == 0) return;
            grams_.emplace(training.files_[level]->read());
            values_.emplace(training.values_->read());
        }
        bool next() {
            if (level_ == 0) {
                if (word_ == training_.probabilities_.size()) return false;
                p = static_cast<Number>(training_.probabilities_[word_++]);
                key.words[Words - 1] = word_;
                return true;
            }
            Record record;
            if (!grams_->next(record)) return false;
            key.words = record.key;
            kept = (record.value & 1) != 0;
            if (!kept) return true;
            io::KeyedRecord<1> value;
            values_->next(value);
            p = from_bits<Number>(value.value);
            return true;
        }
        Key key;
        bool kept = true;
        Number p = 0;
        const Layout& layout() const { return layout_; }

      private:
        const Training& training_;
        Layout layout_;
        std::size_t level_;
        std::size_t word_ = 0;
        std::optional<io::RecordReader<Words>> grams_;
        std::optional<typename BackAgain::Sorted> values_;
    };

    static void print(const Lower& gram, float weight, ArpaStream& arpa) {
        if (!gram.kept) return;
        WordId* const words = arpa.words();
        for (std::size_t i = 0; i < gram.layout().order(); ++i)
            words[i] = static_cast<WordId>(gram.layout().digit(gram.key, i) - 1);
        arpa.put(static_cast<float>(gram.p), weight);
    }

    Corpus& corpus_;
    std::size_t order_;
    int bits_;
    Layout layout_;
    const SmoothingRules& rules_;
    const SortingMemory& memory_;
    base::Control control_;
    std::size_t block_;

    /// Of each level from bigrams on, keys with 2 * count used + whether it is kept.
    std::vector<std::unique_ptr<io::RecordFile<Words>>> files_;
    std::vector<std::uint64_t> unigrams_;  // counts used
    std::vector<std::array<std::uint64_t, 6>> counts_of_counts_;
    std::vector<std::uint32_t> places_;
    std::vector<LastGram> last_;  // of all levels but the highest, if wanted
    std::vector<LevelRule> level_rules_;
    base::Array<double> probabilities_;  // of unigrams
    std::unique_ptr<BackAgain> values_;  // probabilities of the level below
    ShortCodes codes_;
    Estimate estimate_;
};

/// Calls add(key) for each n-gram, as long as it can be.
template <std::size_t Words, class Add>
void for_each_gram(const Corpus& corpus, const KeyLayout<Words>& layout, base::Control control,
                   Add&& add) {
    using Key = GramKey<Words>;
    const Key start = layout.after(Key{}, std::uint64_t{sentence_begin} + 1);
    Key key = start;
    for_each_block(corpus, [&](const base::Array<WordId>& block) {
        base::stop_if_requested(control.cancellation);
        for (const WordId word : block) {
            key = layout.after(key, std::uint64_t{word} + 1);
            add(key);
            if (word == sentence_end) key = start;
        }
        control.progress.advance(block.size());
    });
}

/// Counts n-grams of all orders and writes them level by level.
template <std::size_t Words, bool Exact>
void Training<Words, Exact>::count() {
    std::uint64_t in_memory = 0;
    for (const auto& block : corpus_.blocks) in_memory += block.capacity() * sizeof(WordId);
    const std::uint64_t bytes = memory_.bytes - std::min(memory_.bytes * 3 / 4, in_memory);
    Counter counter(space(bytes / 8 * 7, memory_.bytes / 2), layout_.total_bits(), control_);
    control_.progress.begin("counting n-grams", corpus_.tokens, "tokens");
    for_each_gram<Words>(corpus_, layout_, control_,
                         [&](const Key& key) { counter.add(key.words); });
    counter.finish();
    control_.progress.end();
    corpus_.blocks = {};
    if (corpus_.spilled) estimate_.temporary += corpus_.spilled->bytes();
    corpus_.spilled.reset();
    for (std::size_t level = 1; level < order_; ++level)
        files_[level] = std::make_unique<io::RecordFile<Words>>(memory_.temporary, block_);
    if (!last_.empty()) places_ = places(*rules_.first_seen, unigrams_.size());

    struct Open {
        std::uint64_t raw = 0, children = 0;
    };
    std::vector<Open> open(order_);
    Key before;
    std::size_t length = 0;
    auto sorted = counter.read();
    std::uint64_t seen = 0;
    for (Record record; sorted.next(record);) {
        if (++seen % often == 0) base::stop_if_requested(control_.cancellation);
        const Key key{record.key};
        const std::size_t shared = length > 0 ? layout_.shared(before, key) : 0;
        while (length > shared) {
            --length;
            close(length, before, open[length].raw, open[length].children);
        }
        for (; length < order_ && layout_.digit(key, length) != 0; ++length) {
            if (length > 0) ++open[length - 1].children;
            open[length] = {};
        }
        for (std::size_t level = 0; level < length; ++level) open[level].raw += record.value;
        before = key;
    }
    while (length > 0) {
        --length;
        close(length, before, open[length].raw, open[length].children);
    }
    for (std::size_t level = 1; level < order_; ++level) {
        files_[level]->finish();
        estimate_.temporary += files_[level]->bytes();
    }
    estimate_.temporary += counter.written();
}

/// All of an n-gram has been counted.
template <std::size_t Words, bool Exact>
void Training<Words, Exact>::close(std::size_t level, const Key& key, std::uint64_t raw,
                                   std::uint64_t children) {
    const bool adjusts =
        (rules_.method == Smoothing::kneser_ney || rules_.method == Smoothing::kneser_ney_single) &&
        level + 1 < order_;
    const auto first = static_cast<WordId>(layout_.digit(key, level) - 1);
    const std::uint64_t used = adjusts && first != sentence_begin ? children : raw;
    count_one(counts_of_counts_[level], used, 1);
    if (level < last_.size() && level + 1 < order_) {
        std::vector<std::uint64_t> path(level + 1);
        for (std::size_t i = 0; i <= level; ++i)
            path[i] = places_[static_cast<std::size_t>(layout_.digit(key, i)) - 1];
        if (path > last_[level].path) last_[level] = {std::move(path), raw, used};
    }
    if (level == 0) {
        unigrams_[first] = used;
        return;
    }
    const bool kept = raw > threshold(rules_, level);
    estimate_.orders[level].kept += kept;
    const Key own = Layout::shifted(key, static_cast<int>(order_ - 1 - level) * bits_);
    files_[level]->add({own.words, 2 * used + (kept ? 1 : 0)});
}

template <std::size_t Words, bool Exact>
void Training<Words, Exact>::find_rules() {
    for (std::size_t level = 0; level < order_; ++level) {
        if (level < last_.size() && level + 1 < order_ &&
            (level == 0 || last_[level].follows(last_[level - 1]))) {
            count_one(counts_of_counts_[level], last_[level].used, ~std::uint64_t{0});
            count_one(counts_of_counts_[level], last_[level].raw, 1);
        } else if (level < last_.size()) {
            last_.resize(level);
        }
        OrderReport& report = estimate_.orders[level];
        report.grams = level == 0 ? unigrams_.size() : files_[level]->records();
        if (level == 0) report.kept = report.grams;
        level_rules_.push_back(level_rule(counts_of_counts_[level], level, rules_, report));
    }
    probabilities_ = unigram_probabilities(unigrams_, corpus_.counts, level_rules_[0], rules_);
}

/// The n-grams of a level, each with what the one without its first word has.
template <std::size_t Words, bool Exact>
auto Training<Words, Exact>::sort_by_context(std::size_t level) -> std::unique_ptr<ByContext> {
    const int bits = static_cast<int>(level + 1) * bits_ + code_bits;
    auto sorter =
        std::make_unique<ByContext>(space(memory_.bytes / 2, memory_.bytes / 8), bits, control_);
    const Layout layout(level + 1, bits_);
    Lower lower(*this, level - 1);
    lower.next();
    auto grams = files_[level]->read();
    std::uint64_t seen = 0;
    for (Record record; grams.next(record);) {
        if (++seen % often == 0) {
            base::stop_if_requested(control_.cancellation);
            control_.progress.advance(often);
        }
        const Key key{record.key};
        const Key parent = shorter(key);
        while (lower.key != parent) lower.next();
        sorter->add(followed(by_context(key, layout), record.value, lower.p));
    }
    sorter->finish();
    return sorter;
}

template <std::size_t Words, bool Exact>
float Training<Words, Exact>::smooth(const std::vector<Follower>& followers, std::size_t level,
                                     BackAgain& values) {
    const LevelRule& rule = level_rules_[level];
    Context context;
    for (const Follower& next : followers) add(context, rule, next.code >> 1, (next.code & 1) != 0);
    if (context.denominator > 0)
        ngram::close(context, rule, static_cast<double>(unigrams_.size()) - 1);
    const auto give = [&](const Follower& next, double p) {
        const std::uint64_t bits = bits_of(static_cast<Number>(p));
        if constexpr (Exact) {
            values.add({{next.word}, bits});
        } else {
            values.add(std::uint64_t{next.word} << 32 | bits);
        }
    };
    if (interpolates(rule.method, rules_)) {
        for (const Follower& next : followers)
            if ((next.code & 1) != 0)
                give(next, interpolated(context, next.code >> 1, rule.discounts(next.code >> 1),
                                        next.lower));
        return static_cast<float>(interpolated_weight(context));
    }
    const auto own = [&](const Follower& next) {
        return backing_off(context, rule, next.code >> 1);
    };
    KeptMass mass;
    for (const Follower& next : followers)
        if ((next.code & 1) != 0) mass.add(own(next), next.lower);
    const bool share = mass.covers_all() && rules_.method != Smoothing::stupid_backoff;
    for (const Follower& next : followers)
        if ((next.code & 1) != 0) give(next, share ? mass.share(own(next), next.lower) : own(next));
    return static_cast<float>(backing_off_weight(context, mass, rules_.method));
}

/// The probabilities of a level, and the lines of the one below, whose weights come with them.
template <std::size_t Words, bool Exact>
void Training<Words, Exact>::train(std::size_t level, ArpaStream& arpa) {
    control_.progress.begin("order " + std::to_string(level + 1), 2 * files_[level]->records(),
                            "n-grams");
    const auto sorter = sort_by_context(level);
    control_.progress.advance(files_[level]->records() % often);
    auto values =
        std::make_unique<BackAgain>(space(memory_.bytes / 4, memory_.bytes / 8), bits_, control_);
    // The weight of a context without n-grams.
    const float none = interpolates(level_rules_[level].method, rules_)
                           ? 1
                           : static_cast<float>(backing_off_weight({}, {}, rules_.method));
    arpa.begin(level);
    Lower lower(*this, level - 1);
    bool has_lower = lower.next();
    std::vector<Follower> followers;
    std::uint64_t done = 0;
    auto sorted = sorter->read();
    Record record;
    bool more = sorted.next(record);
    while (more) {
        const Key context = context_of(record);
        followers.clear();
        do {
            followers.push_back(follower(record));
            more = sorted.next(record);
        } while (more && context_of(record) == context);
        const float weight = smooth(followers, level, *values);
        for (; lower.key != context; has_lower = lower.next()) print(lower, none, arpa);
        print(lower, weight, arpa);
        has_lower = lower.next();
        done += followers.size();
        if (done >= often) control_.progress.advance(std::exchange(done, 0));
    }
    for (; has_lower; has_lower = lower.next()) print(lower, none, arpa);
    values->finish();
    estimate_.temporary += sorter->written() + values->written();
    files_[level - 1].reset();
    values_ = std::move(values);
    control_.progress.end();
}

}  // namespace

SortingMemory sorting_memory(const Corpus& corpus, const Resources& resources) {
    constexpr std::uint64_t least = std::uint64_t{8} << 20;
    const std::uint64_t words =
        fixed_memory() + corpus.vocabulary.memory() + 64 * std::uint64_t{corpus.vocabulary.size()};
    require_memory(words + least, resources.memory, "sorting beside the vocabulary");
    return {resources.memory - words, resources.temporary};
}

Estimate train_externally(Corpus& corpus, std::size_t order, const SmoothingRules& rules,
                          const SortingMemory& memory, io::Output& out, base::Control control) {
    const int bits = static_cast<int>(std::bit_width(corpus.vocabulary.size()));
    const bool exact = !interpolates(rules.method, rules);
    Estimate estimate;
    with_key_words(order, bits, exact ? 32 : 0, [&]<std::size_t Words>() {
        if (exact) {
            estimate = Training<Words, true>(corpus, order, bits, rules, memory, control).run(out);
        } else {
            estimate = Training<Words, false>(corpus, order, bits, rules, memory, control).run(out);
        }
    });
    return estimate;
}

}  // namespace pipelab::ngram
