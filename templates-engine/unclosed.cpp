#include "unclosed.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/ascii.h"

namespace yare::templates {

namespace {

constexpr std::size_t kMostNamed = 4;

struct Block {
    std::string_view word;
    std::size_t line = 0;
    std::size_t column = 0;
    bool first = false;  // nothing stands before it in its line, so that its column means something
};

// Reads the block words of a text, one after the other, and keeps the books.
class Books {
  public:
    explicit Books(std::string_view text) : text_(text) {}

    // The blocks that may lack their end, the likeliest first.
    std::vector<Block> unclosed() {
        for (std::size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at)) {
            count_lines(at);
            const std::size_t open = at;
            at += 2;
            if (text_.substr(at).starts_with("- ") || text_.substr(at).starts_with("-\n")) ++at;
            at = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
            if (text_.substr(at).starts_with("/*")) {
                at = std::min(text_.find("*/", at), text_.size());
                continue;
            }
            std::size_t end = at;
            while (end < text_.size() && ascii::is_lower(text_[end])) ++end;
            if (!take(Block{text_.substr(at, end - at), line_, open - line_begin_, is_first(open)})) break;
            at = end;
        }
        std::vector<Block> out = std::move(suspects_);
        if (out.empty() && !open_.empty()) out.push_back(open_.back());
        if (out.empty()) return out;
        // Equally indented blocks inside it: their ends cannot be told apart.
        const Block likeliest = out.front();
        for (const Block& block : closed_inside_) {
            if (block.column == likeliest.column && block.line > likeliest.line) out.push_back(block);
        }
        if (out.size() > kMostNamed) out.resize(kMostNamed);
        return out;
    }

  private:
    void count_lines(std::size_t at) {
        for (; counted_ < at; ++counted_) {
            if (text_[counted_] != '\n') continue;
            ++line_;
            line_begin_ = counted_ + 1;
        }
    }
    bool is_first(std::size_t at) const {
        const std::string_view before = text_.substr(line_begin_, at - line_begin_);
        return before.find_first_not_of(" \t") == std::string_view::npos;
    }

    // False once a define shows that something before it is still open.
    bool take(const Block& block) {
        const std::string_view word = block.word;
        if (word == "end") {
            close(block);
        } else if (word == "define" && !open_.empty()) {
            return false;
        } else if (word == "if" || word == "with" || word == "range" || word == "block" || word == "define") {
            if (open_.empty()) closed_inside_.clear();
            open_.push_back(block);
        }
        return true;
    }

    void close(const Block& end) {
        if (open_.empty()) return;
        if (end.first && open_.back().first && end.column != open_.back().column) {
            // The end of a block further out comes too early: what is inside has none.
            const auto own = std::find_if(open_.rbegin(), open_.rend(), [&](const Block& block) {
                return block.first && block.column == end.column;
            });
            if (own != open_.rend()) {
                suspects_.insert(suspects_.end(), open_.rbegin(), own);
                open_.erase(own.base() - 1, open_.end());
                return;
            }
        }
        closed_inside_.push_back(open_.back());
        open_.pop_back();
    }

    std::string_view text_;
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
    std::size_t line_begin_ = 0;
    std::vector<Block> open_;
    std::vector<Block> suspects_;
    std::vector<Block> closed_inside_;
};

}  // namespace

void note_unclosed(const Source& source, Failure& failure) {
    std::string names;
    const std::vector<Block> blocks = Books(source.text).unclosed();
    for (const Block& block : blocks) {
        names += (names.empty() ? "" : ", ") + ("`" + std::string(block.word) + "` at ") + source.name + ":" +
                 std::to_string(block.line);
    }
    if (names.empty()) return;
    failure.notes.push_back(
        (blocks.size() == 1 ? "no {{ end }} closes the " : "an {{ end }} is missing for one of: ") + names);
}

}  // namespace yare::templates
