// Questions to the API server that store nothing: who am I, may I. In the sandbox everybody may do
// everything.
#pragma once

#include <optional>

#include "call.h"

namespace yare::sandbox {

std::optional<Answer> answer_review(Call& call);

}  // namespace yare::sandbox
