// Which block lacks its end. The parser only finds out where the text is over; the indentation of the actions
// mostly tells which one it was.
#pragma once

#include "yare/base/source_map.h"
#include "yare/templates/failure.h"

namespace yare::templates {

// Adds a note to a failure that a missing {{ end }} led to.
void note_unclosed(const Source& source, Failure& failure);

}  // namespace yare::templates
