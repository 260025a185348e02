#include "yare/templates/template_set.h"

#include <algorithm>

#include "template_parts.h"
#include "yare/templates/failure.h"

namespace yare::templates {

bool TemplateSetParts::add(std::string_view name, const Source& source, Failure& failure) {
    ParsedText text;
    if (!parse_template(arena_.copy(name), source, arena_, *symbols_, text, failure)) return false;
    for (const Template* made : text.templates) {
        const Template*& known = templates_[made->name];
        // Go: what is white space and comments alone does not replace a definition.
        if (!known || !made->empty) known = made;
    }
    unlinked_.includes.insert(unlinked_.includes.end(), text.includes.begin(), text.includes.end());
    unlinked_.calls.insert(unlinked_.calls.end(), text.calls.begin(), text.calls.end());
    return true;
}

void TemplateSetParts::link(const ParsedText& text) const {
    for (CommandNode* command : text.includes) command->target = find(as<StringNode>(*command->args[1]).text);
    for (TemplateNode* call : text.calls) call->target = find(call->name);
}

TemplateSet::TemplateSet(SymbolTable& symbols) : parts_(std::make_unique<TemplateSetParts>(symbols)) {}
TemplateSet::~TemplateSet() = default;
TemplateSet::TemplateSet(TemplateSet&&) noexcept = default;
TemplateSet& TemplateSet::operator=(TemplateSet&&) noexcept = default;

Result<void> TemplateSet::add(std::string_view name, const Source& source) {
    Failure failure;
    return add(name, source, failure);
}

Result<void> TemplateSet::add(std::string_view name, const Source& source, Failure& failure) {
    if (!parts_->add(name, source, failure)) return failure.error();
    return {};
}

void TemplateSet::link() { parts_->link(); }

bool TemplateSet::contains(std::string_view name) const { return parts_->find(name) != nullptr; }

std::string TemplateSet::tree_text(std::string_view name) const {
    std::string out;
    if (const Template* found = parts_->find(name)) append_node(out, *found->root);
    return out;
}

std::vector<std::string_view> TemplateSet::names() const {
    std::vector<std::string_view> out;
    out.reserve(parts_->all().size());
    for (const auto& [name, made] : parts_->all()) out.push_back(name);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace yare::templates
