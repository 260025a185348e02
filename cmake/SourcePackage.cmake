# yare_from_source(OUT NAME <name> DEV <package> SOURCE <package> FILES <file>... [BUILD <command>...] OTHERWISE <option>)
#
# Files out of a Debian source package, after BUILD has run in its folder. Done once: they are kept outside the build folder, in
# YARE_CACHE or the user's cache, by the version of the package DEV, whose security fixes are the source's too. OUT is set to
# their folder; their own folders are left out. OTHERWISE is the option that does without.
function(yare_from_source out)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME;DEV;SOURCE;OTHERWISE" "FILES;BUILD")
  if(DEFINED ENV{YARE_CACHE})
    set(cache $ENV{YARE_CACHE})
  elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(cache $ENV{XDG_CACHE_HOME}/yare)
  else()
    set(cache $ENV{HOME}/.cache/yare)
  endif()
  execute_process(COMMAND dpkg-query -W -f=\${Version} ${arg_DEV} OUTPUT_VARIABLE version ERROR_QUIET)
  if(NOT version)
    message(FATAL_ERROR "${arg_DEV} is not installed (cmake/install-packages.sh installs it)")
  endif()
  set(root ${cache}/${arg_NAME}-${version})
  set(${out} ${root} PARENT_SCOPE)
  file(LOCK ${cache} DIRECTORY GUARD FUNCTION TIMEOUT 600)
  if(EXISTS ${root}/complete)
    return()
  endif()

  message(STATUS "Fetching ${arg_NAME} ${version} as a source package (once; kept in ${root})")
  file(REMOVE_RECURSE ${root} ${root}.work)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/cmake/debian-source.sh ${arg_SOURCE} ${root}.work
    RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(arg_BUILD AND NOT failed)
    execute_process(COMMAND ${arg_BUILD} WORKING_DIRECTORY ${root}.work
      RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  endif()
  if(failed)
    message(FATAL_ERROR "${arg_NAME} could not be had from its source package. The packaged shared library will do, at some cost to "
      "start-up: ${arg_OTHERWISE}. What was said:\n${output}")
  endif()
  file(MAKE_DIRECTORY ${root})
  foreach(file IN LISTS arg_FILES)
    file(COPY ${root}.work/${file} DESTINATION ${root})
  endforeach()
  file(TOUCH ${root}/complete)
  file(REMOVE_RECURSE ${root}.work)
endfunction()
