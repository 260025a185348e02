// The characters of a TOML text, and its quoted texts: what the reader and the writer share, and the places
// and words of the reader's errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yare::templates {

// A text in double quotes; a key, quoted where it has to be.
void append_toml_quoted(std::string& out, std::string_view text);
void append_toml_key(std::string& out, std::string_view key);

// What a key may be made of without quotes.
bool is_toml_bare(std::uint32_t rune);
std::string toml_rune_text(std::uint32_t rune);

// Walks through a text. The first error stays; behind it, all is the end of the text.
class TomlScanner {
  public:
    static constexpr std::uint32_t kEnd = 0;  // no text holds this character

    explicit TomlScanner(std::string_view text) : text_(text) {}

    std::uint32_t next();
    std::uint32_t peek();
    // Takes the next character if it is this one.
    bool accept(std::uint32_t wanted);
    // One character back; the last one was one byte wide, or the end.
    void back();
    void skip_blanks();
    // Up to the end of the line.
    void skip_comment();

    std::size_t position() const { return at_; }
    void go_to(std::size_t position) { at_ = position; }  // within the line
    std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

    // What stands behind the opening quote or quotes, through the closing ones; false when it fails.
    bool read_string(std::string& out);
    bool read_raw_string(std::string& out);
    bool read_long_string(std::string& out);
    bool read_long_raw_string(std::string& out);

    // All give false. At the end of a text that ends a line the error is in that line.
    bool fail(std::string message);
    bool fail_line_before(std::string message) { return fail_at(line_ - 1, std::move(message)); }
    bool fail_at(int line, std::string message);
    bool failed() const { return !error_.empty(); }
    const std::string& error() const { return error_; }
    int error_line() const { return error_line_; }
    int line() const { return line_; }

  private:
    bool scan_escape(std::size_t start);
    bool scan_hex(std::size_t start, int digits, const char* name, char letter);
    bool unescape(std::string_view raw, std::string& out);
    bool unescape_code(std::string_view digits, std::string& out);
    // The text up to three quotes that no fourth follows.
    bool read_long(char quote, std::string_view& raw);

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool at_end_ = false;
    std::string error_;
    int error_line_ = 0;
};

}  // namespace yare::templates
