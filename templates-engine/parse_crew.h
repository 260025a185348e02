// The two threads of a ParseAhead, and what they make.
#pragma once

#include <pthread.h>

#include <atomic>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "field_names.h"
#include "parser.h"
#include "yare/base/arena.h"
#include "yare/base/source_map.h"
#include "yare/data/limits.h"
#include "yare/templates/parse_ahead.h"

namespace yare::templates {

// What parsing allocates: one thread's at a time.
struct ParseRoom {
    Arena arena{limits::kTemplateMemory};
    FieldNames names;
};

// A text that has no name and no place yet. Its template is called like the whole text, as nothing that the
// text defines can be.
struct NamelessText {
    Source source;
    ParsedText parsed;
    bool good = false;
};

// Of the size and three places of a text: enough to tell files apart, and it does not read them whole.
std::size_t sample(std::string_view text);

class ParseAhead::Crew {
  public:
    explicit Crew(std::span<const std::string_view> texts);
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    ~Crew() { join(); }

    // Parses what is left, and waits for the other thread.
    void finish();
    // What a text became, if it was among them and parsed well; each only once. After finish().
    NamelessText* take(std::string_view text);
    // Where the trees are; empty when they were taken before.
    std::vector<std::unique_ptr<ParseRoom>> take_rooms() { return std::exchange(rooms_, {}); }

  private:
    void begin_thread();
    static void* run(void* self);
    void work(ParseRoom& room);
    void join();

    std::vector<NamelessText> texts_;                              // no two alike
    std::unordered_multimap<std::size_t, std::size_t> by_sample_;  // in texts_
    std::atomic<std::size_t> next_ = 0;              // in texts_: each thread takes the next one
    std::vector<std::unique_ptr<ParseRoom>> rooms_;  // one for each thread, the second thread's first
    pthread_t thread_{};
    bool running_ = false;
};

}  // namespace yare::templates
