#include "yare/base/second_thread.h"

#include <sched.h>
#include <signal.h>

#include <algorithm>
#include <cstddef>

#include "yare/base/heap.h"
#include "yare/base/pause.h"

namespace yare::inline base {

namespace {

// More than a parser allows itself, whatever the system's default is. Only what is used takes memory.
constexpr std::size_t kStack = std::size_t{16} << 20;
// Looks for something to do, before the thread sleeps: about a tenth of a millisecond, twice what it takes to
// wake one up.
constexpr unsigned kLooks = 2500;
// On a busy machine the first thread may be waiting for this very processor.
constexpr unsigned kLooksBetweenYields = 100;

// Those that this process may run on; none where that cannot be had. (The standard library reads a file.)
cpu_set_t processors() {
    cpu_set_t out;
    if (sched_getaffinity(0, sizeof out, &out) != 0) CPU_ZERO(&out);
    return out;
}

}  // namespace

SecondThread::~SecondThread() {
    leave();
    if (state_ == State::Leaving) pthread_join(thread_, nullptr);
}

void SecondThread::leave() {
    if (state_ == State::NotBegun) state_ = State::NotToBeHad;
    if (state_ != State::Running) return;
    state_ = State::Leaving;
    ending_ = true;
    wake();
}

bool SecondThread::add(Work& work) {
    if (state_ == State::NotBegun) state_ = begin() ? State::Running : State::NotToBeHad;
    if (state_ != State::Running) return false;
    // One behind the last, so that what began first goes first.
    const auto last =
        std::find_if(works_.rbegin(), works_.rend(), [](const auto& slot) { return slot != nullptr; });
    if (last == works_.rbegin()) return false;
    *(last - 1) = &work;
    wake();
    return true;
}

void SecondThread::remove(Work& work) {
    const auto slot = std::find(works_.begin(), works_.end(), &work);
    if (slot == works_.end()) return;
    *slot = nullptr;
    for (unsigned look = 0; look < kLooks && current_ == &work; ++look) pause();
    while (current_ == &work) current_.wait(&work);
}

void SecondThread::wake() {
    if (!sleeping_) return;
    ++wakes_;
    wakes_.notify_one();
}

bool SecondThread::begin() {
    // Not on the first thread's processor, where the kernel would often leave it for some milliseconds: those
    // are all there are.
    processors_ = processors();
    cpu_set_t others = processors_;
    CPU_CLR(std::size_t(sched_getcpu()), &others);
    if (CPU_COUNT(&others) == 0) return false;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    // Signals are for threads that expect them: whoever waits for one blocks it in its own thread alone.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool begun = pthread_attr_setstacksize(&attributes, kStack) == 0 &&
                       pthread_attr_setaffinity_np(&attributes, sizeof others, &others) == 0 &&
                       pthread_create(&thread_, &attributes, &run, this) == 0;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_attr_destroy(&attributes);
    return begun;
}

void* SecondThread::run(void* self) {
    // It has begun where it should; if the machine is busy, the kernel may move it from now on.
    const cpu_set_t& all = static_cast<SecondThread*>(self)->processors_;
    pthread_setaffinity_np(pthread_self(), sizeof all, &all);
    prepare_thread_heap();
    static_cast<SecondThread*>(self)->serve();
    return nullptr;
}

void SecondThread::serve() {
    for (unsigned looks = 0; !ending_;) {
        if (step()) {
            looks = 0;
        } else if (++looks < kLooks) {
            pause();
            if (looks % kLooksBetweenYields == 0) sched_yield();
        } else {
            sleep();
            looks = 0;
        }
    }
}

// A work that is being removed is not stepped: remove() takes it from its slot and then looks at `current_`,
// here it is the other way round, and all agree on the order of these.
bool SecondThread::step() {
    for (const std::atomic<Work*>& slot : works_) {
        Work* work = slot;
        if (!work) continue;
        current_ = work;
        const bool stepped = slot == work && work->step();
        current_ = nullptr;
        current_.notify_one();
        if (stepped) return true;
    }
    return false;
}

void SecondThread::sleep() {
    const int before = wakes_;
    sleeping_ = true;
    // What came before `sleeping_` could be seen.
    if (!step() && !ending_) wakes_.wait(before);
    sleeping_ = false;
}

}  // namespace yare::inline base
