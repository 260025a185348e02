// The documents of a rendered template or a CRD file, and the few fields that the rules look at.
//
// Helm reads them as Kubernetes' tools do: a text that begins with "{" is a row of JSON values until one of
// them does not read; everything else is YAML, cut at its separators.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "findings.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::lint {

struct ObjectHead {
    std::string api_version;
    std::string kind;
    std::string name;
};

class Documents {
  public:
    // The text outlives this.
    explicit Documents(std::string_view text);

    // The next document; false: there is none. `head` is nothing for a document of nothing.
    Result<bool> next(std::optional<ObjectHead>& head);

  private:
    Result<bool> next_json(std::optional<ObjectHead>& head);
    Result<bool> next_yaml(std::optional<ObjectHead>& head);

    std::string_view text_;
    std::size_t at_ = 0;
    bool json_ = false;
    int count_ = 0;
};

// Hands the objects of a file to `look`, documents of nothing left out. False when a document does not read,
// which is noted: Helm then looks at no further file either.
template <typename Look>
bool each_object(const std::string& place, std::string_view text, Findings& findings, const Look& look) {
    Documents documents(text);
    for (;;) {
        std::optional<ObjectHead> head;
        const Result<bool> more = documents.next(head);
        if (!more) {
            findings.note(Level::Error, place, "unable to parse YAML: " + more.error().text());
            return false;
        }
        if (!*more) return true;
        if (head) look(*head);
    }
}

// Whether an item of a List (the text's first document) has the annotation; an error where the text is no
// such list.
Result<bool> list_items_annotated(std::string_view text, std::string_view annotation);

}  // namespace yare::lint
