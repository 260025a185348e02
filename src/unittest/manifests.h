// Rendered files as documents.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

// Under this key stands the text of what is no YAML: notes, and why a template failed.
inline constexpr std::string_view kRaw = "raw";

struct Manifest {
    Value value;  // a map
    // The same as it is found by paths: written and read again, in which whole floating-point numbers become
    // integers.
    Value searched;
};

using Manifests = std::vector<Manifest>;
using ManifestsByTemplate = std::map<std::string, Manifests, std::less<>>;

// The parts of a text between lines of dashes.
std::vector<std::string_view> split_documents(std::string_view text);

// The documents of a rendered file that are not empty; each must be a map.
Result<Manifests> read_manifests(std::string_view text, Document& document);
// A text as one document.
Manifest raw_manifest(std::string_view text, Document& document);

}  // namespace yare::unittest
