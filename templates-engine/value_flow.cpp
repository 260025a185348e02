// Statements and values of the flow; what functions do with them is in value_flow_calls.cpp.
#include "value_flow.h"

#include <algorithm>

namespace yare::templates {

namespace {

constexpr std::size_t kPasses = 6;
constexpr std::size_t kSteps = 1'500'000;
constexpr std::size_t kDeepestCall = 48;
constexpr std::ptrdiff_t kRecursion = 3;
constexpr std::size_t kMostWritten = 24;
constexpr std::size_t kLongestWritten = 300;

// What a whole file writes is no name and no key.
bool is_file(std::string_view name) {
    return name.find('/') != std::string_view::npos || name.starts_with("tpl:");
}

}  // namespace

const std::vector<std::string>& keys_of(Flowing key) {
    static const std::vector<std::string> kAnyKey{"*"};
    const bool known =
        key.is_text() && std::none_of(key->texts.begin(), key->texts.end(), [](const std::string& text) {
            return text.find(kAnyText) != std::string::npos;
        });
    return known ? key->texts : kAnyKey;
}

bool text_matches(std::string_view pattern, std::string_view name) {
    const std::size_t any = pattern.find(kAnyText);
    if (any == std::string_view::npos) return pattern == name;
    if (!name.starts_with(pattern.substr(0, any))) return false;
    name.remove_prefix(any);
    pattern.remove_prefix(any + 1);
    if (pattern.find(kAnyText) == std::string_view::npos) return name.ends_with(pattern);
    for (std::size_t skip = 0; skip <= name.size(); ++skip) {
        if (text_matches(pattern, name.substr(skip))) return true;
    }
    return false;
}

ValueFlow::ValueFlow(const TemplateSetParts& set, ReadTree& tree) : set_(set), tree_(tree) {
    set_.each_definition([&](const Template& made) { definitions_.emplace(made.name, &made); });
    // Files whose text another has too are only known by their names.
    for (const auto& [name, made] : set_.all()) {
        if (!definitions_.contains(name)) definitions_.emplace(name, made);
    }
}

void ValueFlow::run(std::span<const ReadStart> starts, const ReadTexts& texts) {
    for (std::size_t i = 0; i < kPasses; ++i) {
        changed_ = false;
        pass(starts, texts);
        if (!changed_) return;
    }
    // What is still growing is not understood.
    tree_.node(tree_.root()).whole = true;
}

void ValueFlow::pass(std::span<const ReadStart> starts, const ReadTexts& texts) {
    done_.clear();
    for (const ReadStart& start : starts) analyse(start.name, scope_of(start));
    // Texts may call tpl themselves.
    for (std::size_t i = 0; i < tpl_contexts_.size(); ++i) {
        const Flowing dot = tpl_contexts_[i];
        for (const std::string& name : texts.names) analyse(name, dot);
    }
}

Flowing ValueFlow::scope_of(const ReadStart& start) {
    const auto [at, added] = scopes_.emplace(start.values, ObjectId(objects_.size()));
    if (added) {
        FlowObject& made = objects_.emplace_back();
        made.scope = true;
        made.fields["Values"] = pool_.path(start.values);
        made.rest = something();
    }
    const Flowing out = pool_.object(at->second);
    if (!added) return out;
    // .Subcharts.db is the scope of the sub-chart.
    std::map<std::string, Flowing> below;
    const auto children = tree_.node(start.values).children;
    for (const auto& [key, child] : children) {
        if (tree_.node(child).chart) below[key] = scope_of({start.name, child});
    }
    if (!below.empty()) {
        const ObjectId id = ObjectId(objects_.size());
        FlowObject& charts = objects_.emplace_back();
        for (auto& [key, scope] : below) charts.fields[key] = scope;
        objects_[at->second].fields["Subcharts"] = pool_.object(id);
    }
    return out;
}

bool ValueFlow::spend() {
    if (++steps_ < kSteps) return true;
    tree_.node(tree_.root()).whole = true;
    return false;
}

Pos ValueFlow::here() const { return frame_ && at_ ? frame_->of->source->at(at_->offset) : Pos(); }

// Statements.

Flowing ValueFlow::analyse(std::string_view name, Flowing dot) {
    Flowing out;
    const auto [first, last] = definitions_.equal_range(name);
    for (auto at = first; at != last; ++at) join(out, analyse(*at->second, dot));
    return out.empty() ? something() : out;
}

Flowing ValueFlow::analyse(const Template& made, Flowing dot) {
    if (!spend()) return something();
    const std::pair key(&made, dot->number);
    const auto [context, added] = contexts_.emplace(key, std::uint32_t(contexts_.size()) + 1);
    const std::uint32_t id = context->second;
    if (!done_.insert(id).second) {
        const auto known = results_.find(id);
        if (known != results_.end()) return known->second;
        asked_early_.insert(id);
        return something();
    }
    if (stack_.size() > kDeepestCall || std::count(stack_.begin(), stack_.end(), &made) > kRecursion) {
        consume(dot);
        return something();
    }
    Frame frame;
    frame.of = &made;
    frame.context = id;
    frame.is_asked = !is_file(made.name);
    frame.slots.resize(std::max<std::uint32_t>(made.slots, 1));
    frame.slots[0] = dot;
    frame.dot = dot;
    Frame* const outer = std::exchange(frame_, &frame);
    const Node* const at = at_;
    stack_.push_back(&made);
    walk(*made.root);
    stack_.pop_back();
    frame_ = outer;
    at_ = at;
    Flowing out = frame.is_asked ? Flowing() : something();
    if (frame.is_asked) {
        for (const std::string& text : frame.written) join(out, pool_.text(text));
    }
    Flowing& kept = results_.emplace(id, asked_early_.contains(id) ? something() : out).first->second;
    changed_ |= kept != out;
    return kept = out;
}

Flowing ValueFlow::include(Flowing name, Flowing dot) {
    static const std::vector<std::string> kAnyName{std::string(1, kAnyText)};
    const std::vector<std::string>& patterns = name.is_text() ? name->texts : kAnyName;
    Flowing out;
    bool any = false;
    for (const std::string& pattern : patterns) {
        if (pattern.find(kAnyText) == std::string::npos) {
            join(out, analyse(pattern, dot));
            continue;
        }
        any = true;
        for (const auto& [each, made] : definitions_) {
            if (text_matches(pattern, each)) analyse(*made, dot);
        }
    }
    return any || out->other ? something() : out;
}

// Texts are followed as long as they are few and short, as names and keys are.
void ValueFlow::write(Flowing value) {
    if (!frame_->is_asked) return;
    std::vector<std::string>& written = frame_->written;
    if (value.is_text() && written.size() * value->texts.size() <= kMostWritten) {
        std::vector<std::string> longer;
        for (const std::string& before : written) {
            for (const std::string& text : value->texts) longer.push_back(before + text);
        }
        written = std::move(longer);
    } else {
        for (std::string& text : written) {
            if (!text.ends_with(kAnyText)) text += kAnyText;
        }
    }
    forget_long_texts();
}

void ValueFlow::forget_long_texts() {
    for (const std::string& text : frame_->written) {
        if (text.size() <= kLongestWritten) continue;
        frame_->written = {std::string(1, kAnyText)};
        return;
    }
}

void ValueFlow::write_text(std::string_view text) {
    if (!frame_->is_asked) return;
    for (std::string& before : frame_->written) before += text;
    forget_long_texts();
}

void ValueFlow::walk(const ListNode& list) {
    for (const Node* node : list.nodes) walk(*node);
}

void ValueFlow::walk(const Node& node) {
    if (!spend()) return;
    switch (node.type) {
        case NodeType::Action: {
            const PipeNode& pipe = *as<ActionNode>(node).pipe;
            const Flowing value = pipeline(pipe);
            if (!pipe.declarations.empty()) return;
            consume(value, kUseText);
            return write(value);
        }
        case NodeType::If:
        case NodeType::With: {
            const auto& branch = as<BranchNode>(node);
            const Flowing value = pipeline(*branch.pipe);
            touch(value, kUseTruth);
            const Flowing dot = frame_->dot;
            if (node.type == NodeType::With) frame_->dot = value;
            const std::vector<std::string> before = frame_->written;
            walk(*branch.list);
            frame_->dot = dot;
            std::vector<std::string> either = std::exchange(frame_->written, before);
            if (branch.else_list) walk(*branch.else_list);
            either.insert(either.end(), frame_->written.begin(), frame_->written.end());
            std::sort(either.begin(), either.end());
            either.erase(std::unique(either.begin(), either.end()), either.end());
            frame_->written = either.size() <= kMostWritten
                                  ? std::move(either)
                                  : std::vector<std::string>{std::string(1, kAnyText)};
            return;
        }
        case NodeType::Range:
            return walk_range(as<BranchNode>(node));
        case NodeType::Template: {
            const auto& call = as<TemplateNode>(node);
            return write(analyse(call.name, call.pipe ? pipeline(*call.pipe) : Flowing()));
        }
        case NodeType::List:
            return walk(as<ListNode>(node));
        case NodeType::Text:
            return write_text(as<TextNode>(node).text);
        default:
            return;
    }
}

namespace {

// Blanks aside.
bool writes_nothing(const ListNode& list) {
    return std::all_of(list.nodes.begin(), list.nodes.end(), [](const Node* node) {
        switch (node->type) {
            case NodeType::Text:
                return as<TextNode>(*node).text.find_first_not_of(" \n\t\r") == std::string_view::npos;
            case NodeType::Action:
                return !as<ActionNode>(*node).pipe->declarations.empty();
            case NodeType::If:
            case NodeType::With:
            case NodeType::Range: {
                const auto& branch = as<BranchNode>(*node);
                return writes_nothing(*branch.list) &&
                       (!branch.else_list || writes_nothing(*branch.else_list));
            }
            case NodeType::Break:
            case NodeType::Continue:
                return true;
            default:
                return false;
        }
    });
}

}  // namespace

void ValueFlow::walk_range(const BranchNode& range) {
    const Flowing over = pipeline(*range.pipe, false);
    touch(over, kUseRange);
    Flowing key = something();
    // Of a dict that the template made, the keys are known.
    const bool known = over->paths.empty() && !over->other && over->texts.empty() && !over->objects.empty();
    if (known) {
        Flowing names;
        bool all = true;
        for (const ObjectId id : over->objects) {
            const FlowObject& object = look_into(id);
            all = all && object.rest.empty() && object.base.empty() && !object.scope;
            for (const auto& [name, value] : object.fields) join(names, pool_.text(name));
        }
        if (all && !names.empty()) key = names;
    }
    const Flowing item = items(over);
    const auto declared = range.pipe->declarations;
    const auto declare = [&](const Declaration& declaration, Flowing value) {
        if (declaration.slot < frame_->slots.size()) join(frame_->slots[declaration.slot], value);
    };
    for (const Declaration& each : declared) {
        if (each.slot < frame_->slots.size() && !range.pipe->assigns) frame_->slots[each.slot] = {};
    }
    if (declared.size() == 1) declare(declared[0], item);
    if (declared.size() == 2) declare(declared[0], key), declare(declared[1], item);
    const Flowing dot = std::exchange(frame_->dot, item);
    const std::vector<std::string> before = frame_->written;
    const std::vector<Flowing> slots = frame_->slots;
    walk(*range.list);
    // What one turn leaves in a variable the next one finds.
    if (frame_->slots != slots) walk(*range.list);
    // How often something is written is not known.
    const bool nothing_written =
        std::exchange(frame_->written, before).size() == before.size() && writes_nothing(*range.list);
    if (!nothing_written) write(something());
    frame_->dot = dot;
    if (range.else_list) walk(*range.else_list);
}

}  // namespace yare::templates
