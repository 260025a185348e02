// Commands of Helm that this version of Yare has not: they are listed, marked, and say so when they are run.
#pragma once

#include "../command.h"

namespace yare::cli {

inline constexpr std::string_view kPullAliases[] = {"fetch"};

inline constexpr Command kPlugin{
    .use = "plugin", .brief = "install, list, or uninstall Helm plugins", .missing = true};
inline constexpr Command kPull{
    .use = "pull [chart URL | repo/chartname] [...]",
    .aliases = kPullAliases,
    .brief = "download a chart from a repository and (optionally) unpack it in local directory",
    .missing = true};
inline constexpr Command kPush{
    .use = "push [chart] [remote]", .brief = "push a chart to remote", .missing = true};
inline constexpr Command kRegistry{
    .use = "registry", .brief = "login to or logout from a registry", .missing = true};
inline constexpr Command kRepo{.use = "repo add|remove|list|index|update [ARGS]",
                               .brief = "add, list, remove, update, and index chart repositories",
                               .missing = true};
inline constexpr Command kSearch{
    .use = "search [keyword]", .brief = "search for a keyword in charts", .missing = true};
inline constexpr Command kTest{.use = "test [RELEASE]", .brief = "run tests for a release", .missing = true};
inline constexpr Command kVerify{
    .use = "verify PATH",
    .brief = "verify that a chart at the given path has been signed and is valid",
    .missing = true};

}  // namespace yare::cli
