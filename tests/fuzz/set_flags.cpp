// Bytes as a --set text, in each of its kinds, over values that have something of every kind. It ends with
// values that can be written, within memory that the limits allow, and applying a text twice gives what
// applying it once gave.
#include "yare/charts/set_flags.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "yare/data/json.h"

using namespace yare;
using namespace yare::charts;

namespace {

std::string applied(SetKind kind, const std::string& text, int times, bool& failed) {
    ChartSet set;
    Document& document = set.new_document();
    const Result<Map*> values =
        read_json_map(R"({"a":{"b":1},"l":[1,{"x":[[2]]},null],"s":"t","n":null,"f":1.5})", document);
    const ReadText read = [](const std::string& name) -> Result<std::string> {
        if (name.size() > 20)
            return Error(ErrorCode::NotFound, "open " + name + ": no such file or directory");
        return "content of " + name;
    };
    const Source& source = set.sources().add("--set", text);
    failed = false;
    for (int time = 0; time < times && !failed; ++time) failed = !apply_set(kind, source, **values, read);
    const Result<std::string> json = write_json(*values);
    if (!json) std::abort();
    return *json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr SetKind kKinds[] = {SetKind::Typed, SetKind::String, SetKind::File, SetKind::Json,
                                  SetKind::Literal};
    const SetKind kind = kKinds[data[0] % 5];
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    bool failed = false;
    bool failed_again = false;
    const std::string once = applied(kind, text, 1, failed);
    if (failed || text.find('[') != std::string::npos) return 0;  // Helm: a[5].b= is lost the first time
    const std::string twice = applied(kind, text, 2, failed_again);
    if (failed_again) return 0;  // a=1,a.b=2 after itself is another matter: a was replaced
    if (once != twice) std::abort();
    return 0;
}
