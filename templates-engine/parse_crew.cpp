#include "parse_crew.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>

#include "yare/base/processors.h"

namespace yare::templates {

namespace {

// Bytes of text that take longer to parse than a thread takes to begin and end.
constexpr std::size_t kWorthAThread = std::size_t{96} << 10;
// More than the parser allows itself, whatever the system's default is. Only what is used takes memory.
constexpr std::size_t kThreadStack = std::size_t{16} << 20;

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

ParseAhead::Crew::Crew(std::span<const std::string_view> texts) {
    for (int i = 0; i < 2; ++i) rooms_.push_back(std::make_unique<ParseRoom>());
    texts_.reserve(texts.size());
    std::size_t bytes = 0;
    for (const std::string_view text : texts) {
        const std::size_t hash = sample(text);
        const auto [first, last] = by_sample_.equal_range(hash);
        const auto same = [&](const auto& known) { return texts_[known.second].source.text == text; };
        if (std::any_of(first, last, same)) continue;
        by_sample_.emplace(hash, texts_.size());
        texts_.push_back({{{}, text, {}, {}}, {}, false});
        bytes += text.size();
    }
    if (bytes >= kWorthAThread && texts_.size() > 1 && has_two_processors()) begin_thread();
}

// Where no thread can be had, this one has the work to itself.
void ParseAhead::Crew::begin_thread() {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return;
    running_ = pthread_attr_setstacksize(&attributes, kThreadStack) == 0 &&
               pthread_create(&thread_, &attributes, &run, this) == 0;
    pthread_attr_destroy(&attributes);
}

void* ParseAhead::Crew::run(void* self) {
    auto& crew = *static_cast<Crew*>(self);
    crew.work(*crew.rooms_.front());
    return nullptr;
}

void ParseAhead::Crew::work(ParseRoom& room) {
    for (std::size_t i = next_++; i < texts_.size(); i = next_++) {
        NamelessText& text = texts_[i];
        Failure failure;
        text.good =
            parse_template(text.source.text, text.source, room.arena, room.names, text.parsed, failure);
    }
}

void ParseAhead::Crew::finish() {
    if (!rooms_.empty()) work(*rooms_.back());
    join();
}

void ParseAhead::Crew::join() {
    next_ = texts_.size();
    if (std::exchange(running_, false)) pthread_join(thread_, nullptr);
}

NamelessText* ParseAhead::Crew::take(std::string_view text) {
    const auto [first, last] = by_sample_.equal_range(sample(text));
    for (auto at = first; at != last; ++at) {
        NamelessText& found = texts_[at->second];
        const bool same = found.source.text.data() == text.data() ? found.source.text.size() == text.size()
                                                                  : found.source.text == text;
        if (same) return std::exchange(found.good, false) ? &found : nullptr;
    }
    return nullptr;
}

ParseAhead::ParseAhead(std::span<const std::string_view> texts) : crew_(std::make_unique<Crew>(texts)) {}
ParseAhead::~ParseAhead() = default;

}  // namespace yare::templates
