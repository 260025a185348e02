#include "yare/templates/template_set.h"

#include <algorithm>
#include <utility>

#include "template_parts.h"
#include "yare/templates/failure.h"

namespace yare::templates {

namespace {

// Makes what a nameless text became that of a file. False when the text defines the file's own name: what
// that means depends on both.
bool give_name(NamelessText& text, std::string_view name, const Source& source) {
    std::vector<Template*>& made = text.parsed.templates;
    const auto same = [&](const Template* each) { return each->name == name; };
    if (std::any_of(made.begin(), made.end(), same)) return false;
    for (Template* each : made) {
        each->source = &source;
        if (each->name.data() == text.source.text.data()) each->name = name;
    }
    return true;
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
        Template* copy = room().arena.make<Template>(*made);
        copy->source = &source;
        if (made == twin.own) copy->name = name;
        templates.push_back(copy);
    }
    define(templates);
}

bool TemplateSetParts::add(std::string_view name, const Source& source, Failure& failure) {
    const std::string_view kept = room().arena.copy(name);
    if (const Text* twin = find_twin(kept, source.text)) {
        define_again(*twin, kept, source);
        return true;
    }
    ParsedText parsed;
    if (!parse_template(kept, source, room().arena, room().names, parsed, failure, dialect_)) return false;
    take(kept, source, parsed);
    return true;
}

// All are taken in their order, as if one had been added after the other. What was not parsed ahead, and what
// is wrong, is parsed here.
bool TemplateSetParts::add_all(std::span<const NamedText> texts, ParseAhead* ahead, Failure& failure) {
    const std::unique_ptr<ParseAhead::Crew> crew = ahead ? ahead->take_crew() : nullptr;
    if (crew) {
        crew->finish();
        for (auto& made : crew->take_rooms()) rooms_.push_back(std::move(made));
    }
    for (const NamedText& each : texts) {
        NamelessText* made = crew ? crew->take(each.source->text) : nullptr;
        const std::string_view kept = made ? room().arena.copy(each.name) : each.name;
        if (made && give_name(*made, kept, *each.source)) {
            take(kept, *each.source, made->parsed);
        } else if (!add(each.name, *each.source, failure)) {
            return false;
        }
    }
    return true;
}

// Makes what was parsed part of the set.
void TemplateSetParts::take(std::string_view name, const Source& source, ParsedText& parsed) {
    unlinked_.includes.insert(unlinked_.includes.end(), parsed.includes.begin(), parsed.includes.end());
    unlinked_.calls.insert(unlinked_.calls.end(), parsed.calls.begin(), parsed.calls.end());
    unlinked_.inner_texts.insert(unlinked_.inner_texts.end(), parsed.inner_texts.begin(),
                                 parsed.inner_texts.end());
    define(parsed.templates);
    const auto own = std::find_if(parsed.templates.begin(), parsed.templates.end(),
                                  [&](const Template* made) { return made->name.data() == name.data(); });
    const Template* own_template = own == parsed.templates.end() ? nullptr : *own;
    texts_.emplace(sample(source.text), Text{source.text, own_template, std::move(parsed.templates)});
}

void TemplateSetParts::link() {
    for (const auto& each : rooms_) each->names.resolve(*symbols_);
    link(unlinked_);
}

void TemplateSetParts::link(const ParsedText& text) const {
    for (CommandNode* command : text.includes) command->target = find(as<StringNode>(*command->args[1]).text);
    for (TemplateNode* call : text.calls) call->target = find(call->name);
}

TemplateSet::TemplateSet(SymbolTable& symbols, Dialect dialect)
    : parts_(std::make_unique<TemplateSetParts>(symbols, dialect)) {}
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

Result<void> TemplateSet::add_all(std::span<const NamedText> texts, ParseAhead* ahead) {
    Failure failure;
    if (!parts_->add_all(texts, ahead, failure)) return failure.error();
    return {};
}

std::size_t TemplateSet::memory() const { return parts_->memory(); }

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
