#include "yare/templates/template_set.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "template_parts.h"
#include "yare/templates/failure.h"

namespace yare::templates {

namespace {

// Of the size and three places of a text: enough to tell files apart, and it does not read them whole.
std::size_t sample(std::string_view text) {
    constexpr std::size_t kSample = 16;
    const auto at = [&](std::size_t begin) {
        return std::hash<std::string_view>()(text.substr(begin, kSample));
    };
    const std::size_t last = text.size() - std::min(text.size(), kSample);
    return text.size() ^ at(0) ^ at(text.size() / 2) * 3 ^ at(last) * 5;
}

}  // namespace

// The same text, parsed already under another name, if there is one and the names it defines are not in the
// way.
const TemplateSetParts::Text* TemplateSetParts::find_twin(std::string_view name,
                                                          std::string_view text) const {
    const auto [first, last] = texts_.equal_range(sample(text));
    const auto found = std::find_if(first, last, [&](const auto& each) { return each.second.text == text; });
    if (found == last || !found->second.own) return nullptr;
    const Text& twin = found->second;
    const bool collides = std::any_of(twin.templates.begin(), twin.templates.end(),
                                      [&](const Template* made) { return made->name == name; });
    return collides ? nullptr : &twin;
}

void TemplateSetParts::define(std::span<Template* const> templates) {
    for (const Template* made : templates) {
        const Template*& known = templates_[made->name];
        // Go: what is white space and comments alone does not replace a definition.
        if (!known || !made->empty) known = made;
    }
}

// The same trees under another source: nodes know only where in their text they are, so a chart whose
// sub-charts bring the same library a hundred times has it once.
void TemplateSetParts::define_again(const Text& twin, std::string_view name, const Source& source) {
    std::vector<Template*> templates;
    templates.reserve(twin.templates.size());
    for (const Template* made : twin.templates) {
        Template* copy = arena_.make<Template>(*made);
        copy->source = &source;
        if (made == twin.own) copy->name = name;
        templates.push_back(copy);
    }
    define(templates);
}

bool TemplateSetParts::add(std::string_view name, const Source& source, Failure& failure) {
    const std::string_view kept = arena_.copy(name);
    if (const Text* twin = find_twin(kept, source.text)) {
        define_again(*twin, kept, source);
        return true;
    }
    ParsedText text;
    if (!parse_template(kept, source, arena_, *symbols_, text, failure)) return false;
    unlinked_.includes.insert(unlinked_.includes.end(), text.includes.begin(), text.includes.end());
    unlinked_.calls.insert(unlinked_.calls.end(), text.calls.begin(), text.calls.end());
    define(text.templates);
    const auto own = std::find_if(text.templates.begin(), text.templates.end(),
                                  [&](const Template* made) { return made->name.data() == kept.data(); });
    const Template* own_template = own == text.templates.end() ? nullptr : *own;
    texts_.emplace(sample(source.text), Text{source.text, own_template, std::move(text.templates)});
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
