// Places inside the objects of a manifest: "spec.template.spec.containers[0].image" to the bytes it stands
// for.
//
// A path is written as Kubernetes writes it: keys behind dots, items of a list by their number or by fields
// of theirs ([name=web], [port=80,protocol="TCP"]), and keys that hold a dot in brackets, with quotes or
// without (annotations["helm.sh/hook"], annotations[helm.sh/hook]).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::render {

struct PathStep {
    std::string text;                                           // of a key, or of an index, as written
    std::optional<std::size_t> index;                           // [0]; of a map it may be a key all the same
    std::vector<std::pair<std::string, std::string>> selector;  // [name=web]
};

// A leading dot is allowed; an empty path is the whole object.
Result<std::vector<PathStep>> parse_object_path(std::string_view path);
std::string path_text(const std::vector<PathStep>& path, std::size_t steps);

struct ObjectPlace {
    std::size_t begin = 0;    // of the key, or of the item; in the document's text
    std::size_t end = 0;      // behind the value
    bool structured = false;  // a map or a list
    std::size_t found = 0;    // how many steps of the path are there; the place is that of the last one
    std::vector<std::string> there;  // when steps are missing: the keys or items at that level
};

// Where a path leads in a document of YAML that reads well. Where the object ends on the way, the last place
// that is there.
ObjectPlace find_object_path(std::string_view document, const std::vector<PathStep>& path);

// An object of a text of documents.
struct PrintedObject {
    std::string api_version;
    std::string kind;
    std::string name;
    std::string namespace_name;
    std::size_t begin = 0;  // in the text
    std::size_t end = 0;

    // "Deployment/web", with the namespace behind it where it has one: "Deployment/web/shop".
    std::string selector() const;
    // Whether one of its selectors is `selector`: KIND/NAME or KIND/NAME/NAMESPACE, where KIND may have the
    // group behind it as in `deployment.apps`. Case counts in names only.
    bool matches(std::string_view selector) const;
};

// The head of one document; nothing when it is no object.
std::optional<PrintedObject> read_printed_object(std::string_view document);

}  // namespace yare::render
