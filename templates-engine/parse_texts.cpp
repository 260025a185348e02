#include "parse_texts.h"

#include <pthread.h>
#include <sched.h>

#include <atomic>

namespace yare::templates {

namespace {

// Bytes of text that take longer to parse than a thread takes to begin and end.
constexpr std::size_t kWorthAThread = std::size_t{96} << 10;
// More than the parser allows itself, whatever the system's default is. Only what is used takes memory.
constexpr std::size_t kThreadStack = std::size_t{16} << 20;

// The texts as a queue that several threads take from.
class Queue {
  public:
    explicit Queue(std::span<TextToParse> texts) : texts_(texts) {}

    // Parses until nothing is left, or a text fails: what was taken before that is finished, so of all
    // failures the first is known.
    void work(ParseRoom& room) {
        for (std::size_t i = next_++; i < texts_.size(); i = next_++) {
            TextToParse& text = texts_[i];
            text.good =
                parse_template(text.name, *text.source, room.arena, room.names, text.parsed, text.failure);
            if (!text.good) next_ = texts_.size();
        }
    }

  private:
    std::span<TextToParse> texts_;
    std::atomic<std::size_t> next_ = 0;
};

// A thread that works on a queue until it is joined, which its destructor does. Where none can be had, the
// caller has the work to itself.
class SecondThread {
  public:
    SecondThread(Queue& queue, ParseRoom& room) : queue_(queue), room_(room) {
        pthread_attr_t attributes;
        if (pthread_attr_init(&attributes) != 0) return;
        running_ = pthread_attr_setstacksize(&attributes, kThreadStack) == 0 &&
                   pthread_create(&thread_, &attributes, &run, this) == 0;
        pthread_attr_destroy(&attributes);
    }
    SecondThread(const SecondThread&) = delete;
    SecondThread& operator=(const SecondThread&) = delete;
    ~SecondThread() {
        if (running_) pthread_join(thread_, nullptr);
    }

  private:
    static void* run(void* self) {
        auto& thread = *static_cast<SecondThread*>(self);
        thread.queue_.work(thread.room_);
        return nullptr;
    }

    Queue& queue_;
    ParseRoom& room_;
    pthread_t thread_{};
    bool running_ = false;
};

// Asking the standard library reads a file of the system's.
bool has_two_cores() {
    cpu_set_t cores;
    return sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) > 1;
}

bool worth_a_thread(std::span<const TextToParse> texts) {
    std::size_t bytes = 0;
    for (const TextToParse& text : texts) bytes += text.source->text.size();
    return bytes >= kWorthAThread && texts.size() > 1 && has_two_cores();
}

}  // namespace

void parse_texts(std::span<TextToParse> texts, ParseRoom& here, ParseRoom& there) {
    Queue queue(texts);
    if (!worth_a_thread(texts)) return queue.work(here);
    const SecondThread second(queue, there);
    queue.work(here);
}

}  // namespace yare::templates
