yare_fuzz_target(archive LIBRARIES charts)
target_link_libraries(fuzz_archive PRIVATE PkgConfig::deflate)
yare_fuzz_target(set_flags LIBRARIES charts)
yare_fuzz_target(version_range LIBRARIES data)
