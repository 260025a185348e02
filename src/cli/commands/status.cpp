// yare status.
#include "../texts/status.h"

#include "../flag_groups.h"
#include "../release_print.h"
#include "../release_session.h"
#include "commands.h"
#include "yare/release/codec.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kStatusFlags[] = {
    {.name = "revision",
     .type = FlagType::Int,
     .usage = "if set, display the status of the named release with revision"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kStatusFlags, kOutputFlags};

// info.resources stands at the end of info.
std::string with_resources(std::string json, const std::string& resources) {
    if (resources.empty()) return json;
    constexpr std::string_view kInfo = "\"info\":{";
    std::size_t at = json.find(kInfo);
    if (at == std::string::npos) return json;
    at += kInfo.size();
    bool in_text = false;
    for (; at < json.size() && (in_text || json[at] != '}'); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            in_text = !in_text;
        }
    }
    return json.insert(at, ",\"resources\":" + resources);
}

Result<void> run_status(Invocation& invocation) {
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(ReleaseSession::open(invocation));
    const bool table = output_format(invocation) == Format::Table;
    const release::ReleaseStatus found = YARE_TRY(
        release::status(session->context(), invocation.arguments[0], invocation.flags.integer("revision"),
                        table ? release::ResourceForm::Tables : release::ResourceForm::Objects));
    if (!table) {
        const std::string json = release::to_json(found.release, release::WithChart::No);
        return print_encoded(invocation, with_resources(json, found.resources_json));
    }
    return print_status_block(invocation, found.release, {.resources = found.resources});
}

}  // namespace

constinit const Command kStatus{
    .use = "status RELEASE_NAME",
    .brief = "display the status of the named release",
    .description = kStatusDescription,
    .arguments = ArgumentRule::exactly(1),
    .flags = kFlags,
    .run = run_status,
    .complete = complete_release,
};

}  // namespace yare::cli
