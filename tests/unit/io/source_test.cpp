#include "io/source.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "unit/io/temporary.hpp"

#include <atomic>
#include <cerrno>
#include <string>
#include <thread>

#include <zlib.h>
#include <zstd.h>

namespace source_test {

using namespace pipelab;
using namespace pipelab::io;
using testing::File;
using testing::message_of;
using testing::Pipe;
using namespace std::literals;

namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstd(const std::string& text) {
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size =
        ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3);
    REQUIRE(ZSTD_isError(size) == 0);
    packed.resize(size);
    return packed;
}

std::string some_text(std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) text += std::to_string(i * i * 7919) + "\n";
    return text;
}

std::string contents(const std::string& bytes) {
    const File file(bytes);
    return read_all(file.path(), std::size_t{1} << 30);
}

std::string failure(const std::string& bytes) {
    const File file(bytes);
    const auto text = message_of<base::DataError>([&] { read_all(file.path(), 1 << 30); });
    const std::string name = file.path() + ": ";
    REQUIRE(text.substr(0, name.size()) == name);
    return text.substr(name.size());
}

}  // namespace

TEST_CASE("a source gives the bytes of a file, whatever the pieces") {
    const std::string text = some_text(20000);
    const File file(text);
    for (const std::size_t piece : {1000U, 4096U, 1U << 20}) {
        ByteSource source(file.path());
        CHECK(source.repeatable());
        CHECK(source.size() == text.size());
        std::string read, buffer(piece, '\0');
        while (const std::size_t got = source.read(buffer.data(), buffer.size())) {
            read.append(buffer, 0, got);
            if (got < piece) break;
        }
        CHECK(read == text);
        CHECK(source.consumed() == text.size());
        CHECK(source.read(buffer.data(), buffer.size()) == 0);
    }
    CHECK(contents("") == "");
    CHECK(contents("\x1f") == "\x1f");
    CHECK(contents("(\xb5/") == "(\xb5/");
    CHECK(contents("(1)") == "(1)");
    CHECK(contents("P12") == "P12");
}

TEST_CASE("gzip and zstd are unpacked, several members in a row too") {
    const std::string a = some_text(50000), b = some_text(3);
    CHECK(contents(gzip(a)) == a);
    CHECK(contents(gzip(a) + gzip("") + gzip(b)) == a + b);
    CHECK(contents(gzip(a) + std::string(700000, '\0')) == a);
    CHECK(contents(gzip("")) == "");
    CHECK(contents(zstd(a)) == a);
    CHECK(contents(zstd(a) + zstd("") + zstd(b)) == a + b);
    const std::string skippable = "\x53\x2a\x4d\x18\x03\0\0\0abc"s;
    CHECK(contents(skippable + zstd(b) + skippable + zstd(a)) == b + a);
}

TEST_CASE("packed data cut short anywhere, or damaged, is an error") {
    const std::string text = some_text(40);
    const std::string packed = gzip(text), framed = zstd(text);
    for (std::size_t size = 2; size < packed.size(); ++size)
        CHECK(failure(packed.substr(0, size)) == "gzip data is cut short");
    for (std::size_t size = 4; size < framed.size(); ++size)
        CHECK(failure(framed.substr(0, size)) == "zstd data is cut short");
    CHECK(failure(packed + packed.substr(0, 30)) == "gzip data is cut short");
    CHECK(failure(packed + "x") == "bytes that are no gzip follow the gzip data");
    CHECK(failure(packed + "\0x"s) == "bytes that are no gzip follow the gzip data");
    std::string broken = packed;
    broken[packed.size() - 6] ^= 1;  // the check sum
    CHECK(failure(broken) == "gzip data is damaged (incorrect data check)");
    CHECK(failure(framed + "12345").substr(0, 20) == "zstd data is damaged");
}

TEST_CASE("a pipe gives what has come, and ends with its writer") {
    Pipe pipe;
    ByteSource source(pipe.path());
    CHECK_FALSE(source.repeatable());
    CHECK(source.size() == 0);
    CHECK_FALSE(source.ready());
    pipe.write("12");
    char buffer[64];
    CHECK(source.ready());
    CHECK(source.read_some(buffer, sizeof buffer) == 2);
    CHECK_FALSE(source.ready());
    std::thread writer([&] {
        for (int i = 0; i < 5; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            pipe.write("abcdefgh");
        }
        pipe.finish();
    });
    CHECK(source.read(buffer, sizeof buffer) == 40);
    CHECK(source.read_some(buffer, sizeof buffer) == 0);
    writer.join();
    CHECK(source.consumed() == 42);
}

TEST_CASE("a silent pipe lets go when reading is cancelled") {
    struct Flag : base::Cancellation {
        std::atomic<bool> set = false;
        bool requested() const noexcept override { return set; }
    } flag;
    const Pipe pipe;
    ByteSource source(pipe.path(), &flag);
    std::thread watcher([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        flag.set = true;
    });
    char byte;
    CHECK(source.read(&byte, 1) == 0);
    watcher.join();
}

TEST_CASE("standard input is called stdin") {
    Pipe pipe;
    pipe.write("7\n");
    pipe.finish();
    {
        const testing::StandardInput input(pipe.reading());
        ByteSource source("-");
        CHECK(source.name() == "stdin");
        char buffer[8];
        CHECK(source.read(buffer, 8) == 2);
    }
    {
        const testing::StandardInput closed(-1);
        CHECK(message_of<base::IoError>([] { ByteSource source("-"); }) ==
              "stdin: Bad file descriptor");
        // A file must not slip into the place of the closed standard input.
        const ByteSource other("/dev/null");
        CHECK_THROWS_AS(ByteSource("-"), base::IoError);
    }
}

TEST_CASE("what cannot be opened is said with its reason") {
    CHECK(message_of<base::IoError>([] { ByteSource source("/no/such"); }) ==
          "/no/such: No such file or directory");
    try {
        ByteSource source("/");
        FAIL("a directory was opened");
    } catch (const base::IoError& error) {
        CHECK(error.error_number() == EISDIR);
    }
    const File file("12345");
    CHECK(read_all(file.path(), 5) == "12345");
    CHECK(message_of<base::DataError>([&] { read_all(file.path(), 4); }) ==
          file.path() + ": longer than the limit of 4 bytes");
    CHECK(total_size({file.path(), file.path()}) == 10);
    CHECK(total_size({file.path(), "/no/such"}) == 0);
}

}  // namespace source_test
