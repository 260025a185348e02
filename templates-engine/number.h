// Constants: what number a literal is, under each of the types that it can have.
#pragma once

#include <string>

#include "lexer.h"
#include "node.h"

namespace yare::templates {

// Fills in `node` from its text; what Go says when that is no number, otherwise empty.
std::string read_number(NumberNode& node, TokenType type);

}  // namespace yare::templates
