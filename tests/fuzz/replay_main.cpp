// Runs a fuzz target without a fuzzer: on each file of the folders given, then on mutations of
// them that depend on nothing but a fixed seed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

#ifdef PIPELAB_QUICK_TESTS
constexpr int rounds = 3000;
#else
constexpr int rounds = 20000;
#endif

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string input, std::mt19937_64& random) {
    static const std::string alphabet = "0123456789.-+eE,[]{}\" \t\r\n#nainfNAx:\\/\xff\0\x1f\x8b";
    const std::uint64_t changes = 1 + random() % 6;
    for (std::uint64_t i = 0; i < changes; ++i) {
        const std::size_t at = random() % (input.size() + 1);
        const char byte = alphabet[random() % alphabet.size()];
        switch (random() % 4) {
            case 0:
                input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), byte);
                break;
            case 1:
                input.erase(std::min(at, input.size()), random() % 4);
                break;
            case 2:
                input += input.substr(at, random() % 40);
                break;
            default:
                if (at < input.size()) input[at] = byte;
        }
    }
    return input;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> inputs{"", "1\n2.5\n-3e7\n"};
    for (int i = 1; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) continue;
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            inputs.emplace_back(std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>());
        }
    }
    std::sort(inputs.begin(), inputs.end());
    std::mt19937_64 random(20241);
    std::size_t runs = 0;
    for (const std::string& input : inputs) run(input), ++runs;
    for (int round = 0; round < rounds; ++round, ++runs) {
        run(mutated(inputs[random() % inputs.size()], random));
    }
    std::fprintf(stderr, "%zu inputs\n", runs);
    std::puts("1 passed, 0 failed");
}
