// The files of `template --output-dir`: documents are collected by path, and each file is written once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::cli {

class OutputFolder {
  public:
    OutputFolder(FileSystem& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

    // What to do with a file that is there already. Helm: manifests begin it anew, hooks add to it.
    enum class Existing { Replace, Append };
    Result<void> add(const std::string& path, std::string_view text, Existing existing);
    std::string path_of(const std::string& path) const { return folder_ + "/" + path; }
    Result<void> write();

  private:
    FileSystem& files_;
    std::string folder_;
    std::map<std::string, std::string> texts_;
};

}  // namespace yare::cli
