#include "yare/templates/outline.h"

#include <algorithm>
#include <map>

#include "node.h"
#include "template_parts.h"

namespace yare::templates {

namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class Walker {
  public:
    explicit Walker(Outline& out) : out_(out) {}

    // Gives the statements directly in a list.
    std::vector<std::uint32_t> list(const ListNode& list) {
        std::vector<std::uint32_t> own;
        for (const Node* node : list.nodes) {
            own.push_back(node->offset);
            switch (node->type) {
                case NodeType::Text:
                    if (!is_blank(as<TextNode>(*node).text)) out_.statements.push_back(node->offset);
                    break;
                case NodeType::If:
                    branch("if", as<BranchNode>(*node));
                    break;
                case NodeType::With:
                    branch("with", as<BranchNode>(*node));
                    break;
                case NodeType::Range:
                    branch("range", as<BranchNode>(*node));
                    break;
                case NodeType::Break:
                case NodeType::Continue:
                    own.pop_back();
                    break;
                default:
                    out_.statements.push_back(node->offset);
            }
        }
        return own;
    }

  private:
    void branch(std::string_view kind, const BranchNode& node) {
        out_.statements.push_back(node.offset);
        way(kind, node.offset, *node.list);
        if (node.else_list) way("else", node.offset, *node.else_list);
    }
    void way(std::string_view kind, std::uint32_t place, const ListNode& nodes) {
        std::vector<std::uint32_t> inside = list(nodes);
        if (!inside.empty()) out_.branches.push_back({kind, place, std::move(inside)});
    }

    Outline& out_;
};

}  // namespace

std::vector<Outline> outlines(const TemplateSet& set) {
    std::map<std::string_view, Outline> files;
    for (const auto& [name, made] : set.parts().all()) {
        Outline& out = files[made->source->name];
        out.file = made->source->name;
        Walker(out).list(*made->root);
    }
    std::vector<Outline> out;
    for (auto& [name, outline] : files) {
        std::ranges::sort(outline.statements);
        std::ranges::sort(outline.branches, {}, &OutlineBranch::place);
        out.push_back(std::move(outline));
    }
    return out;
}

}  // namespace yare::templates
