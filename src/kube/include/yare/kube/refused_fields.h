// The fields that a server complains of in a refusal, as paths: "spec.containers[0].image".
#pragma once

#include <string>
#include <vector>

#include "yare/kube/client.h"

namespace yare::kube {

// From the causes of the Status where it has some. The server's decoders (unknown and duplicate fields, wrong
// types) name theirs in the message alone, in a few fixed forms. Without repetitions; empty when it names
// none.
std::vector<std::string> refused_fields(const ApiStatus& status);

}  // namespace yare::kube
