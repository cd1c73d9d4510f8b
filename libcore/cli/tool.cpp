#include "cli/tool.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/suggest.hpp"
#include "cli/common.hpp"
#include "cli/manual.hpp"
#include "cli/message.hpp"
#include "cli/parse.hpp"
#include "cli/session.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace pipelab::cli {
namespace {

/// Puts something on the standard descriptors that are closed, so that no file of ours lands
/// there. Reading and writing it fails with EBADF as if still closed; opening /dev/stdout again
/// fails too.
void occupy_standard_descriptors() {
    if (fcntl(STDIN_FILENO, F_GETFD) < 0) ::open("/dev/null", O_PATH);
    if (fcntl(STDOUT_FILENO, F_GETFD) < 0) ::open("/", O_PATH);
    if (fcntl(STDERR_FILENO, F_GETFD) < 0) ::open("/", O_PATH);
}

void print(const std::string& path, const std::string& text) {
    io::Output out(path.empty() ? "-" : path);
    out.write(text);
    out.finish();
}

/// A tool or verb as declared, with the common options and what it does.
struct Command {
    Manual manual;
    CommonOptions common;
    Body body;

    void fill(Declare declare) {
        body = declare(manual.declaration);
        declare_common(manual.declaration, common);
    }
};

/// Declares the verbs below `manual` too: for the pages that tell of all.
void declare_verbs(Manual& manual) {
    for (const Table::Verb& verb : manual.declaration.table().verbs) {
        Manual& added = manual.verbs.emplace_back();
        added.name = verb.name;
        added.purpose = verb.purpose;
        added.tool = manual.name;
        verb.declare(added.declaration);
        // The pages keep only the names of options: nothing is stored through these.
        CommonOptions unused;
        declare_common(added.declaration, unused);
    }
}

const Table::Verb* find_verb(const Table& table, const std::string& name) {
    for (const Table::Verb& verb : table.verbs)
        if (verb.name == name) return &verb;
    return nullptr;
}

[[noreturn]] void refuse_without_verb(const Manual& manual,
                                      const std::vector<std::string>& arguments) {
    constexpr std::size_t most_listed = 12;
    std::vector<std::string> names;
    std::string listed;
    for (const Table::Verb& verb : manual.declaration.table().verbs) {
        listed += (names.empty() ? "" : ", ") + verb.name;
        names.push_back(verb.name);
    }
    if (names.size() > most_listed) listed = manual.name + " --help lists them";
    if (arguments.empty()) throw base::UsageError("expected a verb first: " + listed);
    const std::string& word = arguments.front();
    if (find_verb(manual.declaration.table(), word) != nullptr)
        throw base::UsageError("the verb '" + word + "' must come first, before all options");
    std::string message = "expected a verb first (" + listed + "), found '" + word + "'";
    if (const auto close = base::nearest(word, names))
        message += "; did you mean '" + *close + "'?";
    throw base::UsageError(message);
}

/// One call of a tool.
class Call {
  public:
    Call(std::string_view name, std::string_view purpose) {
        tool_.manual.name = name;
        tool_.manual.purpose = purpose;
    }

    int run(Declare declare, std::vector<std::string> words, int& failure) {
        tool_.fill(declare);
        Command* command = &tool_;
        const Table& table = tool_.manual.declaration.table();
        if (const auto* verb = words.empty() ? nullptr : find_verb(table, words.front())) {
            verb_.manual.name = verb->name;
            verb_.manual.purpose = verb->purpose;
            verb_.manual.tool = tool_.manual.name;
            verb_.fill(verb->declare);
            words.erase(words.begin());
            command = &verb_;
        }
        return execute(*command, words, failure);
    }

  private:
    int execute(Command& command, const std::vector<std::string>& words, int& failure) {
        const Table& table = command.manual.declaration.table();
        const Matches matches = parse(table, words, command.manual.call());
        if (print_page(command, matches)) return 0;
        if (!command.body) refuse_without_verb(command.manual, matches.arguments);
        store(table, matches);
        if (command.common.exit_status) failure = 2;
        if (const auto threads = wanted_threads(command.common.threads))
            base::set_threads(*threads);
        Session session(tool_.manual.name, command.common);
        try {
            command.body(session);
        } catch (const base::DataError&) {
            session.finish_partial();
            throw;
        }
        return session.finish();
    }

    /// --help, --version, --man, --completion: they work whatever else the line says.
    bool print_page(Command& command, const Matches& matches) {
        std::string shell, output;
        const auto last = [&](const char* name) -> const std::string* {
            const auto& options = command.manual.declaration.table().options;
            for (std::size_t i = 0; i < options.size(); ++i)
                if (options[i].names.back() == name && !matches.options[i].empty())
                    return &matches.options[i].back();
            return nullptr;
        };
        if (const auto* path = last("--output")) output = *path;
        if (last("--help") != nullptr) {
            print(output, help_text(command.manual, page_width()));
        } else if (last("--version") != nullptr) {
            print(output, tool_.manual.name + " (pipelab) " PIPELAB_VERSION "\n");
        } else if (last("--man") != nullptr) {
            declare_verbs(tool_.manual);
            print(output, man_page(tool_.manual, PIPELAB_VERSION));
        } else if (const auto* wanted = last("--completion")) {
            declare_verbs(tool_.manual);
            print(output, completion(tool_.manual, *wanted));
        } else {
            return false;
        }
        return true;
    }

    Command tool_;
    Command verb_;
};

}  // namespace

int run_tool(int argc, char** argv, std::string_view name, std::string_view purpose,
             Declare declare) noexcept {
    int failure = 1;
    try {
        occupy_standard_descriptors();
        std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
        return Call(name, purpose).run(declare, std::move(words), failure);
    } catch (const base::UsageError& error) {
        complain(name, error.what());
        failure = 2;
    } catch (const base::Stopped&) {
        // The signal says enough.
    } catch (const std::bad_alloc&) {
        complain(name, "out of memory");
    } catch (const std::length_error&) {
        complain(name, "out of memory");
    } catch (const std::exception& error) {
        complain(name, error.what());
    } catch (...) {
        complain(name, "unknown error");
    }
    // Work that was told to stop may end by an exception too.
    if (const int signal = received_signal()) die_by(signal);
    return failure;
}

}  // namespace pipelab::cli
