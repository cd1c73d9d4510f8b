#include "combination/search_tree.hpp"
#include "io/plot_text.hpp"
#include "io/print.hpp"
#include "io/svg_elements.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace pipelab::combination {
namespace {

using Kind = SearchTree::Kind;
using Node = SearchTree::Node;

/// The words of a drawing.
class Phrases {
  public:
    Phrases(const SearchTree& tree, const Problem& problem) : tree_(tree), problem_(problem) {}

    std::string number(std::int64_t value) const {
        return io::printed(io::Decimal{value, problem_.scale});
    }
    std::string rest(std::size_t node) const {
        std::string text = number(tree_.nodes[node].rest);
        if (node == 0 && problem_.tolerance > 0) text += " ± " + number(problem_.tolerance);
        return text;
    }
    /// Of 0 to 2 lines.
    std::vector<std::string> remarks(std::size_t node) const {
        switch (tree_.nodes[node].kind) {
            case Kind::solution:
                return {"✓ " + numbers_to(node)};
            case Kind::dead_end:
                return {"✗ dead end"};
            case Kind::too_large:
                if (tree_.nodes[node].cuts_later) return {"✗ too large", "as all after it"};
                return {"✗ too large"};
            default:
                return {};
        }
    }

  private:
    std::string numbers_to(std::size_t node) const {
        if (node == 0) return "(no numbers)";
        std::vector<std::int64_t> taken;
        for (; node != 0; node = tree_.nodes[node].parent) taken.push_back(tree_.nodes[node].taken);
        std::string text;
        for (std::size_t i = taken.size(); i-- > 0;) text += number(taken[i]) + (i > 0 ? " " : "");
        return text;
    }

    const SearchTree& tree_;
    const Problem& problem_;
};

bool pruned(const Node& node) {
    return node.kind == Kind::dead_end || node.kind == Kind::too_large;
}

std::vector<std::size_t> last_children(const SearchTree& tree) {
    std::vector<std::size_t> last(tree.nodes.size(), 0);
    for (std::size_t i = 1; i < tree.nodes.size(); ++i) last[tree.nodes[i].parent] = i;
    return last;
}

}  // namespace

std::string tree_text(const SearchTree& tree, const Problem& problem) {
    const Phrases words(tree, problem);
    const std::vector<std::size_t> last = last_children(tree);
    std::vector<std::size_t> indent_ends(tree.nodes.size(), 0);  // of what is below a node
    std::string indent, text;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        if (i > 0) {
            const std::size_t parent = tree.nodes[i].parent;
            indent.resize(indent_ends[parent]);
            text += indent + (last[parent] == i ? "└─ " : "├─ ");
            indent += last[parent] == i ? "   " : "│  ";
            text += words.number(tree.nodes[i].taken) + " → ";
        }
        indent_ends[i] = indent.size();
        text += words.rest(i);
        std::string_view before = "  ";
        for (const std::string& remark : words.remarks(i)) {
            text += std::string(before) + remark;
            before = ", ";
        }
        text += '\n';
    }
    return text;
}

std::string tree_dot(const SearchTree& tree, const Problem& problem) {
    const Phrases words(tree, problem);
    std::string text =
        "digraph search_tree {\n"
        "  graph [ordering=out];\n"
        "  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n"
        "  edge [fontname=\"Helvetica\", arrowhead=none];\n";
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const Node& node = tree.nodes[i];
        const std::string name = "n" + std::to_string(i);
        text += "  " + name + " [label=\"" + words.rest(i);
        for (const std::string& remark : words.remarks(i)) text += "\\n" + remark;
        text += '"';
        if (node.kind == Kind::solution)
            text += ", style=\"rounded,filled,bold\", color=\"#007a5a\", fillcolor=\"#d9f2e8\"";
        if (pruned(node)) text += ", style=dashed, color=\"#8a8a8a\", fontcolor=\"#5c5c5c\"";
        text += "];\n";
        if (i == 0) continue;
        text += "  n" + std::to_string(node.parent) + " -> " + name + " [label=\" " +
                words.number(node.taken) + "\"";
        if (pruned(node)) text += ", style=dashed, color=\"#8a8a8a\", fontcolor=\"#5c5c5c\"";
        text += "];\n";
    }
    return text + "}\n";
}

namespace {

constexpr double text_size = 13, remark_size = 11.5, line_height = 14, padding = 7;
constexpr double margin = 16, gap = 12, stub = 22;
constexpr double least_drop = 26, most_drop = 150;  // of branches, down to their stubs
constexpr double bold = 1.15;                       // so much wider is text in bold

class TreePicture {
  public:
    TreePicture(const SearchTree& tree, const Problem& problem)
        : tree_(tree), words_(tree, problem), boxes_(tree.nodes.size()) {
        measure();
        place();
    }
    std::string draw() const;

  private:
    struct Box {
        std::string rest, taken;
        std::vector<std::string> remarks;
        double width = 0, height = 0;  // of the box
        double own = 0;                // that it takes with its branch's number
        double room = 0;               // that it and all below it take
        double children = 0;           // that those take, with gaps
        double left = 0;               // of its room
        double x = 0, top = 0;         // of its middle
        std::size_t level = 0;
    };

    void measure();
    void place();
    void place_layers();
    std::string head() const;
    std::string branch(std::size_t node) const;
    std::string box(std::size_t node) const;

    const SearchTree& tree_;
    Phrases words_;
    std::vector<Box> boxes_;
    double height_ = 0;
};

void TreePicture::measure() {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        Box& box = boxes_[i];
        box.rest = words_.rest(i);
        if (i > 0) box.taken = words_.number(tree_.nodes[i].taken);
        box.remarks = words_.remarks(i);
        double wide = io::text_width(box.rest) * text_size * bold;
        for (const std::string& remark : box.remarks)
            wide = std::max(wide, io::text_width(remark) * remark_size * bold);
        box.width = std::max(wide + 2 * padding, 30.0);
        box.height = 24 + line_height * static_cast<double>(box.remarks.size());
        if (i > 0) box.level = boxes_[tree_.nodes[i].parent].level + 1;
    }
    for (std::size_t i = boxes_.size(); i-- > 0;) {
        Box& box = boxes_[i];
        // The number beside the branch stands above one half of the box.
        const double label = 2 * (io::text_width(box.taken) * text_size * bold + 6);
        box.own = std::max(box.width, label);
        box.room = std::max(box.own, box.children);
        if (i == 0) continue;
        Box& parent = boxes_[tree_.nodes[i].parent];
        parent.children += box.room + (parent.children > 0 ? gap : 0);
    }
}

void TreePicture::place() {
    std::vector<double> next(boxes_.size());  // where the room of the next child begins
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        Box& box = boxes_[i];
        box.left = margin;
        if (i > 0) {
            double& at = next[tree_.nodes[i].parent];
            box.left = at;
            at += box.room + gap;
        }
        next[i] = box.left + (box.room - box.children) / 2;
    }
    const std::vector<std::size_t> last = last_children(tree_);
    std::vector<double> first(boxes_.size());  // the middle of the first child
    for (std::size_t i = boxes_.size(); i-- > 0;) {
        Box& box = boxes_[i];
        box.x = box.left + box.room / 2;
        // A wide box over children of unlike widths stays within its room.
        if (last[i] > 0)
            box.x = std::min(std::max((first[i] + boxes_[last[i]].x) / 2, box.left + box.own / 2),
                             box.left + box.room - box.own / 2);
        first[tree_.nodes[i].parent] = box.x;
    }
    place_layers();
}

void TreePicture::place_layers() {
    // Long branches drop deeper, or those of one node could hardly be told apart. Below a leaf,
    // which may be higher than the boxes that have children, there is nothing to be in its way.
    std::vector<double> drops(boxes_.size() + 1, 0), inner(boxes_.size() + 1, 0);
    for (std::size_t i = 1; i < boxes_.size(); ++i) {
        const Box &box = boxes_[i], &parent = boxes_[tree_.nodes[i].parent];
        const double across = std::abs(box.x - parent.x);
        double& drop = drops[parent.level];
        drop = std::max(drop, std::min(std::max(across / 9, least_drop), most_drop));
        inner[parent.level] = std::max(inner[parent.level], parent.height);
    }
    std::vector<double> tops{margin};
    for (std::size_t level = 0; drops[level] > 0; ++level)
        tops.push_back(tops.back() + inner[level] + drops[level] + stub);
    for (Box& box : boxes_) {
        box.top = tops[box.level];
        height_ = std::max(height_, box.top + box.height + margin);
    }
}

std::string TreePicture::head() const {
    const double width = boxes_[0].room + 2 * margin;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
           io::attribute("width", width) + io::attribute("height", height_) +
           io::attribute("viewBox", "0 0 " + io::px(width) + " " + io::px(height_)) +
           " font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', "
           "sans-serif\" fill=\"#222222\">\n<title>" +
           io::escaped("Combinations that reach " + words_.rest(0)) + "</title>\n" +
           // A background of its own keeps it readable on dark pages.
           io::rectangle(0, 0, width, height_) + " fill=\"#ffffff\"/>\n";
}

/// Ends in a short vertical line, beside which there is room for the number.
std::string TreePicture::branch(std::size_t node) const {
    const Box& box = boxes_[node];
    const Box& parent = boxes_[tree_.nodes[node].parent];
    const bool cut = pruned(tree_.nodes[node]);
    const bool left = box.x < parent.x - 0.5;
    return "<path fill=\"none\" stroke-linejoin=\"round\"" +
           io::attribute("stroke", cut ? "#8a8a8a" : "#444444") +
           io::attribute("stroke-width", cut ? 1.2 : 1.5) +
           (cut ? " stroke-dasharray=\"4 3\"" : "") +
           io::attribute("d", "M" + io::px(parent.x) + " " + io::px(parent.top + parent.height) +
                                  "L" + io::px(box.x) + " " + io::px(box.top - stub) + "V" +
                                  io::px(box.top)) +
           "/>\n" +
           io::text_element({box.x + (left ? -5 : 5), box.top - 6}, text_size,
                            left ? io::Anchor::end : io::Anchor::start, box.taken,
                            cut ? " fill=\"#5c5c5c\"" : " font-weight=\"600\"");
}

std::string TreePicture::box(std::size_t node) const {
    const Box& box = boxes_[node];
    const Kind kind = tree_.nodes[node].kind;
    const bool cut = pruned(tree_.nodes[node]);
    std::string made = io::rectangle(box.x - box.width / 2, box.top, box.width, box.height);
    if (kind == Kind::solution) {
        made += " rx=\"6\" fill=\"#d9f2e8\" stroke=\"#007a5a\" stroke-width=\"2.5\"/>\n";
    } else if (cut) {
        made += " fill=\"#f6f6f6\" stroke=\"#8a8a8a\" stroke-dasharray=\"4 3\"/>\n";
    } else {
        made += " rx=\"6\" fill=\"#ffffff\" stroke=\"#444444\" stroke-width=\"1.5\"/>\n";
    }
    const std::string_view paint = cut ? " fill=\"#5c5c5c\"" : "";
    double base = box.top + 16.5;
    made += io::text_element({box.x, base}, text_size, io::Anchor::middle, box.rest, paint);
    for (const std::string& remark : box.remarks) {
        base += line_height;
        made += io::text_element({box.x, base}, remark_size, io::Anchor::middle, remark,
                                 cut ? paint : " fill=\"#00573f\" font-weight=\"600\"");
    }
    return made;
}

std::string TreePicture::draw() const {
    std::string made = head();
    for (std::size_t i = 1; i < boxes_.size(); ++i) made += branch(i);
    for (std::size_t i = 0; i < boxes_.size(); ++i) made += box(i);
    return made + "</svg>\n";
}

}  // namespace

std::string tree_svg(const SearchTree& tree, const Problem& problem) {
    return TreePicture(tree, problem).draw();
}

}  // namespace pipelab::combination
