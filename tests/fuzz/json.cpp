// What is JSON is written as JSON that means the same, and a list or map of it can be had as such.
#include "yare/data/json.h"

#include <cstdint>
#include <string_view>

#include "yare/base/assert.h"

using namespace yare;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Document document;
    const Result<Value> read = read_json(text, document);
    std::size_t used = 0;
    Document streamed_document;
    const Result<Value> streamed = read_json_value(text, streamed_document, used);
    if (!read) return 0;
    YARE_ASSERT(streamed.ok() && used <= size, "a whole text is also the first value of a stream");
    YARE_ASSERT(deep_equal(*read, *streamed), "both readers make the same of a text");
    for (const JsonFormat& format : {JsonFormat{}, JsonFormat{false, "  ", ""}}) {
        const Result<std::string> written = write_json(*read, format);
        YARE_ASSERT(written.ok(), "what was read can be written");
        Document again;
        const Result<Value> reread = read_json(*written, again, {.text_outlives = true});
        YARE_ASSERT(reread.ok() && deep_equal(*read, *reread), "what is written means what was read");
    }
    return 0;
}
