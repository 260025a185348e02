#include "tar_writer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "yare/base/paths.h"

namespace yare::charts {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameSize = 100;
constexpr std::size_t kPrefixSize = 155;
constexpr std::int64_t kMostSeconds = 077777777777;

struct Field {
    std::size_t at;
    std::size_t size;
};
constexpr Field kName{0, kNameSize}, kMode{100, 8}, kUser{108, 8}, kGroup{116, 8}, kSize{124, 12},
    kTime{136, 12}, kChecksum{148, 8}, kType{156, 1}, kMagic{257, 8}, kDeviceMajor{329, 8},
    kDeviceMinor{337, 8}, kPrefix{345, kPrefixSize};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > '\0'; });
}

std::string ascii_only(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out),
                         [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\0'; });
    return out;
}

class Header {
  public:
    void text(Field field, std::string_view value) {
        std::memcpy(bytes_.data() + field.at, value.data(), std::min(value.size(), field.size));
        // A name that was cut off behind a slash would look like a folder's.
        if (value.size() > field.size && bytes_[field.at + field.size - 1] == '/') {
            std::size_t end = field.size - 1;
            while (end > 0 && value[end - 1] == '/') --end;
            bytes_[field.at + end] = '\0';
        }
    }
    // Octal digits, filled up with zeros, and a NUL behind them.
    void number(Field field, std::int64_t value) {
        for (std::size_t index = field.size - 1; index-- > 0; value /= 8) {
            bytes_[field.at + index] = char('0' + value % 8);
        }
    }
    std::string_view finish(char type) {
        bytes_[kType.at] = type;
        std::memcpy(bytes_.data() + kMagic.at,
                    "ustar\0"
                    "00",
                    8);
        std::memset(bytes_.data() + kChecksum.at, ' ', kChecksum.size);
        std::int64_t sum = 0;
        for (const char byte : bytes_) sum += static_cast<unsigned char>(byte);
        number({kChecksum.at, 7}, sum);
        bytes_[kChecksum.at + 6] = '\0';
        return {bytes_.data(), bytes_.size()};
    }

  private:
    std::array<char, kBlock> bytes_{};
};

// The place of the slash that parts prefix and name, or npos when the name does not fit that way.
std::size_t find_split(std::string_view name) {
    if (name.size() <= kNameSize || !is_ascii(name)) return std::string_view::npos;
    std::size_t length = name.size();
    if (length > kPrefixSize + 1) {
        length = kPrefixSize + 1;
    } else if (name.back() == '/') {
        --length;
    }
    const std::size_t slash = name.substr(0, length).rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::string_view::npos;
    const std::size_t rest = name.size() - slash - 1;
    return rest == 0 || rest > kNameSize || slash > kPrefixSize ? std::string_view::npos : slash;
}

// "18 path=some/name\n": the number counts the whole record, itself included.
std::string pax_record(std::string_view key, std::string_view value) {
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t size = rest + std::to_string(rest).size();
    size = rest + std::to_string(size).size();
    return std::to_string(size) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

}  // namespace

void TarWriter::add_padded(std::string_view data) {
    out_ += data;
    out_.append((kBlock - data.size() % kBlock) % kBlock, '\0');
}

void TarWriter::add(std::string_view name, std::string_view data, const Timestamp& modified) {
    // Go rounds to whole seconds.
    std::int64_t time = modified.seconds + (modified.nanoseconds >= 500000000);
    const std::size_t split = find_split(name);
    const bool plain_name = is_ascii(name) && (name.size() <= kNameSize || split != std::string_view::npos);
    const bool plain_time = time >= 0 && time <= kMostSeconds;
    const bool pax = !plain_name || !plain_time;
    if (pax) {
        std::map<std::string, std::string> records;
        if (!is_ascii(name) || name.size() > kNameSize) records["path"] = name;
        if (!plain_time) records["mtime"] = std::to_string(time);
        std::string body;
        for (const auto& [key, value] : records) body += pax_record(key, value);
        const std::size_t slash = name.rfind('/');
        const std::string_view folder =
            slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
        const std::string_view file = slash == std::string_view::npos ? name : name.substr(slash + 1);
        std::string pax_name = ascii_only(join_path(join_path(folder, "PaxHeaders.0"), file));
        pax_name.resize(std::min(pax_name.size(), kNameSize));
        while (pax_name.ends_with('/')) pax_name.pop_back();
        Header header;
        header.text(kName, pax_name);
        for (const Field field : {kMode, kUser, kGroup, kTime}) header.number(field, 0);
        header.number(kSize, std::int64_t(body.size()));
        add_padded(header.finish('x'));
        add_padded(body);
    }
    Header header;
    if (!pax && split != std::string_view::npos) {
        header.text(kPrefix, name.substr(0, split));
        header.text(kName, name.substr(split + 1));
    } else {
        header.text(kName, pax ? ascii_only(name) : std::string(name));
    }
    header.number(kMode, 0644);
    for (const Field field : {kUser, kGroup, kDeviceMajor, kDeviceMinor}) header.number(field, 0);
    header.number(kSize, std::int64_t(data.size()));
    header.number(kTime, plain_time ? time : 0);
    add_padded(header.finish('0'));
    add_padded(data);
}

std::string TarWriter::finish() && {
    out_.append(2 * kBlock, '\0');
    return std::move(out_);
}

}  // namespace yare::charts
