// ParseAhead: templates parsed on a second thread while the first still reads their chart and works out their
// values.
//
//     ParseAhead ahead(second_thread);
//     ahead.add(text);                       // of each template, as soon as it is there
//     ...                                    // values, schemas
//     YARE_TRY(set.add_all(named, &ahead));  // helps with what is left, and takes the trees
//
// Who owns what: the second thread writes into this object alone and reads nothing but the texts, which stay
// as they are and outlive it and the set. It is done with them before the set takes anything, and before the
// destructor ends. What a text becomes does not depend on the thread that parsed it; errors are found by the
// set. Texts that no set takes do no harm.
#pragma once

#include <memory>
#include <string_view>

#include "yare/base/second_thread.h"

namespace yare::templates {

class ParseAhead {
  public:
    // Without a second thread, nothing is ahead: the set parses.
    explicit ParseAhead(SecondThread* second);
    ~ParseAhead();
    ParseAhead(const ParseAhead&) = delete;
    ParseAhead& operator=(const ParseAhead&) = delete;

    // The same text may come again. Once a set took what was parsed, nothing is ahead any more,
    void add(std::string_view text);
    // until it begins again, for another set.
    void begin_again();

    SecondThread* second_thread() const { return second_; }

    class Crew;
    // For the first set, which has the trees from then on. Null after that, and without a second thread.
    std::unique_ptr<Crew> take_crew();

  private:
    SecondThread* second_;
    std::unique_ptr<Crew> crew_;
};

}  // namespace yare::templates
