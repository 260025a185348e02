# yare_library(charts SOURCES a.cpp b.cpp HEADERS chart.h PUBLIC data PRIVATE yaml_library)
#
# One library of Yare: target yare_charts, public headers in include/yare/charts/, all else beside the sources and out of
# others' reach. PUBLIC and PRIVATE name other libraries of Yare by their short name, or any other target in full. Include
# paths come only through these lines, so an include against the direction of the arrows does not compile.
function(yare_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  set(target yare_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  list(TRANSFORM arg_HEADERS PREPEND include/yare/${name}/)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  foreach(visibility PUBLIC PRIVATE)
    foreach(library IN LISTS arg_${visibility})
      if(TARGET yare_${library})
        target_link_libraries(${target} ${visibility} yare_${library})
      else()
        target_link_libraries(${target} ${visibility} ${library})
      endif()
    endforeach()
  endforeach()
  target_link_libraries(${target} PRIVATE yare_warnings)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# yare_test(charts SOURCES loader_test.cpp LIBRARIES charts) makes the Catch2 program test_charts out of tests/unit/charts.
function(yare_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  list(TRANSFORM arg_LIBRARIES PREPEND yare_)
  target_link_libraries(${target} PRIVATE ${arg_LIBRARIES} yare_test_support Catch2::Catch2WithMain yare_warnings)
  catch_discover_tests(${target} TEST_PREFIX "${name}: " PROPERTIES LABELS unit)
endfunction()
