yare_fuzz_target(json_schema LIBRARIES schema INCLUDES ${PROJECT_SOURCE_DIR}/src/schema/json_schema)
target_link_libraries(fuzz_json_schema PRIVATE PkgConfig::re2)
