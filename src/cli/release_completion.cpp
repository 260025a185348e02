// What shells may offer for releases: their names, and their revisions.
#include <algorithm>

#include "completion.h"
#include "invocation.h"
#include "release_session.h"
#include "yare/release/actions.h"

namespace yare::cli {
namespace {

Completions release_names(Invocation& invocation, const std::vector<std::string>& but) {
    Completions out{{}, Directive::Default};
    Result<std::unique_ptr<ReleaseSession>> session = ReleaseSession::open(invocation);
    if (!session) return out;
    release::ListOptions all;
    all.limit = 0;
    const Result<std::vector<release::Release>> releases = release::list((*session)->context(), all);
    if (!releases) return out;
    for (const release::Release& one : *releases) {
        if (std::find(but.begin(), but.end(), one.name) != but.end()) continue;
        out.proposals.push_back(one.name + "\t" + one.chart_label() + " -> " +
                                std::string(release::status_name(one.info.status)));
    }
    out.directive = Directive::NoFiles;
    return out;
}

Completions revisions(Invocation& invocation, const std::string& name) {
    Completions out{{}, Directive::Error};
    Result<std::unique_ptr<ReleaseSession>> session = ReleaseSession::open(invocation);
    if (!session) return out;
    constexpr std::int64_t kAll = 256;
    const Result<std::vector<release::Release>> history = release::history((*session)->context(), name, kAll);
    if (!history) return out;
    for (const release::Release& one : *history) {
        out.proposals.push_back(std::to_string(one.revision) + "\tApp: " + one.app_version +
                                ", Chart: " + one.chart_label());
    }
    out.directive = Directive::NoFiles;
    return out;
}

}  // namespace

Completions complete_release(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    return release_names(invocation, {});
}

Completions complete_releases(Invocation& invocation, std::string_view) {
    return release_names(invocation, invocation.arguments);
}

Completions complete_release_and_chart(Invocation& invocation, std::string_view started) {
    if (invocation.arguments.empty()) return release_names(invocation, {});
    if (invocation.arguments.size() == 1) return complete_any_chart(started);
    return complete_nothing(invocation, started);
}

Completions complete_release_and_revision(Invocation& invocation, std::string_view started) {
    if (invocation.arguments.empty()) return release_names(invocation, {});
    if (invocation.arguments.size() == 1) return revisions(invocation, invocation.arguments[0]);
    return complete_nothing(invocation, started);
}

}  // namespace yare::cli
