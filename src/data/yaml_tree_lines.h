// Lines of YAML as go.yaml.in/yaml/v3 lays them out: the column, how far in a line begins, and where a blank
// is due before the next word.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace yare::inline data {

// What stands around an indicator.
struct Spacing {
    bool blank_before = false;
    bool is_blank = false;         // as good as a blank for what follows
    bool leaves_line_new = false;  // a block may still begin on this line
};
inline constexpr Spacing kTight{};
inline constexpr Spacing kApart{.blank_before = true};
inline constexpr Spacing kOpening{.blank_before = true, .is_blank = true};
inline constexpr Spacing kLeading{.blank_before = true, .leaves_line_new = true};

class TreeLines {
  public:
    std::string take() { return std::move(out_); }

    void line_break();
    void put(std::string_view text);
    // A character, or a line break, of a text; moves behind it.
    void put_next(std::string_view text, std::size_t& at);
    // Goes to where the next line begins, which may be here.
    void start_line();
    void indicator(std::string_view text, Spacing spacing);
    void comment(std::string_view text);

    // The next word needs a blank, and no block begins on this line.
    void word_ends() { blank_ = line_is_new_ = false; }
    void needs_blank() { blank_ = false; }
    void needs_no_blank() { blank_ = true; }
    void uses_line() { line_is_new_ = false; }
    // An empty line is due before the next that begins as far in as this one.
    void foot_ends() { foot_indent_ = indent_ > 0 ? indent_ : 0; }
    void foot_ends_at(int indent) { foot_indent_ = indent; }

    bool at_line_start() const { return column_ == 0; }
    bool blank() const { return blank_; }
    bool line_is_new() const { return line_is_new_; }

    static constexpr int kNoFoot = -1;

    struct Step {
        bool flow = false;
        bool item = false;     // of a block sequence: behind the "- "
        bool compact = false;  // a sequence in the column of its key
    };
    // What a node holds is written further in, for as long as this lives.
    class Deeper {
      public:
        Deeper(TreeLines& lines, Step step);
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { lines_.indent_ = before_; }

      private:
        TreeLines& lines_;
        int before_;
    };

  private:
    std::string out_;
    int column_ = 0;
    int indent_ = -1;
    int foot_indent_ = kNoFoot;
    bool blank_ = true;        // what was written last is a blank, or as good as one
    bool line_is_new_ = true;  // it holds nothing but indentation and the signs of blocks
};

}  // namespace yare::inline data
