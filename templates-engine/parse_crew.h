// The two threads of a ParseAhead, and what they make.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "field_names.h"
#include "parser.h"
#include "yare/base/arena.h"
#include "yare/base/side_work.h"
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

// A hash of the size and some places of a text: enough to tell files apart, and it does not read them whole.
std::size_t sample(std::string_view text);

class ParseAhead::Crew {
  public:
    explicit Crew(SecondThread* second);

    void add(std::string_view text);
    // Parses what is left, and waits for the other thread. Once.
    void finish();
    // What a text became, if it was among them and parsed well; each only once. After finish().
    NamelessText* take(std::string_view text);
    // Where the trees are.
    std::vector<std::unique_ptr<ParseRoom>> take_rooms() { return std::move(rooms_); }

  private:
    // The place in known_ of a text that came before.
    std::optional<std::size_t> find(std::size_t hash, std::string_view text) const;

    std::vector<std::string_view> known_;                          // no two alike
    std::unordered_multimap<std::size_t, std::size_t> by_sample_;  // in known_
    std::vector<std::unique_ptr<ParseRoom>> rooms_;                // one for each thread
    std::vector<NamelessText> parsed_;                             // after finish(), as known_
    SideWork<NamelessText> parsing_;                               // the last: its thread uses the others
};

}  // namespace yare::templates
