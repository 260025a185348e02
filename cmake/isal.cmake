# ISA-L's inflate, as target yare_isal.
#
#   YARE_ISAL=source   a static library of that unit alone, built once from Debian's source package, which brings shared ones
#                      only (the default where YARE_STATIC is on)
#   YARE_ISAL=shared   the packaged library
if(YARE_STATIC)
  set(default source)
else()
  set(default shared)
endif()
set(YARE_ISAL ${default} CACHE STRING "Where ISA-L comes from: source or shared")
add_library(yare_isal INTERFACE)

if(YARE_ISAL STREQUAL shared)
  pkg_check_modules(isal REQUIRED IMPORTED_TARGET libisal)
  target_link_libraries(yare_isal INTERFACE PkgConfig::isal)
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
execute_process(COMMAND dpkg-query -W -f=\${Version} libisal-dev OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT version)
  message(FATAL_ERROR "libisal-dev is not installed (cmake/install-packages.sh installs it)")
endif()
set(root ${cache}/isal-${version})
if(NOT EXISTS ${root}/libisal.a)
  message(STATUS "Building ISA-L ${version} from its source package (once; kept in ${root})")
  file(LOCK ${cache} DIRECTORY GUARD FILE TIMEOUT 600)
  file(REMOVE_RECURSE ${root}.work)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/cmake/debian-source.sh libisal ${root}.work
    RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT failed)
    execute_process(COMMAND make -f Makefile.unx lib units=igzip WORKING_DIRECTORY ${root}.work
      RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  endif()
  if(failed)
    message(FATAL_ERROR "ISA-L could not be built from its source package. The packaged shared library will do, at some cost to "
      "start-up: -DYARE_ISAL=shared. What was said:\n${output}")
  endif()
  file(MAKE_DIRECTORY ${root})
  file(COPY ${root}.work/LICENSE DESTINATION ${root})
  file(COPY ${root}.work/bin/isa-l.a DESTINATION ${root})
  file(RENAME ${root}/isa-l.a ${root}/libisal.a)
  file(REMOVE_RECURSE ${root}.work)
endif()
target_link_libraries(yare_isal INTERFACE ${root}/libisal.a)
