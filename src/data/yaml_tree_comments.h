// Comments that wait for the writer of a tree to come to where they may stand: heads and tails (the feet of
// the entry above) in front of an entry, line comments and feet behind it. What a comment waits for is not
// always what it was given with; that is how Go's writer has it too.
#pragma once

#include <string>
#include <utility>

#include "yaml_tree_lines.h"
#include "yare/data/yaml_tree.h"

namespace yare::inline data {

class WaitingComments {
  public:
    explicit WaitingComments(TreeLines& lines) : lines_(lines) {}

    // Of a node that is written next; a key's foot comes with its value, as `tail` of the next key.
    void begin(const YamlTree& node, const std::string& tail);
    void begin_key(const YamlTree& key, const std::string& tail);
    // Of a collection whose entries are written.
    void end(const YamlTree& node, const std::string& tail);

    void write_head();
    void write_line();
    void write_foot();
    void write_behind() {
        write_line();
        write_foot();
    }
    // The comment behind a block's key stands in the key's line.
    void write_key_line();
    // Helm: of two comments on a line the key's waits for another entry.
    void offer_key_line() {
        if (line.empty()) line = std::exchange(key_line_, {});
    }
    void keep_key_line() { give(key_line_, std::exchange(line, {})); }

    bool any_behind() const { return !line.empty() || !foot.empty() || !tail.empty(); }
    bool any_before_end() const { return !head.empty() || !foot.empty() || !tail.empty(); }

    std::string head;
    std::string line;
    std::string foot;
    std::string tail;

  private:
    // What is given replaces what waits; what is not leaves it waiting.
    static void give(std::string& waiting, const std::string& given) {
        if (!given.empty()) waiting = given;
    }

    TreeLines& lines_;
    std::string key_line_;
};

}  // namespace yare::inline data
