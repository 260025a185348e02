# cpp-httplib, as target yare_httplib.
#
#   YARE_HTTPLIB=source   the single header out of Debian's source package (the default where YARE_STATIC is on): the packaged
#                         one needs its shared library, which costs every start of the program 1.7 ms
#   YARE_HTTPLIB=shared   the packaged header and library
include(SourcePackage)
yare_origin(YARE_HTTPLIB cpp-httplib)
add_library(yare_httplib INTERFACE)
target_link_libraries(yare_httplib INTERFACE Threads::Threads)
if(YARE_HTTPLIB STREQUAL shared)
  pkg_check_modules(httplib REQUIRED cpp-httplib)
  find_library(YARE_HTTPLIB_LIBRARY NAMES libcpp-httplib.so REQUIRED)
  target_compile_options(yare_httplib INTERFACE ${httplib_CFLAGS})
  target_link_libraries(yare_httplib INTERFACE ${YARE_HTTPLIB_LIBRARY})
  return()
endif()

yare_from_source(httplib NAME httplib DEV libcpp-httplib-dev SOURCE cpp-httplib FILES httplib.h LICENSE
  OTHERWISE -DYARE_HTTPLIB=shared)
target_include_directories(yare_httplib SYSTEM INTERFACE ${httplib})
