// What commands that fetch charts or files from the web give to the library that does it.
#pragma once

#include <string>

#include "invocation.h"
#include "yare/base/result.h"
#include "yare/repo/build.h"

namespace yare::cli {

// Over the network, with the proxies that the environment names.
repo::MakeClient web_clients(World& world);

repo::BuildWorld build_world(Invocation& invocation);

// For the chart in `folder`. What is being done is printed.
repo::BuildOptions build_options(Invocation& invocation, std::string folder);

// Helm: what --ca-file and its like name is for registries only, but has to be right whatever is fetched.
Result<void> check_registry_flags(Invocation& invocation);

}  // namespace yare::cli
