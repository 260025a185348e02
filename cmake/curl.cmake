# libcurl, as target yare_curl.
#   source  built once from Debian's source package (curl_source.sh) and kept outside the build folder, in YARE_CACHE or
#           ~/.cache/yare: HTTP only, static, with OpenSSL, nghttp2 and zlib. A program with it starts 2.7 ms sooner.
#   shared  the packaged one, for daily work.
include(SourcePackage)
yare_origin(YARE_CURL libcurl)

add_library(yare_curl INTERFACE)
if(YARE_CURL STREQUAL shared)
  find_package(CURL 7.88 REQUIRED)
  target_link_libraries(yare_curl INTERFACE CURL::libcurl)
else()
  if(DEFINED ENV{YARE_CACHE})
    set(yare_cache $ENV{YARE_CACHE})
  elseif(DEFINED ENV{HOME})
    set(yare_cache $ENV{HOME}/.cache/yare)
  else()
    set(yare_cache ${CMAKE_BINARY_DIR})
  endif()
  # One for each version that Debian has had, and for each way of building it: a security update brings a new one.
  execute_process(COMMAND apt-cache policy libcurl4 OUTPUT_VARIABLE policy ERROR_QUIET)
  string(REGEX MATCH "Candidate: ([^ \n]+)" ignored "${policy}")
  set(version ${CMAKE_MATCH_1})
  file(SHA256 ${CMAKE_CURRENT_LIST_DIR}/curl_source.sh recipe)
  string(SUBSTRING ${recipe} 0 8 recipe)
  get_filename_component(compiler ${CMAKE_C_COMPILER} NAME)
  set(prefix ${yare_cache}/curl-${version}-${compiler}-${recipe})
  if(NOT EXISTS ${prefix}/lib/libcurl.a)
    message(STATUS "Building libcurl ${version} from its source package, once, into ${prefix}")
    execute_process(
      COMMAND ${CMAKE_CURRENT_LIST_DIR}/curl_source.sh ${prefix} ${CMAKE_C_COMPILER}
      RESULT_VARIABLE failed)
    if(failed)
      message(FATAL_ERROR "libcurl could not be built from source; the lines above say why.")
    endif()
  endif()
  find_library(YARE_NGHTTP2 NAMES libnghttp2.a REQUIRED)
  find_library(YARE_STATIC_Z NAMES libz.a REQUIRED)
  target_include_directories(yare_curl SYSTEM INTERFACE ${prefix}/include)
  target_compile_definitions(yare_curl INTERFACE CURL_STATICLIB)
  target_link_libraries(yare_curl INTERFACE
    ${prefix}/lib/libcurl.a ${YARE_NGHTTP2} OpenSSL::SSL OpenSSL::Crypto ${YARE_STATIC_Z} Threads::Threads ${CMAKE_DL_LIBS})
  message(STATUS "libcurl ${version}, static, from ${prefix}")
endif()
