# Warnings, sanitizers and linking, the same for all of Yare's own targets.
add_library(yare_warnings INTERFACE)
target_compile_options(yare_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # YARE_TRY is a statement expression, marked __extension__; clang also warns about its use inside macros.
  # The standard library of g++ 12 calls its own deprecated std::get_temporary_buffer in stable_sort.
  target_compile_options(yare_warnings INTERFACE -Wno-gnu-statement-expression -Wno-c99-designator -Wno-deprecated-declarations)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ 12 sees the members of an alternative that a std::variant does not hold, uninitialised or wrongly freed, in the
  # destructor: every Result.
  target_compile_options(yare_warnings INTERFACE -Wno-maybe-uninitialized -Wno-free-nonheap-object)
endif()
if(YARE_WERROR)
  target_compile_options(yare_warnings INTERFACE -Werror)
endif()

if(YARE_SANITIZE)
  add_compile_options(-fsanitize=${YARE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${YARE_SANITIZE})
endif()
if(YARE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(YARE_CCACHE ccache)
if(YARE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${YARE_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${YARE_CCACHE})
endif()
# CMake 3.25 has no CMAKE_LINKER_TYPE.
find_program(YARE_MOLD mold)
if(YARE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(YARE_STATIC)
  # Archives before shared libraries, for find_package and pkg_check_modules alike.
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
  set(OPENSSL_USE_STATIC_LIBS ON)
  set(ZLIB_USE_STATIC_LIBS ON)
  add_compile_options(-ffunction-sections -fdata-sections)
  # At a fixed address: 27,000 relocations (most of them OpenSSL's tables) would be a third of what `version` takes. Heap,
  # stack and glibc still lie at random addresses.
  add_link_options(-Wl,--gc-sections -no-pie)
  if(YARE_STATIC_GLIBC)
    # To load glibc and libm takes a quarter of what `version` takes. Such a program must not load modules of the system's
    # glibc: src/base/host_names.cpp sees to that.
    add_link_options(-static)
  else()
    add_link_options(-static-libstdc++ -static-libgcc)
  endif()
endif()
