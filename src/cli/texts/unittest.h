// What help says about unittest.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kUnittestDescription =
    R"(
This command runs the unit tests of charts: suites in YAML that render a chart
with chosen values and say what has to come of it. Suites written for
helm-unittest run as they are.

Suites stand in the folder 'tests' of a chart, in files that end in
'_test.yaml'. A small one:

    suite: the service
    templates:
      - service.yaml
    tests:
      - it: listens on the chosen port
        set:
          service.port: 8080
        asserts:
          - equal:
              path: spec.ports[0].port
              value: 8080

    $ {helm} unittest mychart

Other files are named with --file:

    $ {helm} unittest -f 'checks/*.yaml' mychart

Suites run in parallel; what is printed is in the order of their files.
)";

}  // namespace yare::cli
