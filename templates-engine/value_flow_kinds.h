// What functions are to the flow of values. Private to this library.
#pragma once

#include <cstdint>
#include <string_view>

namespace yare::templates {

enum class FlowKind : std::uint8_t {
    Other,  // takes its arguments as they are
    Include,
    Tpl,
    Either,  // is one of its arguments
    Ternary,
    Required,
    Asking,  // asks something about a value without looking into it
    AskingTruth,
    Collection,  // makes or looks into dicts and lists
    Text,
    Printf,
    Print,
    Integer,
    Yaml,
};

struct FlowFunction {
    std::string_view name;  // without "must": those do the same
    FlowKind kind = FlowKind::Other;
};

FlowFunction flow_function(std::string_view name);

}  // namespace yare::templates
