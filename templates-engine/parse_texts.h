// Parsing many texts at once, on two threads where there is enough to do.
//
// Who owns what: each thread parses into a room of its own and touches nothing else but the texts it took,
// which are handed out one by one in their order. The caller owns both rooms and all texts, and reads them
// when parse_texts has returned, which is after the second thread is joined. What a text becomes does not
// depend on the thread that parsed it.
#pragma once

#include <span>
#include <string_view>

#include "field_names.h"
#include "parser.h"
#include "yare/base/arena.h"
#include "yare/templates/failure.h"

namespace yare::templates {

// What parsing allocates: one thread's at a time.
struct ParseRoom {
    Arena arena;
    FieldNames names;
};

struct TextToParse {
    std::string_view name;
    const Source* source = nullptr;
    // The answer.
    ParsedText parsed;
    Failure failure;
    bool good = false;
};

// Parses the texts in their order; when one fails, those behind it may stay as they are.
void parse_texts(std::span<TextToParse> texts, ParseRoom& here, ParseRoom& there);

}  // namespace yare::templates
