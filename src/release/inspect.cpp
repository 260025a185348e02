// list, history, get: reading records.
#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "deploy.h"
#include "yare/charts/timestamp.h"

namespace yare::release {

namespace {

// Go's comparison of instants, whatever zone they are written in.
std::pair<std::int64_t, std::int32_t> instant(const Timestamp& text) {
    const std::optional<charts::Timestamp> time = charts::parse_timestamp(text);
    const charts::Timestamp zero;
    return time ? std::pair(time->seconds, time->nanoseconds) : std::pair(zero.seconds, zero.nanoseconds);
}

std::vector<RecordHead> newest_of_each(const std::vector<RecordHead>& heads) {
    std::map<std::pair<std::string, std::string>, const RecordHead*> newest;
    for (const RecordHead& head : heads) {
        const RecordHead*& known = newest[{head.namespace_name, head.name}];
        if (!known || known->revision < head.revision) known = &head;
    }
    std::vector<RecordHead> out;
    for (const auto& [key, head] : newest) out.push_back(*head);
    return out;
}

bool wanted(const std::vector<Status>& states, Status status) {
    return states.empty() || std::find(states.begin(), states.end(), status) != states.end();
}

// One record that does not read must not hide all others. Helm leaves it out without a word (at debug level).
std::vector<Release> read_those_that_read(const Context& context, const std::vector<RecordHead>& heads) {
    std::vector<Release> releases;
    for (const RecordHead& head : heads) {
        Result<std::vector<Stored>> read = context.storage.get_all({head});
        if (!read) {
            context.diagnostics.debug(
                "list failed to decode release",
                {{"key", record_key(head.name, head.revision)}, {"error", read.error().text()}});
            continue;
        }
        for (Stored& stored : *read) releases.push_back(std::move(stored.release));
    }
    return releases;
}

void sort_releases(std::vector<Release>& releases, const ListOptions& options) {
    std::stable_sort(releases.begin(), releases.end(), [&](const Release& a, const Release& b) {
        const Release& first = options.reverse ? b : a;
        const Release& second = options.reverse ? a : b;
        if (options.by_date) return instant(first.info.last_deployed) < instant(second.info.last_deployed);
        return first.name < second.name;
    });
}

}  // namespace

Result<std::vector<Release>> list(const Context& context, const ListOptions& options) {
    YARE_TRY(check_reachable(context));
    RE2::Options quiet;
    quiet.set_log_errors(false);
    const RE2 filter(options.filter, quiet);
    if (!filter.ok()) {
        return Error(ErrorCode::Invalid, "error parsing regexp: " + filter.error());
    }
    Query query;
    query.selector = options.selector;
    std::vector<RecordHead> heads = YARE_TRY(context.storage.heads(query, context.diagnostics));
    std::erase_if(heads, [&](const RecordHead& head) { return !RE2::PartialMatch(head.name, filter); });
    // Helm: superseded revisions are never the newest, so asking for them alone asks for all revisions.
    const bool only_superseded =
        !options.states.empty() && std::all_of(options.states.begin(), options.states.end(),
                                               [](Status status) { return status == Status::Superseded; });
    if (!only_superseded) heads = newest_of_each(heads);
    std::erase_if(heads, [&](const RecordHead& head) { return !wanted(options.states, head.status); });
    std::vector<Release> releases = read_those_that_read(context, heads);
    sort_releases(releases, options);
    const std::size_t offset = std::size_t(std::max<std::int64_t>(options.offset, 0));
    if (offset >= releases.size()) return std::vector<Release>();
    releases.erase(releases.begin(), releases.begin() + std::ptrdiff_t(offset));
    if (options.limit > 0 && releases.size() > std::size_t(options.limit)) {
        releases.resize(std::size_t(options.limit));
    }
    return releases;
}

Result<std::vector<Release>> history(const Context& context, const std::string& name, std::int64_t max) {
    YARE_TRY(check_reachable(context));
    if (!validate_name(name)) return Error(ErrorCode::Invalid, "release name is invalid: " + name);
    std::vector<RecordHead> heads = YARE_TRY(context.storage.history(name, context.diagnostics));
    if (max > 0 && heads.size() > std::size_t(max)) {
        heads.erase(heads.begin(), heads.end() - std::ptrdiff_t(max));
    }
    return read_those_that_read(context, heads);
}

Result<Release> get(const Context& context, const std::string& name, std::int64_t revision) {
    YARE_TRY(check_reachable(context));
    if (!validate_name(name)) {
        return Error(ErrorCode::Invalid, "releaseContent: Release name is invalid: " + name);
    }
    if (revision <= 0) {
        const std::vector<RecordHead> heads = YARE_TRY(context.storage.history(name, context.diagnostics));
        Stored stored = YARE_TRY(context.storage.last(name, context.diagnostics));
        // Helm: a record that was found by asking for the newest shows the system's labels too.
        for (const RecordHead& head : heads) {
            if (head.revision == stored.release.revision) stored.release.labels = head.all_labels;
        }
        return std::move(stored.release);
    }
    Stored stored = YARE_TRY(context.storage.get(name, revision));
    return std::move(stored.release);
}

}  // namespace yare::release
