// Whatever the fast reader takes, libyaml's tier must take too, and make the same of it.
#include <cstdint>
#include <string_view>

#include "yaml_tiers.h"
#include "yare/base/assert.h"

namespace {

using namespace yare;

void compare(std::string_view text, const YamlOptions& options) {
    Document fast_document;
    const std::optional<Value> fast = yaml::read_tier1(text, fast_document, options);
    Document full_document;
    const Result<Value> full = yaml::read_tier2(text, full_document, options);
    if (fast) {
        YARE_ASSERT(full.ok(), "what the first tier takes, the second takes");
        YARE_ASSERT(deep_equal(*fast, *full), "both tiers make the same of a text");
    }
    if (!full) YARE_ASSERT(!full.error().text().empty(), "an error says something");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    compare(text, {.text_outlives = true});
    compare(text, {.numbers = Numbers::AsWritten});
    compare(text, {.numbers = Numbers::KeepIntegers, .unique_keys = true});
    return 0;
}
