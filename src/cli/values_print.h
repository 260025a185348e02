// The computed values of a chart as text, with the place each came from on request (`yare values --origins`).
#pragma once

#include <string>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/value_origins.h"
#include "yare/data/value.h"

namespace yare::cli {

struct ValuesOrigins {
    const SourceMap& sources;
    const charts::ValueOrigins& origins;
};

// YAML as `toYaml` writes it; each line that begins a value has a comment with its origin: "# my.yaml:3
// (beaten: web/values.yaml:2)".
Result<std::string> annotated_yaml(const Value& values, const ValuesOrigins& places);

// {"values": ..., "origins": {"image.tag": {"origin": "my.yaml:3", "beaten": ["web/values.yaml:2"]}}}
Result<std::string> annotated_json(const Value& values, const ValuesOrigins& places);

}  // namespace yare::cli
