// A schema and values, cut at the first NUL. Whatever both hold, the check ends; whether it says yes does not
// depend on how much it is to say; and a schema that needs no metaschema to be trusted is one that its
// metaschema takes.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "checker.h"
#include "compiler.h"
#include "yare/base/assert.h"
#include "yare/data/json.h"

using namespace yare;

namespace {

constexpr std::uint64_t kSteps = 200'000;

struct Compiled {
    explicit Compiled(std::string_view text, bool thorough)
        : compiler({.source = nullptr,
                    .diagnostics = nullptr,
                    .debug = false,
                    .formats = false,
                    .thorough = thorough}),
          top(compiler.compile("file:///values.schema.json", text)) {}
    schema::Compiler compiler;
    Result<const schema::Subschema*> top;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(input.find('\0'), input.size());
    const Compiled quick(input.substr(0, cut), false);
    const Compiled thorough(input.substr(0, cut), true);
    YARE_ASSERT(quick.top.ok() == thorough.top.ok(), "what is taken without asking is well formed");
    if (!quick.top) {
        YARE_ASSERT(quick.top.error().text() == thorough.top.error().text(), "both say the same");
        return 0;
    }
    Document document;
    const Result<Value> value = read_json(input.substr(std::min(cut + 1, size)), document);
    if (!value) return 0;
    const auto found = schema::Checker(kSteps).check(**quick.top, *value);
    const auto in_full = schema::Checker(kSteps).check_in_full(**thorough.top, *value);
    if (!found || !in_full) return 0;
    YARE_ASSERT(found->empty() == in_full->empty(), "a yes or no is that of the whole story");
    return 0;
}
