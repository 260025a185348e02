// What is written reads back as a value that is written the same way. The bytes of the fuzzer spell a value:
// a byte says which kind comes, then its size, then its content.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "yare/base/assert.h"
#include "yare/data/yaml.h"

namespace {

using namespace yare;

class Spelled {
  public:
    Spelled(std::string_view bytes, Document& document) : bytes_(bytes), document_(document) {}

    Value value(int depth = 0) {
        switch (take() % (depth > 20 ? 6 : 8)) {
            case 0:
                return {};
            case 1:
                return Value::of_bool(take() % 2 == 0);
            case 2:
                // What a float64 can hold: it comes back as one.
                return Value::of_int64(number<std::int32_t>());
            case 3:
                return finite(number<double>());
            case 4:
            case 5:
                return document_.string(text());
            case 6:
                return list(depth);
            default:
                return map(depth);
        }
    }

  private:
    std::uint8_t take() {
        if (bytes_.empty()) return 0;
        const auto byte = std::uint8_t(bytes_[0]);
        bytes_.remove_prefix(1);
        return byte;
    }
    template <typename T>
    T number() {
        T number{};
        const std::size_t size = std::min(sizeof number, bytes_.size());
        std::memcpy(&number, bytes_.data(), size);
        bytes_.remove_prefix(size);
        return number;
    }
    static Value finite(double number) {
        const bool is_finite = number - number == 0;
        return is_finite ? Value::of_float(number) : Value::of_float(0.5);
    }
    std::string_view text() {
        const std::size_t wanted = take();
        const std::size_t size = std::min(wanted, bytes_.size());
        const std::string_view text = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return text;
    }
    Value list(int depth) {
        std::vector<Value> items;
        for (int count = take() % 8; count > 0; --count) items.push_back(value(depth + 1));
        return document_.make_list(items);
    }
    Value map(int depth) {
        Map* map = document_.make_map();
        for (int count = take() % 8; count > 0; --count) {
            // In ASCII: keys of other bytes may become the same key when they are written.
            std::string key(text());
            for (char& c : key) c = char(c & 0x7F);
            if (key == "<<") key = "<";  // read as a merge, which wants a table
            map->set(key, value(depth + 1));
        }
        return map;
    }

    std::string_view bytes_;
    Document& document_;
};

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Document document;
    const Value value = Spelled({reinterpret_cast<const char*>(data), size}, document).value();
    const Result<std::string> written = write_yaml(value);
    if (!written) return 0;
    Document again;
    const Result<Value> read = read_yaml(*written, again);
    YARE_ASSERT(read.ok(), "what is written can be read");
    const Result<std::string> rewritten = write_yaml(*read);
    YARE_ASSERT(rewritten.ok() && *rewritten == *written, "what is read is written as before");
    const Result<std::string> pretty = write_yaml_pretty(value);
    YARE_ASSERT(pretty.ok(), "what toYaml can write, toYamlPretty can");
    return 0;
}
