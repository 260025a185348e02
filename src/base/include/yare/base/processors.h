// What the machine has to work with.
#pragma once

namespace yare::inline base {

// Whether this process may run on more than one processor. (The standard library reads a file to know.)
bool has_two_processors();

}  // namespace yare::inline base
