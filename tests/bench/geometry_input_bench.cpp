// Reading geometry from files in memory, in MB/s of wall time, beside parse_numbers on the same
// bytes.
//   geometry_input_bench [MILLIONS of points, default 10]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/input.hpp"
#include "geometry/shape_text.hpp"
#include "io/number.hpp"
#include "io/output.hpp"
#include "io/print.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace pipelab;
using namespace pipelab::geometry;

constexpr int rounds = 5;
constexpr std::size_t padding = 64, piece = std::size_t{1} << 20;

struct Text {
    std::string name;
    std::string bytes;
    std::size_t points;
};

class File {
  public:
    explicit File(const std::string& bytes) : file_("/dev/shm") {
        file_.write(bytes.data(), bytes.size());
    }
    Input input() const {
        Input input;
        input.paths = {file_.path()};
        return input;
    }

  private:
    io::TemporaryFile file_;
};

void check(std::size_t found, std::size_t expected, const char* who) {
    if (found == expected) return;
    std::fprintf(stderr, "%s: %zu points instead of %zu\n", who, found, expected);
    std::exit(1);
}

void measure(const Text& text, const char* how, int threads, const std::function<void()>& work) {
    base::set_threads(threads);
    const double seconds = bench::best_seconds(rounds, work);
    std::printf("%-24s %-22s %d threads %8.1f ms %8.0f MB/s %7.1f M points/s\n", text.name.c_str(),
                how, threads, seconds * 1e3,
                static_cast<double>(text.bytes.size()) / seconds * 1e-6,
                static_cast<double>(text.points) / seconds * 1e-6);
    std::fflush(stdout);
}

/// The numbers alone, from memory, in the pieces that a reader makes.
void parse_alone(const Text& text) {
    std::string padded(padding, '\n');
    padded += text.bytes + std::string(padding, '\n');
    const std::string_view all(padded.data() + padding, text.bytes.size());
    std::vector<std::string_view> pieces;
    for (std::string_view rest = all; !rest.empty();) {
        std::size_t size = std::min(piece, rest.size());
        if (size < rest.size()) size = rest.rfind('\n', size - 1) + 1;
        pieces.push_back(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    io::ParseOptions options;
    options.at_least = {io::NumberType::Kind::real, 0};
    for (const int threads : {1, 2})
        measure(text, "parse_numbers alone", threads, [&] {
            std::vector<std::size_t> sizes(pieces.size());
            base::parallel_for(pieces.size(), [&](std::size_t i) {
                sizes[i] = io::parse_numbers(pieces[i], {"", 1, 1}, options).size();
            });
            std::size_t sum = 0;
            for (const std::size_t size : sizes) sum += size;
            check(sum / 2, text.points, "parse_numbers");
        });
}

void read_rows(const Text& text) {
    const File file(text.bytes);
    for (const int threads : {1, 2})
        measure(text, "for_rows", threads, [&] {
            std::size_t rows = 0;
            for_rows(
                file.input(), 2, base::Control::none(),
                [](Rows& found, const Style&, int) { return found.size(); },
                [&](std::size_t found) { rows += found; });
            check(rows, text.points, "for_rows");
        });
}

void read_sets(const Text& text) {
    const File file(text.bytes);
    for (const int threads : {1, 2})
        measure(text, "PointSetReader", threads, [&] {
            std::size_t points = 0;
            PointSetReader reader(file.input(), base::Control::none());
            for (PointSet set; reader.next(set);) points += set.points.size();
            check(points, text.points, "PointSetReader");
        });
}

std::size_t points_of(const Shape& shape) {
    std::size_t points = shape.points.size();
    for (const Shape& member : shape.members) points += points_of(member);
    return points;
}

void read_features(const Text& text) {
    const File file(text.bytes);
    for (const int threads : {1, 2})
        measure(text, "FeatureReader", threads, [&] {
            std::size_t points = 0;
            FeatureReader reader(file.input(), Blocks::rings, base::Control::none());
            for (Feature feature; reader.next(feature);) points += points_of(feature.shape);
            check(points, text.points, "FeatureReader");
        });
}

/// Rows of uniform points, `end(i)` behind each.
template <class End>
Text rows_text(const std::string& name, std::size_t count, bool json, End&& end) {
    const base::Random random(1);
    Text text{name, {}, count};
    for (std::size_t i = 0; i < count; ++i) {
        if (json) text.bytes += '[';
        text.bytes += io::printed(random.uniform(2 * i)) + (json ? "," : " ") +
                      io::printed(random.uniform(2 * i + 1));
        end(text.bytes, i);
    }
    return text;
}

/// Polygons of `each` vertices, on the whole about `count`.
std::vector<Shape> polygons(std::size_t count, std::size_t each) {
    const base::Random random(2);
    std::vector<Shape> shapes;
    std::uint64_t next = 0;
    for (std::size_t made = 0; made < count; made += each) {
        base::Array<Point> ring;
        for (std::size_t k = 0; k < each; ++k)
            ring.push_back({360 * random.uniform(next) - 180, 180 * random.uniform(next + 1) - 90}),
                next += 2;
        shapes.push_back(polygon_shape(ring));
    }
    return shapes;
}

Text shapes_text(const std::string& name, const std::vector<Shape>& shapes, bool wkt,
                 bool document) {
    Text text{name, {}, 0};
    if (document) text.bytes = "{\"type\":\"FeatureCollection\",\"features\":[\n";
    base::Array<char> part;
    for (const Shape& shape : shapes) {
        part.clear();
        wkt ? append_wkt(part, shape) : append_geojson(part, shape);
        if (document && &shape != &shapes[0]) text.bytes += ",";
        if (!wkt)
            text.bytes += "{\"type\":\"Feature\",\"properties\":{\"name\":\"x\"},\"geometry\":";
        text.bytes.append(part.begin(), part.end());
        text.bytes += wkt ? "\n" : "}\n";
        text.points += shape.points.size();
    }
    if (document) text.bytes += "]}\n";
    return text;
}

void write_shapes(const std::vector<Shape>& shapes, bool wkt) {
    Text text{wkt ? "WKT" : "GeoJSON", {}, 0};
    base::Array<char> bytes;
    const auto write = [&] {
        bytes.clear();
        for (const Shape& shape : shapes)
            wkt ? append_wkt(bytes, shape) : append_geojson(bytes, shape);
    };
    write();
    text.bytes.assign(bytes.begin(), bytes.end());
    for (const Shape& shape : shapes) text.points += shape.points.size();
    measure(text, "written", 1, write);
}

}  // namespace

int main(int argc, char** argv) {
    const auto count = static_cast<std::size_t>((argc > 1 ? std::atof(argv[1]) : 10) * 1e6);
    const auto newline = [](std::string& bytes, std::size_t) { bytes += '\n'; };
    {
        const Text text = rows_text("xy", count, false, newline);
        parse_alone(text);
        read_rows(text);
        read_sets(text);
    }
    read_sets(rows_text("xy, blocks of 4", count, false, [](std::string& bytes, std::size_t i) {
        bytes += i % 4 == 3 ? "\n\n" : "\n";
    }));
    read_rows(rows_text(
        "xy, a name behind", count / 4, false,
        [](std::string& bytes, std::size_t i) { bytes += " p" + std::to_string(i) + "\n"; }));
    read_rows(rows_text("JSON rows", count / 4, true,
                        [](std::string& bytes, std::size_t) { bytes += "]\n"; }));
    Text array = rows_text("JSON array of rows", count / 4, true,
                           [](std::string& bytes, std::size_t) { bytes += "],\n"; });
    array.bytes = "[" + array.bytes.substr(0, array.bytes.size() - 2) + "]";
    read_rows(array);

    const std::vector<Shape> large = polygons(818'000, 818'000), small = polygons(818'000, 100);
    for (const auto* shapes : {&large, &small}) {
        const std::string kind = shapes == &large ? ", one ring" : ", 8180 rings";
        read_features(shapes_text("WKT" + kind, *shapes, true, false));
        read_features(shapes_text("GeoJSON lines" + kind, *shapes, false, false));
        read_features(shapes_text("GeoJSON doc" + kind, *shapes, false, true));
    }
    write_shapes(small, true);
    write_shapes(small, false);
}
