# libcurl, as target yare_curl.
#
#   YARE_CURL=source   a small static one, built once from Debian's source package (the default where YARE_STATIC is on): the
#                      packaged archive needs Kerberos, which has none
#   YARE_CURL=shared   the packaged shared library
if(YARE_STATIC)
  set(default source)
else()
  set(default shared)
endif()
set(YARE_CURL ${default} CACHE STRING "Where libcurl comes from: source or shared")
add_library(yare_curl INTERFACE)

if(YARE_CURL STREQUAL shared)
  set(suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
  set(CMAKE_FIND_LIBRARY_SUFFIXES .so)
  find_package(CURL 7.88 REQUIRED)
  set(CMAKE_FIND_LIBRARY_SUFFIXES ${suffixes})
  target_link_libraries(yare_curl INTERFACE CURL::libcurl)
  return()
endif()

# What is built is kept outside the build folder, by the version of Debian's package (its security fixes are part of that).
if(DEFINED ENV{YARE_CACHE})
  set(cache $ENV{YARE_CACHE})
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(cache $ENV{XDG_CACHE_HOME}/yare)
else()
  set(cache $ENV{HOME}/.cache/yare)
endif()
execute_process(COMMAND dpkg-query -W -f=\${Version} libcurl4-openssl-dev OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT version)
  message(FATAL_ERROR "libcurl4-openssl-dev is not installed (cmake/install-packages.sh installs it)")
endif()
set(root ${cache}/curl-${version})

if(NOT EXISTS ${root}/lib/libcurl.a)
  message(STATUS "Building libcurl ${version} from Debian's source package (half a minute, once; kept in ${root})")
  file(LOCK ${cache} DIRECTORY GUARD FILE TIMEOUT 600)
  set(work ${root}.work)
  file(REMOVE_RECURSE ${work})
  set(log ${work}/build.log)
  file(MAKE_DIRECTORY ${work})
  set(options -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF -DENABLE_MANUAL=OFF
    -DHTTP_ONLY=ON -DCURL_USE_OPENSSL=ON -DUSE_NGHTTP2=ON -DCURL_ZLIB=ON -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF
    -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBPSL=OFF -DUSE_LIBIDN2=OFF -DCURL_USE_GSSAPI=OFF -DCURL_DISABLE_LDAP=ON -DCURL_CA_BUNDLE=none
    -DCURL_CA_PATH=none -DCMAKE_INSTALL_PREFIX=${root}.new -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON)
  foreach(step
      "${CMAKE_SOURCE_DIR}/cmake/debian-source.sh;curl;${work}/source"
      "${CMAKE_COMMAND};-G;Ninja;-S;${work}/source;-B;${work}/build;${options}"
      "${CMAKE_COMMAND};--build;${work}/build;--target;install")
    execute_process(COMMAND ${step} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
    file(APPEND ${log} "${output}")
    if(failed)
      message(FATAL_ERROR "libcurl could not be built (${log}). The packaged shared library will do, at some cost to "
        "start-up: -DYARE_CURL=shared. The end of the log:\n${output}")
    endif()
  endforeach()
  file(REMOVE_RECURSE ${root})
  file(RENAME ${root}.new ${root})
  file(REMOVE_RECURSE ${work})
endif()

find_library(YARE_NGHTTP2 NAMES libnghttp2.a REQUIRED)
target_include_directories(yare_curl SYSTEM INTERFACE ${root}/include)
target_compile_definitions(yare_curl INTERFACE CURL_STATICLIB)
target_link_libraries(yare_curl INTERFACE ${root}/lib/libcurl.a ${YARE_NGHTTP2} OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB)
