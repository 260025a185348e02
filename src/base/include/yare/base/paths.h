// Go's path functions on texts: of names in archives and charts, of command lines, and what templates call.
// The disk is not asked.
#pragma once

#include <string>
#include <string_view>

namespace yare::inline base {

// path.Clean: "a//b/../c/." is "a/c"; empty is ".".
std::string clean_path(std::string_view path);
// path.Join of two: cleaned, empty parts left out.
std::string join_path(std::string_view left, std::string_view right);
// path.Base: the last element; "." for empty, "/" for nothing but slashes.
std::string_view base_name(std::string_view path);
// path.Dir.
std::string dir_name(std::string_view path);
// path.Ext: from the last dot of the last element.
std::string_view extension(std::string_view path);

}  // namespace yare::inline base
