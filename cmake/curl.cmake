# libcurl, as target yare_curl.
find_package(CURL 7.88 REQUIRED)
add_library(yare_curl INTERFACE)
target_link_libraries(yare_curl INTERFACE CURL::libcurl)
