// The post-renderers of suites: programs that change what was rendered before assertions see it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "suite.h"
#include "yare/base/result.h"
#include "yare/unittest/unittest.h"

namespace yare::unittest {

using Files = std::map<std::string, std::string, std::less<>>;

// Where everything stands when a post-renderer has dropped the comments that say which file is which.
inline constexpr std::string_view kNamelessFile = "manifest.yaml";

// One stream of all files in the order of their names, each below a comment that names it.
std::string merged_files(const Files& files);
// The files of such a stream after it was changed.
Files split_files(std::string_view stream);

Result<Files> post_rendered(const Files& files, const PostRendererFields& renderer, const Options& options);

}  // namespace yare::unittest
