yare_fuzz_target(template LIBRARIES templates)
target_include_directories(fuzz_template PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/include)
