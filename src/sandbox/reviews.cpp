#include "reviews.h"

#include "object.h"

namespace yare::sandbox {

std::optional<Answer> answer_review(Call& call) {
    if (call.request.method != "POST" || call.segments.size() < 4) return std::nullopt;
    const std::string& group = call.segments[1];
    const std::string& plural = call.segments.back();
    if (group != "authorization.k8s.io" && group != "authentication.k8s.io") return std::nullopt;
    Map* review = nullptr;
    if (Checked wrong = read_body(call, review)) return failed(*wrong);
    map_at(*review, {"metadata"});
    Map& status = map_at(*review, {"status"});
    if (plural == "selfsubjectreviews") {
        set_text(map_at(status, {"userInfo"}), "username", "yare-sandbox");
        set_texts(map_at(status, {"userInfo"}), "groups", {"system:masters", "system:authenticated"});
    } else if (plural == "tokenreviews") {
        set_bool(status, "authenticated", false);
    } else if (plural == "selfsubjectrulesreviews") {
        status.set("resourceRules",
                   parsed(call.document, R"([{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}])"));
        status.set("nonResourceRules", parsed(call.document, R"([{"verbs":["*"],"nonResourceURLs":["*"]}])"));
        set_bool(status, "incomplete", false);
    } else {
        set_bool(status, "allowed", true);
        set_text(status, "reason", "the sandbox allows everything");
    }
    return json_answer(201, json_of(review) + "\n");
}

}  // namespace yare::sandbox
