#include "options.hpp"

namespace ngram_score {
namespace {

void declare_input(cli::Declaration& tool, Options& options) {
    tool.section("Input");
    tool.option("-k,--column", "NAME|N", options.input.column,
                "The sentence is one field of each line: its number, from 1, or its name in the "
                "header (in JSON its key).");
    tool.option("-t,--delimiter", "CHAR", options.input.delimiter,
                "Fields are separated by CHAR and may be quoted (RFC 4180, but without newlines). "
                "Otherwise tabs separate fields and quotes mean nothing.")
        .needs({"--column"});
    tool.flag(
        "--header", options.header,
        "The first line of text output names the fields; with -k the first line of each input "
        "names the columns.");
    tool.choice("--input-format", "FORMAT", options.input.json, {{"text", false}, {"json", true}},
                "Sentences as lines of text, or JSON, one a line: a string, or an object with the "
                "sentence under \"text\" (or the key of -k).");
    tool.choice<std::optional<ngram::Unit>>(
        "--unit", "UNIT", options.unit,
        {{"word", ngram::Unit::word},
         {"char", ngram::Unit::character},
         {"byte", ngram::Unit::byte}},
        "What sentences are made of, as in training. Binary models know; others, and lists of "
        "features, are of bytes if all their words are, of characters if all are and the blank is "
        "among them, else of words. --lookup takes characters.");
    tool.flag("--lower", options.lower, "Make letters lower case first, as in training.");
    tool.option("--label", "NAME|N", options.input.label,
                "The field that says which class a sentence is of: with --vectorize the label of "
                "its vector, with --classify what --summary compares with.")
        .needs({"--column"});
}

void declare_output(cli::Declaration& tool, Options& options) {
    tool.section("What to report");
    tool.flag("--summary", options.summary,
              "Instead of sentences one record of all: sentences, tokens, OOVs, log10 probability, "
              "perplexity, perplexity without OOVs.");
    tool.flag("--tokens", options.tokens,
              "Instead of sentences their tokens: the word, the length of the n-gram that gave its "
              "probability, log10 probability, log10 of the backoff weights in it, 1 if it is an "
              "OOV. An empty line ends a sentence; in JSON they are an array of it.")
        .excludes({"--summary"});
    tool.flag("--verify", options.verify,
              "Instead of reading sentences, check all of the model: of a binary one the checksums "
              "of its contents. Prints its format, order, n-grams, bits of quantised values (0: "
              "exact) and bytes; a damaged one is an error.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--next",
                   "--generate", "--segment", "--column", "--no-bos", "--no-eos", "--flush"});
    tool.flag("--no-bos", options.no_begin, "Sentences do not begin with <s>: fragments.");
    tool.flag("--no-eos", options.no_end, "The end of a sentence, </s>, is not scored.");
    tool.flag("--flush", options.flush,
              "Write each answer as soon as its line has come, for programs that talk to this one "
              "through pipes.");
}

void declare_judgement(cli::Declaration& tool, Options& options) {
    tool.section("Judging");
    tool.option("--plausible", "LIMIT", options.plausible,
                "Tell plausible sentences from others: those with a log10 probability a token of "
                "LIMIT or more.")
        .excludes({"--summary", "--tokens", "--calibrate", "--rerank"});
    tool.option("--calibrate", "FILE", options.calibrate,
                "The same, with the limit that good text calls for: no more than the share of "
                "--reject of the sentences in FILE, read like the input, are below it.")
        .file()
        .excludes({"--summary", "--tokens", "--rerank"});
    tool.option("--reject", "SHARE", options.share,
                "How much of the good text may be taken for implausible.")
        .range(0, 1)
        .needs({"--calibrate"});
    using Action = ngram::Sieve::Action;
    tool.choice<std::optional<Action>>(
            "--action", "ACTION", options.action,
            {{"keep", Action::keep}, {"drop", Action::drop}, {"tag", Action::tag}},
            "Print the lines of plausible sentences, those of the others, or all behind their "
            "score and judgement.")
        .shown_default("keep")
        .excludes({"--summary", "--tokens", "--rerank", "--next", "--generate", "--segment"});
    tool.flag("--rerank", options.rerank,
              "Each line has several candidates, parted by tabs: print the most probable.")
        .excludes({"--summary", "--tokens", "--column"});
    tool.flag("--by-token", options.by_token, "The one with the highest log10 probability a token.")
        .needs({"--rerank"});
}

void declare_predictions(cli::Declaration& tool, Options& options) {
    tool.section("Predicting");
    tool.option("--next", "K", options.next,
                "Each line begins a sentence: the K most probable next words, or </s>, with log10 "
                "probability, and an empty line.")
        .range(1, 1e9)
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--no-eos"});
    tool.option("--generate", "N", options.generate,
                "N sentences drawn at random, instead of reading any. The same for any number of "
                "threads. <unk> is not drawn.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--no-eos",
                   "--next", "--segment", "--column", "--no-bos", "--input-format", "--header"});
    tool.option("--temperature", "T", options.generation.temperature,
                "Draw by probabilities to the power 1/T: below 1 more of what is probable, 0 the "
                "most probable word always.")
        .range(0, 1e6)
        .needs({"--generate"});
    tool.option("--top-k", "K", options.generation.top,
                "Draw only from the K most probable words (0: from all).")
        .needs({"--generate"});
    tool.option("--prefix", "WORDS", options.generation.prefix, "What each sentence begins with.")
        .needs({"--generate"});
    tool.option("--max-length", "L", options.generation.longest,
                "Sentences stop after L tokens, with the prefix, at the latest.")
        .needs({"--generate"});
    tool.flag("--segment", options.segment,
              "Cut lines written without blanks into words, so that they are as probable as can "
              "be.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--next"});
}

void declare_mixture(cli::Declaration& tool, Options& options) {
    tool.section("Mixing");
    const std::vector<std::string> others{"--next", "--generate", "--segment", "--verify"};
    tool.option("--mix", "MODEL:W", options.mix,
                "Another model: probabilities are means, this one's with weight W, those of the "
                "first model with what is left. Any number of models; without any W all count the "
                "same. A model has no say on a word that only others know. With --tokens, lengths "
                "and backoff weights are the first model's.")
        .excludes(others);
    tool.flag("--cache", options.cache,
              "What was said before is expected again: words by themselves, after one word, after "
              "two, counted over the input as it goes, older ones ever less (and what is older "
              "than 32 half-lives may be forgotten).")
        .excludes({"--next", "--generate", "--segment", "--verify", "--plausible", "--calibrate",
                   "--rerank"});
    tool.option(
            "--half-lives", "H1,H2,H3", options.half_lives,
            "After how many tokens the three kinds of counts weigh half; default 100,100,20000.")
        .needs({"--cache"});
    tool.option("--cache-weights", "W1,W2,W3", options.cache_weights,
                "The weights of the three; the models have the rest. Default 0.09,0.06,0.05.")
        .needs({"--cache"});
    tool.option("--tune", "FILE", options.tune,
                "Choose the weights of --mix and the weights and half-lives of --cache so that the "
                "sentences in FILE, read like the input, are most probable, and tell them. None "
                "is below 0.000001.")
        .file()
        .excludes(
            {"--half-lives", "--cache-weights", "--next", "--generate", "--segment", "--verify"});
}

void declare_classes(cli::Declaration& tool, Options& options) {
    tool.section("Classifying");
    tool.option("--classify", "NAME=MODEL", options.classes,
                "Instead of scores, the NAME of the model by which each sentence is most probable, "
                "and its posterior probability by Bayes' theorem; of equal ones the first. In JSON "
                "the probabilities of all. Any number of models. With --summary how many sentences "
                "each class has, and with --label also how many have it as label, and how many of "
                "them were found.")
        .excludes({"--tokens", "--plausible", "--calibrate", "--action", "--rerank", "--next",
                   "--generate", "--segment", "--verify", "--mix", "--cache", "--tune",
                   "--vectorize", "--lookup"});
    tool.option("--prior", "NAME=P", options.priors,
                "How probable the class is beforehand, relative to others, which have 1.")
        .needs({"--classify"});
}

void declare_vectors(cli::Declaration& tool, Options& options) {
    using Weight = ngram::WeightRules::Weight;
    using Norm = ngram::WeightRules::Norm;
    using ngram::Distance;
    VectorOptions& vectors = options.vectors;
    const std::vector<std::string> scores = {"--summary",   "--tokens",    "--no-bos",  "--no-eos",
                                             "--plausible", "--calibrate", "--action",  "--rerank",
                                             "--next",      "--generate",  "--segment", "--verify",
                                             "--mix",       "--cache",     "--tune"};
    tool.section("Vectors");
    tool.option("--vectorize", "FEATURES", vectors.features,
                "Instead of scores, a sparse vector of each sentence: how often it has each n-gram "
                "of the list FEATURES, as ngram-train --features writes it. As libsvm reads them, "
                "LABEL index:value ..., or JSON objects with indices and values; an index is a "
                "line of FEATURES, from 1. The label is 0 unless --label names one.")
        .file()
        .excludes(scores);
    tool.choice(
            "--weight", "WEIGHT", vectors.weights.weight,
            {{"count", Weight::count}, {"presence", Weight::presence}, {"tf-idf", Weight::tf_idf}},
            "The value of an n-gram: its count, 1, or count * (ln((1 + N) / (1 + n)) + 1), where "
            "n of N lines of the training text have it.")
        .needs({"--vectorize"});
    tool.option("--documents", "N", vectors.weights.documents,
                "How many lines the training text had, where FEATURES does not say.")
        .range(1, 1e15)
        .needs({"--vectorize"});
    tool.choice<std::optional<Norm>>("--normalize", "NORM", vectors.weights.norm,
                                     {{"l2", Norm::l2}, {"l1", Norm::l1}, {"none", Norm::none}},
                                     "Scale vectors to length 1, or to the sum 1.")
        .shown_default("l2 for tf-idf, else none")
        .needs({"--vectorize"});
    tool.flag("--grams", vectors.grams, "In JSON also the n-grams themselves.")
        .needs({"--vectorize", "--json"});
    tool.flag("--whole", vectors.whole,
              "A vector of each file instead of each line, the sum over its lines; so also of "
              "those of --compare. In JSON its label is the path.")
        .needs({"--vectorize"})
        .excludes({"--label"});
    tool.option("--compare", "FILE", vectors.references,
                "Instead of vectors, their distances from those of the lines of FILE, a column for "
                "each line. Several such files are read in turn.")
        .file()
        .needs({"--vectorize"})
        .excludes({"--label", "--grams"});
    tool.choice("--distance", "DISTANCE", vectors.distance,
                {{"cosine", Distance::cosine},
                 {"dice", Distance::dice},
                 {"jaccard", Distance::jaccard},
                 {"rank", Distance::rank}},
                "From 0 to 1: 1 - the cosine of the angle; 1 - 2 |A and B| / (|A| + |B|) or 1 - |A "
                "and B| / |A or B| of the sets of n-grams; how far the 400 n-grams that count most "
                "are out of place in the other's ranking (Cavnar and Trenkle 1994).")
        .needs({"--compare"});
    tool.section("Looking up");
    tool.option("--lookup", "LIST", options.lookup,
                "Instead of scores, the lines of LIST that are most similar to each line: 2 s / (a "
                "+ b), where a and b are the numbers of their n-grams and s that of shared ones. "
                "Texts have N - 1 marks before and behind them. Each with similarity and line "
                "number, then an empty line. With --vectorize the n-grams are those of FEATURES.")
        .file()
        .excludes(scores)
        .excludes({"--weight", "--documents", "--normalize", "--grams", "--whole", "--compare",
                   "--label"});
    tool.option("--order", "N", options.order, "The length of these n-grams.")
        .range(1, 16)
        .needs({"--lookup"})
        .excludes({"--vectorize"});
    tool.option("--least", "S", options.least, "Only lines that are at least so similar.")
        .range(0, 1)
        .needs({"--lookup"});
    tool.option("--top", "K", options.top,
                "The K nearest lines: of --lookup (default: 5), and of --compare instead of all "
                "distances, with distance and line number, then an empty line.")
        .range(1, 1e9);
}

}  // namespace

void declare_options(cli::Declaration& tool, Options& options) {
    tool.usage("[OPTION]... MODEL [FILE]...");
    tool.usage("[OPTION]... --classify NAME=MODEL [--classify NAME=MODEL]... [FILE]...");
    tool.usage("[OPTION]... --vectorize FEATURES [FILE]...");
    tool.usage("[OPTION]... --lookup LIST [FILE]...");
    tool.about(
        "Prints the log10 probability, the number of tokens, the number of words that the model "
        "does not know (OOVs) and the perplexity of each sentence, a line of the input. Tokens are "
        "the words, which stand between blanks, and the end of the sentence. Perplexity is "
        "10^(-log10 probability / tokens).");
    tool.example("ngram-score corpus.arpa sentences.txt", "a line for each sentence");
    tool.example("ngram-score corpus.arpa --summary < test.txt", "the perplexity of a text");
    tool.example("echo 'the cat sat' | ngram-score corpus.arpa --tokens --header",
                 "how probable each word was");
    tool.example("ngram-score corpus.trie --verify", "whether a binary model is as it was written");
    tool.example("ngram-score corpus.arpa --calibrate good.txt < mixed.txt",
                 "the lines that are as plausible as those of good.txt");
    tool.example("ngram-score --classify en=english.arpa --classify de=german.arpa < mixed.txt",
                 "which language each line is in");
    tool.example("ngram-score --vectorize features.tsv --weight tf-idf texts.txt",
                 "vectors for scikit-learn's load_svmlight_file");
    tool.example("ngram-score --lookup words.txt --top 3 < misspelt.txt",
                 "the three most similar words of a list");
    tool.common({.seed = true});
    tool.arguments("FILE", options.paths,
                   "The model, binary as ngram-train writes it, or ARPA text as ngram-train, KenLM "
                   "and SRILM do, plain or packed by gzip or zstd, unless --classify, --vectorize "
                   "or --lookup name another file; then the sentences.");
    declare_input(tool, options);
    declare_output(tool, options);
    declare_judgement(tool, options);
    declare_predictions(tool, options);
    declare_mixture(tool, options);
    declare_classes(tool, options);
    declare_vectors(tool, options);
    tool.chapter(
        "Classes",
        "Models that are compared must speak of the same words: the probability of <unk> of "
        "each is multiplied by the size of its vocabulary over that of all models "
        "together. To tell languages apart, take models of bytes, ngram-train --unit byte "
        "--order 5; for parts of sentences add --no-bos --no-eos.");
    tool.chapter("Bytes",
                 "Words may have any bytes but blanks (space, tab, carriage return, NUL). <s> and "
                 "</s> inside of a sentence are scored as words, as KenLM does. In JSON "
                 "output, each byte 0xHH that belongs to no valid UTF-8 appears as the escape "
                 "\\udcHH, half of a surrogate pair, as Python's surrogateescape has it.");
    tool.chapter(
        "Memory",
        "A binary model is mapped: processes share what they look at of it, and nothing is "
        "read before it is used. Its contents are only checked by --verify; a damaged "
        "model gives wrong numbers. Packed, or through a pipe, it is read into memory.\n\n"
        "While an ARPA model is read, some 85 bytes for each of its n-grams; then 23 bytes "
        "an n-gram, 8 a context. Beside the model some 30 MB a thread. --next and "
        "--generate list the n-grams by context: 8 bytes more for each; for that a trie "
        "is unpacked like an ARPA model.\n\n"
        "--vectorize takes some 70 bytes for each n-gram of FEATURES; --lookup 4 bytes for "
        "each n-gram of each line of LIST, and some 100 for each different one.");
}

}  // namespace ngram_score
