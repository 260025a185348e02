// Failure: why a template did not run, as data. Two functions print it: as Go's text/template words it, in
// one line, and as Helm reshapes that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/pos.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"

namespace yare::templates {

// One level of templates under way: the file, then the define that it included, ... up to where it failed.
struct Frame {
    std::string template_name;       // the file or define that was executing
    const Source* source = nullptr;  // where its text stands
    std::size_t line = 0;            // from 1
    std::size_t column = 0;          // bytes, from 0
    Pos pos;                         // of the node
    std::string context;             // the node, as Go prints it: ".Values.a.b"
    // What the call that led to the next level says before that level's text: "error calling include: ".
    // Empty in the last frame, whose text is the failure's message.
    std::string call;
    // The call's text is Go's own, so that Helm's reshaping understands it (include); not so for tpl.
    bool plain_call = true;

    std::string location() const;  // "web/templates/svc.yaml:3:18"
};

enum class FailureKind : std::uint8_t {
    Engine,      // text/template's own: "nil pointer evaluating interface {}.b"
    NoTemplate,  // include of a name that is not there
    Function,    // a function said no: "error calling index: ..."
    Required,    // Helm's required and fail: the author's own words
    Budget,      // a limit of Yare
    Parse,       // a text that does not parse; has a line and no frames, unless it was tpl's
};

struct Failure {
    FailureKind kind = FailureKind::Engine;
    ErrorCode code = ErrorCode::Invalid;
    std::vector<Frame> frames;  // outermost first
    std::string message;        // the innermost reason, without "error calling F: "
    std::string function;       // of Function, NoTemplate and Required: who said so
    std::string parse_name;     // of Parse: the text's name and line
    std::size_t parse_line = 0;
    Pos pos;  // the innermost place that is known
    std::vector<std::string> notes;

    // Go's single line: template: F:1:10: executing "F" at <.a.b>: nil pointer evaluating interface {}.b
    std::string go_text() const;
    // What Helm makes of it: the form in several lines, "execution error at (F:1:6): need a", "parse error at
    // (F:1): ...", or Go's line.
    std::string helm_text() const;
    // helm_text as an Error with the place and the notes.
    Error error() const;
};

}  // namespace yare::templates
