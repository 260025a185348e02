// How a machine fails: once, with the reason and the chain of what was running.
#include <algorithm>

#include "machine.h"
#include "yare/templates/format.h"

namespace yare::templates {

bool Executor::Machine::fail(std::string message, FailureKind kind) {
    if (failed_) return false;
    failed_ = true;
    failure_ = {};
    failure_text_ = 0;
    failure_.kind = kind;
    failure_.message = std::move(message);
    add_frame({}, true);
    return false;
}

bool Executor::Machine::fail_value(std::string_view before, const Value& value, std::string_view after) {
    std::string message(before);
    append_print(message, printable(Operand::of(value)), document_);
    return fail(message.append(after));
}

bool Executor::Machine::fail_budget() {
    const Error error = budget_.error();
    fail(error.message(), FailureKind::Budget);
    failure_.code = error.code();
    failure_.notes = error.notes();
    return false;
}

// `message` where Go has words for it.
bool Executor::Machine::fail_depth(std::string_view message) {
    budget_.refuse(Limit::Depth);
    const Error error = budget_.error();
    if (message.empty()) {
        fail(error.message(), FailureKind::Budget);
    } else {
        fail(std::string(message));
    }
    failure_.notes = error.notes();
    if (stack_.exhausted()) failure_.notes = {"the stack does not hold more levels than these"};
    return false;
}

// Notes the level that is current as one of those that failed; innermost first.
void Executor::Machine::add_frame(std::string call, bool plain) {
    Frame frame;
    frame.template_name = std::string(template_->name);
    frame.source = template_->source;
    const std::string_view before = frame.source->text.substr(0, at_->offset);
    frame.line = 1 + std::size_t(std::count(before.begin(), before.end(), '\n'));
    frame.column = before.size() - (before.rfind('\n') + 1);
    frame.pos = frame.source->at(at_->offset);
    // A recursion may have a thousand levels with a large node or text in each.
    if (failure_text_ < limits::kFailureText) {
        append_node(frame.context, *at_);
        frame.call = std::move(call);
        failure_text_ += frame.context.size() + frame.call.size();
    } else {
        frame.context = "...";
        frame.call = "... ";
    }
    frame.plain_call = plain;
    if (!failure_.pos.valid()) failure_.pos = frame.pos;
    failure_.frames.push_back(std::move(frame));
}

}  // namespace yare::templates
