// XML as Go's encoder writes it: indented with tabs, every element with an end tag.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yare::unittest {

class XmlWriter {
  public:
    using Attributes = std::vector<std::pair<std::string_view, std::string>>;

    void open(std::string_view name, const Attributes& attributes = {});
    void close();
    // An element with text alone.
    void element(std::string_view name, const Attributes& attributes, std::string_view text);
    // The same with the text as CDATA.
    void data_element(std::string_view name, const Attributes& attributes, std::string_view text);
    std::string finish() &&;

  private:
    void begin_tag(std::string_view name, const Attributes& attributes);
    void indent();

    std::string out_;
    std::vector<std::string> open_;
    bool has_children_ = false;
};

}  // namespace yare::unittest
