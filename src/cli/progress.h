// Progress: what a release command is doing, shown while it works. On a terminal a few lines on standard
// error, redrawn in place and gone at the end; in a pipe nothing but what has to be said.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "console.h"
#include "yare/release/events.h"

namespace yare::cli {

class Progress {
  public:
    explicit Progress(Console& console) : console_(console), width_(console.error().terminal_width()) {}
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { clear(); }

    void show(const release::Event& event);
    // Takes the lines off the terminal.
    void clear();

  private:
    void redraw();
    void say(std::string_view text);

    Console& console_;
    int width_;
    std::string step_;                  // "[3/8] apply 4 objects of kind Service"
    std::string doing_;                 // the object or hook at hand
    std::vector<std::string> waiting_;  // "Deployment web: Available: 0/3"
    std::size_t drawn_ = 0;             // lines on the terminal
};

}  // namespace yare::cli
