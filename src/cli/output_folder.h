// The files of `template --output-dir`: documents are collected by path, and each file is written once.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::cli {

class OutputFolder {
  public:
    OutputFolder(FileSystem& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

    // What to do with a file that is there already. Helm: manifests begin it anew, hooks add to it.
    enum class Existing { Replace, Append };
    Result<void> add(const std::string& path, std::string_view text, Existing existing);
    // Tells each document's file, in the order in which they were added, up to the first that cannot be
    // written.
    Result<void> write(const std::function<void(const std::string& path)>& wrote);

  private:
    struct Text {
        std::string text;
        bool written = false;
    };

    FileSystem& files_;
    std::string folder_;
    std::map<std::string, Text> texts_;
    std::vector<std::string> documents_;  // their files
};

}  // namespace yare::cli
