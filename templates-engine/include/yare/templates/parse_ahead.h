// ParseAhead: templates parsed on a second thread while the first still works out their values.
//
//     ParseAhead ahead(texts);             // begins, where there is enough to do and a core to do it
//     ...                                  // values, schemas
//     YARE_TRY(set.add_all(named, &ahead));  // helps with what is left, and takes the trees
//
// Who owns what: the second thread writes into this object alone and reads nothing but the texts, which stay
// as they are and outlive it and the set. It is joined before the set takes anything, or by the destructor.
// What a text becomes does not depend on the thread that parsed it; errors are found by the set.
#pragma once

#include <memory>
#include <span>
#include <string_view>

namespace yare::templates {

class ParseAhead {
  public:
    explicit ParseAhead(std::span<const std::string_view> texts);
    ~ParseAhead();
    ParseAhead(const ParseAhead&) = delete;
    ParseAhead& operator=(const ParseAhead&) = delete;

    class Crew;
    Crew& crew() const { return *crew_; }

  private:
    std::unique_ptr<Crew> crew_;
};

}  // namespace yare::templates
