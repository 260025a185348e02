# cpp-httplib, as target yare_httplib.
#
#   YARE_HTTPLIB=source   the single header out of Debian's source package, fetched once (the default where YARE_STATIC is on):
#                         the packaged one needs its shared library, which costs every start of the program 1.7 ms
#   YARE_HTTPLIB=shared   the packaged header and library
if(YARE_STATIC)
  set(default source)
else()
  set(default shared)
endif()
set(YARE_HTTPLIB ${default} CACHE STRING "Where cpp-httplib comes from: source or shared")
add_library(yare_httplib INTERFACE)
target_link_libraries(yare_httplib INTERFACE Threads::Threads)

if(YARE_HTTPLIB STREQUAL shared)
  pkg_check_modules(httplib REQUIRED cpp-httplib)
  find_library(YARE_HTTPLIB_LIBRARY NAMES libcpp-httplib.so REQUIRED)
  target_compile_options(yare_httplib INTERFACE ${httplib_CFLAGS})
  target_link_libraries(yare_httplib INTERFACE ${YARE_HTTPLIB_LIBRARY})
  return()
endif()

# Kept outside the build folder, by the version of Debian's package (its security fixes are part of that).
if(DEFINED ENV{YARE_CACHE})
  set(cache $ENV{YARE_CACHE})
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(cache $ENV{XDG_CACHE_HOME}/yare)
else()
  set(cache $ENV{HOME}/.cache/yare)
endif()
execute_process(COMMAND dpkg-query -W -f=\${Version} libcpp-httplib-dev OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT version)
  message(FATAL_ERROR "libcpp-httplib-dev is not installed (cmake/install-packages.sh installs it)")
endif()
set(root ${cache}/httplib-${version})
if(NOT EXISTS ${root}/httplib.h)
  message(STATUS "Fetching cpp-httplib ${version} as a source package (once; kept in ${root})")
  file(LOCK ${cache} DIRECTORY GUARD FILE TIMEOUT 600)
  file(REMOVE_RECURSE ${root}.work)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/cmake/debian-source.sh cpp-httplib ${root}.work
    RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "The source of cpp-httplib could not be had. The packaged shared library will do, at some cost to "
      "start-up: -DYARE_HTTPLIB=shared. What was said:\n${output}")
  endif()
  file(MAKE_DIRECTORY ${root})
  file(COPY ${root}.work/LICENSE DESTINATION ${root})
  file(COPY ${root}.work/httplib.h DESTINATION ${root})
  file(REMOVE_RECURSE ${root}.work)
endif()
target_include_directories(yare_httplib SYSTEM INTERFACE ${root})
