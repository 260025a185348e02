// The memory of the process: how malloc takes it from the system.
#pragma once

namespace yare::inline base {

// For main(), once, before anything large is allocated. A command allocates tens of megabytes and ends:
// memory comes in few large steps, mostly of huge pages, and goes back when the process ends. Taking it page
// by page is a quarter of the time of a render. Nothing depends on it: where malloc is another one
// (sanitizers), it does nothing.
void prepare_heap();

// For a thread that allocates much, at its beginning: the same for what malloc keeps for that thread.
void prepare_thread_heap();

}  // namespace yare::inline base
