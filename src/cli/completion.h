// The protocol between shells and "yare __complete WORDS...": one proposal a line, then ":" and a directive.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::cli {

struct Invocation;

// Bits of the line behind the proposals; the numbers are the completion scripts'.
enum class Directive : std::uint8_t { Default = 0, Error = 1, NoSpace = 2, NoFiles = 4 };

struct Completions {
    std::vector<std::string> proposals = {};  // "value" or "value\tdescription"
    Directive directive = Directive::NoFiles;
};

enum class Descriptions { Yes, No };

// Prints what may stand in place of the last of the invocation's words.
Result<void> print_proposals(Invocation& invocation, Descriptions descriptions);

// For commands whose arguments are all there already.
Completions complete_nothing(Invocation& invocation, std::string_view started);
// A chart: prefixes of URLs and paths.
Completions complete_any_chart(std::string_view started);
// The name of a release; several of them; a release and then a chart, or a revision.
Completions complete_release(Invocation& invocation, std::string_view started);
Completions complete_releases(Invocation& invocation, std::string_view started);
Completions complete_release_and_chart(Invocation& invocation, std::string_view started);
Completions complete_release_and_revision(Invocation& invocation, std::string_view started);
// "[NAME] CHART" of install and template.
Completions complete_chart(Invocation& invocation, std::string_view started);

}  // namespace yare::cli
