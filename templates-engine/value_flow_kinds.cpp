#include "value_flow_kinds.h"

#include <initializer_list>
#include <string>
#include <unordered_map>

namespace yare::templates {

namespace {

using Table = std::unordered_map<std::string_view, FlowFunction>;

struct Group {
    FlowKind kind;
    std::initializer_list<std::string_view> names;
};

Table make_table() {
    using enum FlowKind;
    Table out;
    for (const auto& [kind, names] : std::initializer_list<Group>{
             {Include, {"include"}},
             {Tpl, {"tpl"}},
             {Either, {"default", "coalesce", "and", "or"}},
             {Ternary, {"ternary"}},
             {Required, {"required"}},
             {Asking, {"len", "kindIs", "kindOf", "typeOf", "typeIs", "typeIsLike"}},
             {AskingTruth, {"not", "empty"}},
             {Collection,
              {"dict",    "index",          "get",     "hasKey", "dig",       "pluck",    "set",
               "merge",   "mergeOverwrite", "pick",    "omit",   "unset",     "deepCopy", "keys",
               "values",  "list",           "tuple",   "split",  "splitList", "rest",     "initial",
               "reverse", "uniq",           "compact", "slice",  "chunk",     "concat",   "without",
               "first",   "last",           "append",  "push",   "prepend"}},
             {Text, {"quote",      "squote",    "lower",     "upper",     "trunc",     "trimSuffix",
                     "trimPrefix", "trim",      "replace",   "b64enc",    "b64dec",    "sha256sum",
                     "indent",     "nindent",   "contains",  "hasPrefix", "hasSuffix", "regexMatch",
                     "toString",   "kebabcase", "camelcase", "title",     "snakecase", "println"}},
             {Printf, {"printf"}},
             {Print, {"print"}},
             {Integer,
              {"int", "int64", "add", "sub", "mul", "div", "mod", "max", "min", "add1", "until", "gt", "ge",
               "lt", "le"}},
             {Yaml, {"toYaml", "toYamlPretty", "toJson", "toPrettyJson"}},
         }) {
        for (const std::string_view name : names) out.emplace(name, FlowFunction{name, kind});
    }
    // mustPush is push.
    for (const auto& [must, plain] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"mustMerge", "merge"},
             {"mustMergeOverwrite", "mergeOverwrite"},
             {"mustDeepCopy", "deepCopy"},
             {"mustAppend", "append"},
             {"mustPush", "push"},
             {"mustPrepend", "prepend"},
             {"mustFirst", "first"},
             {"mustLast", "last"},
             {"mustRest", "rest"},
             {"mustInitial", "initial"},
             {"mustReverse", "reverse"},
             {"mustUniq", "uniq"},
             {"mustWithout", "without"},
             {"mustSlice", "slice"},
             {"mustCompact", "compact"},
             {"mustChunk", "chunk"}})
        out.emplace(must, out.at(plain));
    return out;
}

}  // namespace

FlowFunction flow_function(std::string_view name) {
    static const Table kTable = make_table();
    const auto found = kTable.find(name);
    return found == kTable.end() ? FlowFunction{name, FlowKind::Other} : found->second;
}

}  // namespace yare::templates
