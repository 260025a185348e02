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
        Template* copy = room_.arena.make<Template>(*made);
        copy->source = &source;
        if (made == twin.own) copy->name = name;
        templates.push_back(copy);
    }
    define(templates);
}

bool TemplateSetParts::add(std::string_view name, const Source& source, Failure& failure) {
    const std::string_view kept = room_.arena.copy(name);
    if (const Text* twin = find_twin(kept, source.text)) {
        define_again(*twin, kept, source);
        return true;
    }
    TextToParse text{kept, &source, {}, {}, false};
    if (parse_template(kept, source, room_.arena, room_.names, text.parsed, failure)) return take(text), true;
    return false;
}

// Texts that differ are parsed first, together; then all are taken in their order, as if one had been added
// after the other.
bool TemplateSetParts::add_all(std::span<const NamedText> texts, Failure& failure) {
    std::vector<TextToParse> parsed;
    std::unordered_multimap<std::size_t, std::string_view> seen;
    for (const NamedText& each : texts) {
        const std::string_view text = each.source->text;
        const std::size_t hash = sample(text);
        const auto [first, last] = seen.equal_range(hash);
        if (std::any_of(first, last, [&](const auto& other) { return other.second == text; })) continue;
        seen.emplace(hash, text);
        parsed.push_back({room_.arena.copy(each.name), each.source, {}, {}, false});
    }
    parse_texts(parsed, room_, second_room_);
    auto next = parsed.begin();
    for (const NamedText& each : texts) {
        if (next == parsed.end() || next->source != each.source) {
            if (!add(each.name, *each.source, failure)) return false;
            continue;
        }
        if (!next->good) return failure = std::move(next->failure), false;
        take(*next++);
    }
    return true;
}

// Makes what was parsed part of the set.
void TemplateSetParts::take(TextToParse& text) {
    ParsedText& parsed = text.parsed;
    unlinked_.includes.insert(unlinked_.includes.end(), parsed.includes.begin(), parsed.includes.end());
    unlinked_.calls.insert(unlinked_.calls.end(), parsed.calls.begin(), parsed.calls.end());
    define(parsed.templates);
    const auto own =
        std::find_if(parsed.templates.begin(), parsed.templates.end(),
                     [&](const Template* made) { return made->name.data() == text.name.data(); });
    const Template* own_template = own == parsed.templates.end() ? nullptr : *own;
    texts_.emplace(sample(text.source->text),
                   Text{text.source->text, own_template, std::move(parsed.templates)});
}

void TemplateSetParts::link() {
    room_.names.resolve(*symbols_);
    second_room_.names.resolve(*symbols_);
    link(unlinked_);
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

Result<void> TemplateSet::add_all(std::span<const NamedText> texts) {
    Failure failure;
    if (!parts_->add_all(texts, failure)) return failure.error();
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
