yare_fuzz_target(yaml_reader LIBRARIES data INCLUDES ${PROJECT_SOURCE_DIR}/src/data)
yare_fuzz_target(yaml_writer LIBRARIES data)
yare_fuzz_target(json LIBRARIES data)
yare_fuzz_target(yaml_tree LIBRARIES data INCLUDES ${PROJECT_SOURCE_DIR}/src/data)
