#include "yare/base/source_map.h"

#include <algorithm>
#include <limits>

namespace yare::inline base {

const Source& SourceMap::add(std::string name, std::string text, Pos origin) {
    texts_.push_back(std::move(text));
    return add_view(std::move(name), texts_.back(), origin);
}

const Source& SourceMap::add_view(std::string name, std::string_view text, Pos origin) {
    // One offset more than bytes, so that the end of a text is not the start of the next.
    const bool fits = text.size() < std::numeric_limits<std::uint32_t>::max() - next_ - 1;
    sources_.push_back({std::move(name), text, fits ? Pos{next_} : Pos{}, origin});
    if (fits) next_ += std::uint32_t(text.size()) + 1;
    return sources_.back();
}

const Source* SourceMap::find(Pos pos) const {
    if (!pos.valid()) return nullptr;
    if (below_ && pos.offset < below_->next_) return below_->find(pos);
    auto after =
        std::upper_bound(sources_.begin(), sources_.end(), pos.offset,
                         [](std::uint32_t offset, const Source& s) { return offset < s.begin.offset; });
    while (after != sources_.begin()) {
        const Source& source = *--after;
        if (source.begin.valid())
            return pos.offset - source.begin.offset <= source.text.size() ? &source : nullptr;
    }
    return nullptr;
}

Location SourceMap::locate(Pos pos) const {
    Location out;
    out.source = find(pos);
    if (!out.source) return out;
    const std::string_view text = out.source->text;
    const std::size_t byte = pos.offset - out.source->begin.offset;
    out.line = 1 + std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(byte), '\n'));
    const std::size_t feed = byte == 0 ? std::string_view::npos : text.rfind('\n', byte - 1);
    const std::size_t start = feed == std::string_view::npos ? 0 : feed + 1;
    out.column = byte - start;
    out.line_text = text.substr(start, std::min(text.find('\n', start), text.size()) - start);
    return out;
}

}  // namespace yare::inline base
