// SecondThread: one thread beside a command's first, for all that can go on there meanwhile.
//
// A command runs for milliseconds, so what matters is what handing something over costs: while there is work
// around, the thread looks for more before it sleeps, and nobody makes a system call.
//
// Who uses it: the first thread alone, through SideWork (side_work.h).
#pragma once

#include <pthread.h>
#include <sched.h>

#include <array>
#include <atomic>

namespace yare::inline base {

class SecondThread {
  public:
    // Something that it does piece by piece.
    class Work {
      public:
        // Does the next piece; false: there is none at the moment. Called by the second thread alone.
        virtual bool step() = 0;

      protected:
        ~Work() = default;
    };

    SecondThread() = default;
    // All work has been removed.
    ~SecondThread();
    SecondThread(const SecondThread&) = delete;
    SecondThread& operator=(const SecondThread&) = delete;

    // Begins with it, after what was added before; the thread itself begins with the first. False: there is
    // no second processor, or no thread to be had, or too much work at once, and nobody will call step().
    bool add(Work& work);
    // When it returns, step() is not running and will not be called again.
    void remove(Work& work);
    bool has_begun() const { return state_ == State::Running; }
    // For who knows that nothing more will come, and has something to do itself: the thread ends meanwhile.
    // All work has been removed; none is taken from now on.
    void leave();
    // Says that there is more to do, in case that the thread sleeps.
    void wake();

  private:
    bool begin();
    static void* run(void* self);
    void serve();
    bool step();
    void sleep();

    enum class State { NotBegun, Running, Leaving, NotToBeHad };
    State state_ = State::NotBegun;
    pthread_t thread_{};
    cpu_set_t processors_{};  // that the process may run on
    std::array<std::atomic<Work*>, 8> works_{};
    std::atomic<Work*> current_ = nullptr;  // what the thread is about to step, or stepping
    std::atomic<bool> sleeping_ = false;
    std::atomic<int> wakes_ = 0;
    std::atomic<bool> ending_ = false;
};

}  // namespace yare::inline base
