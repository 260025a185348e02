#include "parse_crew.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>

namespace yare::templates {

namespace {

// Bytes of text that take longer to parse than a thread takes to wake.
constexpr std::size_t kWorthWaking = std::size_t{16} << 10;

}  // namespace

// Places all over the text: files of a chart's copies differ by nothing but its name, wherever that stands.
// With fewer of them each text is compared with those of all other copies.
std::size_t sample(std::string_view text) {
    constexpr std::size_t kPlaces = 8;
    constexpr std::size_t kWords = 8;
    constexpr std::size_t kSample = kWords * sizeof(std::uint64_t);
    if (text.size() < kSample) return std::hash<std::string_view>()(text);
    const std::size_t last = text.size() - kSample;
    std::uint64_t out = text.size();
    for (std::size_t place = 0; place < kPlaces; ++place) {
        std::array<std::uint64_t, kWords> words{};
        std::memcpy(words.data(), text.data() + last * place / (kPlaces - 1), kSample);
        for (const std::uint64_t word : words) out = (out ^ word) * 0x9E3779B97F4A7C15;
        out ^= out >> 32;
    }
    return out;
}

ParseAhead::Crew::Crew(SecondThread* second)
    : parsing_(second, kWorthWaking, [this](NamelessText& text, std::size_t worker) {
          ParseRoom& room = *rooms_[worker];
          Failure failure;
          text.good =
              parse_template(text.source.text, text.source, room.arena, room.names, text.parsed, failure);
      }) {
    while (rooms_.size() < SideWork<NamelessText>::kWorkers) rooms_.push_back(std::make_unique<ParseRoom>());
}

std::optional<std::size_t> ParseAhead::Crew::find(std::size_t hash, std::string_view text) const {
    const auto [first, last] = by_sample_.equal_range(hash);
    const auto same = [&](const auto& known) {
        const std::string_view one = known_[known.second];
        return one.size() == text.size() && (one.data() == text.data() || one == text);
    };
    const auto found = std::find_if(first, last, same);
    return found == last ? std::nullopt : std::optional(found->second);
}

void ParseAhead::Crew::add(std::string_view text) {
    const std::size_t hash = sample(text);
    if (find(hash, text)) return;
    by_sample_.emplace(hash, known_.size());
    known_.push_back(text);
    parsing_.add({{{}, text, {}, {}}, {}, false}, text.size());
}

void ParseAhead::Crew::finish() { parsed_ = std::move(parsing_).finish(); }

NamelessText* ParseAhead::Crew::take(std::string_view text) {
    const std::optional<std::size_t> at = find(sample(text), text);
    if (!at) return nullptr;
    NamelessText& found = parsed_[*at];
    return std::exchange(found.good, false) ? &found : nullptr;
}

ParseAhead::ParseAhead(SecondThread* second) : second_(second) { begin_again(); }

void ParseAhead::begin_again() {
    if (second_) crew_ = std::make_unique<Crew>(second_);
}
ParseAhead::~ParseAhead() = default;

std::unique_ptr<ParseAhead::Crew> ParseAhead::take_crew() { return std::move(crew_); }

void ParseAhead::add(std::string_view text) {
    if (crew_) crew_->add(text);
}

}  // namespace yare::templates
