#include "yare/render/printed.h"

#include <algorithm>
#include <functional>

#include "yare/base/assert.h"

namespace yare::render {

namespace {

bool lies_in(std::string_view piece, std::string_view whole) {
    const std::less_equal<const char*> before;
    return !piece.empty() && before(whole.data(), piece.data()) &&
           before(piece.data() + piece.size(), whole.data() + whole.size());
}

}  // namespace

void PrintedText::append(PrintedPart part, std::string_view piece) {
    if (piece.empty()) return;
    part.begin = text_.size();
    text_ += piece;
    part.end = text_.size();
    parts_.push_back(part);
}

void PrintedText::add(std::string_view piece) {
    PrintedPart part;
    for (const RenderedFile& file : rendered_.files) {
        if (!lies_in(piece, file.text)) continue;
        part = {0, 0, PartKind::Rendered, file.path, file.text, std::size_t(piece.data() - file.text.data())};
        return append(part, piece);
    }
    // Hooks own their texts.
    for (const Hook& hook : rendered_.hooks) {
        if (!lies_in(piece, hook.manifest)) continue;
        const std::size_t inside = std::size_t(piece.data() - hook.manifest.data());
        part = {0, 0, PartKind::Rendered, hook.path, {}, hook.begin + inside};
        return append(part, piece);
    }
    for (const charts::Crd& crd : crds_) {
        if (!lies_in(piece, crd.file->data)) continue;
        part = {
            0, 0, PartKind::Crd, crd.path, crd.file->data, std::size_t(piece.data() - crd.file->data.data())};
        return append(part, piece);
    }
    append(part, piece);
}

void PrintedText::add_part(const PrintedText& other, std::size_t begin, std::size_t end) {
    const std::string_view text = other.text_;
    for (const PrintedPart& part : other.parts_) {
        const std::size_t from = std::max(begin, part.begin);
        const std::size_t to = std::min(end, part.end);
        if (from >= to) continue;
        PrintedPart cut = part;
        cut.offset += from - part.begin;
        append(cut, text.substr(from, to - from));
    }
}

const PrintedPart& PrintedText::part_at(std::size_t byte) const {
    const auto found = std::partition_point(parts_.begin(), parts_.end(),
                                            [&](const PrintedPart& part) { return part.end <= byte; });
    YARE_ASSERT(found != parts_.end(), "only printed bytes are asked for");
    return *found;
}

}  // namespace yare::render
