// Functions that reach outside, as far as the Environment lets them: the cluster and the names of hosts.
#include "call.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> lookup(Call& call, Args args) {
    return call.environment.lookup(call.document, args[0].as_string(), args[1].as_string(),
                                   args[2].as_string(), args[3].as_string());
}

// Helm: "" unless --enable-dns was given.
Result<Value> get_host_by_name(Call& call, Args args) {
    return new_string(call, call.environment.resolve_host(args[0].as_string()));
}

constexpr Function kFunctions[] = {
    {"lookup", lookup, {P::String, P::String, P::String, P::String}},
    {"getHostByName", get_host_by_name, {P::String}},
};

}  // namespace

std::span<const Function> network_functions() { return kFunctions; }

}  // namespace yare::templates
