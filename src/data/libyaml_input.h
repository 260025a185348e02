// A text in the pieces that libyaml is given it in. Libyaml reads ahead through any number of brackets, and
// looks at each that is open with each token: what is nested too deeply ends here.
#pragma once

#include <yaml.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "yare/data/limits.h"

namespace yare::inline data::yaml {

class LibyamlInput {
  public:
    // Both outlive this.
    LibyamlInput(std::string_view text, const yaml_parser_t& parser) : text_(text), parser_(parser) {}

    // For yaml_parser_set_input, with the object as its data.
    static int read(void* data, unsigned char* buffer, std::size_t size, std::size_t* size_read) {
        return static_cast<LibyamlInput*>(data)->next(buffer, size, *size_read) ? 1 : 0;
    }

    // Libyaml compares each directive with all before it.
    static bool has_many_directives(std::string_view text) {
        std::size_t count = 0;
        for (std::size_t at = text.find("%TAG"); at != std::string_view::npos;
             at = text.find("%TAG", at + 4)) {
            if ((at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r') && ++count > kDirectives)
                return true;
        }
        return false;
    }

    bool too_deep() const { return too_deep_; }
    bool too_dear() const { return too_dear_; }

  private:
    static constexpr std::size_t kDirectives = 1000;
    // Go reads its input in pieces of this size, which decides whether a bad byte or a bad token is met
    // first.
    static constexpr std::size_t kGoChunk = 512;
    static constexpr std::size_t kLibyamlChunk = 16384;
    // Open brackets, for each byte of the text: so many on the whole, and as many more as honest texts have.
    static constexpr std::uint64_t kWork = 250'000'000;
    static constexpr std::uint64_t kUsualDepth = 50;

    bool next(unsigned char* buffer, std::size_t size, std::size_t& size_read) {
        const auto level = std::size_t(parser_.flow_level);
        too_deep_ = level > limits::kNestingDepth;
        work_ += last_ * level;
        too_dear_ = work_ > kWork + kUsualDepth * at_;
        if (too_deep_ || too_dear_) return false;
        const std::size_t left_over = kLibyamlChunk - std::min(size, kLibyamlChunk);
        const std::size_t wanted = left_over < kGoChunk ? kGoChunk - left_over : size;
        last_ = std::min({wanted, size, text_.size() - at_});
        std::memcpy(buffer, text_.data() + at_, last_);
        at_ += last_;
        size_read = last_;
        return true;
    }

    std::string_view text_;
    const yaml_parser_t& parser_;
    std::size_t at_ = 0;
    std::size_t last_ = 0;
    std::uint64_t work_ = 0;
    bool too_deep_ = false;
    bool too_dear_ = false;
};

}  // namespace yare::inline data::yaml
