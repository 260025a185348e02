// Host names, where glibc is part of the program.
#pragma once

namespace yare::inline base {

// Call it before names are looked up (getaddrinfo); the first call counts. /etc/hosts and DNS answer, which
// is what Helm's own builds ask too (Go's resolver). What else /etc/nsswitch.conf names are modules of the
// system's glibc, and a program with a glibc of its own must not load those. Without one, this does nothing.
void prepare_host_names();

}  // namespace yare::inline base
