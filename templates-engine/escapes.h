// Go's escaping functions: html, js and urlquery.
#pragma once

#include <string>
#include <string_view>

namespace yare::templates {

std::string html_escaped(std::string_view text);
std::string js_escaped(std::string_view text);
std::string query_escaped(std::string_view text);

}  // namespace yare::templates
