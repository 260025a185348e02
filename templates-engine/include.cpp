// include, tpl, required and fail: Helm's functions that run templates or end them.
#include <algorithm>
#include <utility>

#include "machine.h"
#include "yare/data/go_text.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

constexpr std::string_view kNoValue = "<no value>";
// About what a text takes in the source map and in the tables of this file.
constexpr std::size_t kSourceSize = 256;
// Steps to find a template and to begin with it.
constexpr std::uint64_t kEntering = 3;
// Helm: the root of all templates, by which messages and tpl texts are named.
constexpr std::string_view kRootName = "gotpl";

// Helm: "<no value>" is taken out of a file's and a tpl's text, however it came in.
void scrub(std::string& text, std::size_t begin, Trace* trace) {
    std::size_t found = text.find(kNoValue, begin);
    if (found == std::string::npos) return;
    std::vector<std::size_t> places;
    std::size_t kept = found;
    while (found != std::string::npos) {
        places.push_back(found);
        const std::size_t from = found + kNoValue.size();
        found = text.find(kNoValue, from);
        const std::size_t end = found == std::string::npos ? text.size() : found;
        std::copy(text.begin() + std::ptrdiff_t(from), text.begin() + std::ptrdiff_t(end),
                  text.begin() + std::ptrdiff_t(kept));
        kept += end - from;
    }
    text.resize(kept);
    if (!trace) return;
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        trace->removed(*place, *place + kNoValue.size());
    }
}

}  // namespace

const Template* Executor::Machine::find(std::string_view name) const {
    const Template* empty = nullptr;
    if (scope_defines_ || name == kRootName) {
        for (const Scope* scope = scope_; scope; scope = scope->outer) {
            for (const Template* made : scope->text->parsed.templates) {
                if (made->name != name) continue;
                if (!made->empty) return made;
                if (!empty) empty = made;
            }
        }
    }
    const Template* found = set_.find(name);
    return found ? found : empty;
}

bool Executor::Machine::include(const Node& place, const CommandNode* command, std::span<const Operand> args,
                                Operand& out) {
    const std::string_view name = args[0].value.as_string();
    Operand data = args[1];
    data.pass();
    const std::size_t begin = out_.size();
    // Go: what fails behind the call is reported at its last argument.
    const Node* const last = at_;
    if (!run_named(name, command, data, place)) return false;
    at_ = last;
    out = Operand::of(text(std::string_view(out_).substr(begin)));
    if (trace_) trace_->captured(begin, out.value);
    out_.resize(begin);
    return true;
}

// Runs the template of that name, writing where the output ends now.
bool Executor::Machine::run_named(std::string_view name, const CommandNode* command, const Operand& data,
                                  const Node& place) {
    const Template* target = command && command->target && !scope_defines_ ? command->target : find(name);
    at_ = &place;
    if (!target) {
        fail("template: no template " + go_quote(name) + " associated with template " + go_quote(kRootName),
             FailureKind::NoTemplate);
        failure_.function = "include";
        return false;
    }
    if (!budget_.spend(kEntering)) return fail_budget();
    std::size_t& under_way = included_[target->name];
    if (under_way > limits::kIncludeDepth || stack_.exhausted() || !budget_.enter()) {
        Error error(ErrorCode::Invalid, "rendering template has a nested reference name: " +
                                            std::string(name) + ": unable to execute template");
        if (budget_.spent() == Limit::Depth) error = std::move(error).note(budget_.error().notes().front());
        return call_error(place, "include", std::move(error));
    }
    ++under_way;
    if (trace_) trace_->enter(CallKind::Include, pos_of(place), name);
    if (!execute(*target, data)) {
        add_frame("error calling include: ", true);
        return false;
    }
    if (trace_) trace_->leave();
    --under_way;
    budget_.leave();
    return true;
}

bool Executor::Machine::prints_include(const ActionNode& action) {
    const PipeNode& pipe = *action.pipe;
    if (pipe.commands.size() != 1 || !pipe.declarations.empty()) return false;
    const CommandNode& command = as<CommandNode>(*pipe.commands[0]);
    return command.args.size() == 3 && command.args[0]->type == NodeType::Identifier &&
           as<IdentifierNode>(*command.args[0]).builtin == Builtin::Include;
}

bool Executor::Machine::print_include(const ActionNode& action, const Operand& dot) {
    const CommandNode& command = as<CommandNode>(*action.pipe->commands[0]);
    at_ = command.args[0];
    Operand name;
    Operand data;
    if (!argument(Param::String, *command.args[1], dot, name) ||
        !argument(Param::Any, *command.args[2], dot, data)) {
        return false;
    }
    data.pass();
    return run_named(name.value.as_string(), &command, data, command) &&
           (budget_.output_fits(out_.size()) || fail_budget());
}

TplText* Executor::Machine::parse_tpl(std::string_view content, const Node& place) {
    if (const auto known = tpl_texts_.find(content); known != tpl_texts_.end()) return known->second.get();
    // What the tree takes is seen by the arena; what lies around it, here.
    if (!budget_.spend(content.size() + 64)) return fail_budget(), nullptr;
    const Pos origin = template_->source->at(place.offset);
    const Source& source = sources_.add(std::string(kRootName), std::string(content), origin);
    auto made = std::make_unique<TplText>();
    budget_.hold(sizeof(TplText) + kSourceSize + content.size());
    Failure failure;
    const std::size_t names = tpl_names_.used();
    if (!parse_template(kRootName, source, document_.arena(), tpl_names_, made->parsed, failure)) {
        if (failure.code == ErrorCode::TooLarge) {
            budget_.refuse(Limit::Memory);
            return fail_budget(), nullptr;
        }
        failure_ = std::move(failure);
        failed_ = true;
        at_ = &place;
        add_frame("error calling tpl: cannot parse template " + go_quote(content) + ": ", false);
        return nullptr;
    }
    tpl_names_.resolve(document_.symbols());
    budget_.hold(tpl_names_.used() - names);
    set_.link(made->parsed);
    made->defines = made->parsed.templates.size() > 1;
    for (const Template* each : made->parsed.templates) {
        if (each->name == kRootName) made->main = each;
    }
    return tpl_texts_.emplace(source.text, std::move(made)).first->second.get();
}

bool Executor::Machine::tpl(const Node& place, std::span<const Operand> args, Operand& out) {
    const std::string_view content = args[0].value.as_string();
    Operand data = args[1];
    data.pass();
    const TplText* parsed = parse_tpl(content, place);
    if (!parsed) return false;
    if (stack_.exhausted() || !budget_.enter()) return fail_depth();
    const Scope scope{scope_, parsed};
    const bool defines = scope_defines_;
    scope_ = &scope;
    scope_defines_ = defines || parsed->defines;
    const Node* const last = at_;
    at_ = &place;
    if (trace_) trace_->enter(CallKind::Tpl, pos_of(place), {});
    const std::size_t begin = out_.size();
    const bool good = execute(*parsed->main, data);
    scope_ = scope.outer;
    scope_defines_ = defines;
    if (!good) {
        add_frame("error calling tpl: error during tpl function execution for " + go_quote(content) + ": ",
                  false);
        return false;
    }
    at_ = last;
    if (trace_) trace_->leave();
    budget_.leave();
    scrub(out_, begin, trace_);
    out = Operand::of(text(std::string_view(out_).substr(begin)));
    if (trace_) trace_->captured(begin, out.value);
    out_.resize(begin);
    return true;
}

bool Executor::Machine::required(const Node& place, std::span<const Operand> args, Operand& out) {
    const std::string_view message = args[0].value.as_string();
    const Value value = args[1].value;
    const bool empty_text = value.is_string() && value.as_string().empty();
    if (!value.is_nil() && !empty_text) {
        out = Operand::of(value);
        return true;
    }
    if (!environment_.lint()) return author_error(place, "required", message);
    environment_.diagnostics().warn(empty_text ? "missing required values" : "missing required value",
                                    {{"message", std::string(message)}});
    out = Operand::of(Value::of_view({}));
    return true;
}

bool Executor::Machine::fail_call(const Node& place, std::span<const Operand> args, Operand& out) {
    const std::string_view message = args[0].value.as_string();
    if (!environment_.lint()) return author_error(place, "fail", message);
    environment_.diagnostics().info("funcMap fail", {{"message", std::string(message)}});
    out = Operand::of(Value::of_view({}));
    return true;
}

bool Executor::Machine::author_error(const Node& place, std::string_view function, std::string_view message) {
    at_ = &place;
    fail(std::string(message), FailureKind::Required);
    failure_.function = std::string(function);
    return false;
}

Result<std::string> Executor::Machine::render(Executor& executor, std::string_view name, Value dot) {
    executor_ = &executor;
    stack_ = StackGuard(budget_.limits().stack);
    failed_ = false;
    budget_.leave_all();
    out_.clear();
    slots_.clear();
    operands_.clear();
    values_.clear();
    included_.clear();
    frame_ = 0;
    const Template* target = set_.find(name);
    if (!target) {
        return Error(ErrorCode::NotFound, "template: no template " + go_quote(name) +
                                              " associated with template " + go_quote(kRootName));
    }
    if (trace_) trace_->begin_file(name);
    const Operand root{dot, dot.is_nil() ? Form::Invalid : Form::Concrete};
    if (!execute(*target, root)) {
        std::reverse(failure_.frames.begin(), failure_.frames.end());
        scope_ = nullptr;
        scope_defines_ = false;
        return failure_.error();
    }
    if (set_.dialect() == Dialect::Chart) scrub(out_, 0, trace_);
    if (trace_) trace_->end_file();
    budget_.finish_file(out_.size());
    return std::string(out_);
}

}  // namespace yare::templates
