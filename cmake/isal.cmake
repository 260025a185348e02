# ISA-L's inflate, as target yare_isal.
#
#   YARE_ISAL=source   a static library of that unit alone, built from Debian's source package, which brings shared ones only
#                      (the default where YARE_STATIC is on)
#   YARE_ISAL=shared   the packaged library
include(SourcePackage)
yare_origin(YARE_ISAL ISA-L)
add_library(yare_isal INTERFACE)
if(YARE_ISAL STREQUAL shared)
  pkg_check_modules(isal REQUIRED IMPORTED_TARGET libisal)
  target_link_libraries(yare_isal INTERFACE PkgConfig::isal)
  return()
endif()

yare_from_source(isal NAME isal DEV libisal-dev SOURCE libisal FILES bin/isa-l.a LICENSE
  BUILD make -f Makefile.unx lib units=igzip OTHERWISE -DYARE_ISAL=shared)
target_link_libraries(yare_isal INTERFACE ${isal}/isa-l.a)
