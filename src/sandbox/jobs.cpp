// Jobs: pods until enough have succeeded, or too many have failed.
#include <algorithm>

#include "controllers.h"
#include "object.h"

namespace yare::sandbox {
namespace {

std::int64_t count_phase(const std::vector<Map*>& pods, std::string_view phase) {
    return std::count_if(pods.begin(), pods.end(),
                         [&](Map* pod) { return text_of(pod, {"status", "phase"}) == phase; });
}

bool is_finished(const Map& job) {
    for (const Value& condition : items_at(Value(const_cast<Map*>(&job)), {"status", "conditions"})) {
        const std::string type = text_of(condition, {"type"});
        if ((type == "Complete" || type == "Failed") && text_of(condition, {"status"}) == "True") return true;
    }
    return false;
}

}  // namespace

void Controllers::sync_job(Map& job) {
    if (is_finished(job)) return;
    const Kind& jobs = kind("batch", "Job");
    const std::string now = cluster_.now();
    Document document;
    std::vector<Map*> pods = owned(document, kind("", "Pod"), job);
    const Map* old = copy_of(job, job.owner());
    const std::int64_t wanted =
        number_at(&job, {"spec", "completions"}, number_at(&job, {"spec", "parallelism"}, 1));
    const std::int64_t at_once = number_at(&job, {"spec", "parallelism"}, 1);
    const std::int64_t succeeded = count_phase(pods, "Succeeded");
    const std::int64_t failed = count_phase(pods, "Failed");
    std::int64_t active = std::int64_t(pods.size()) - succeeded - failed;
    const bool given_up = failed > number_at(&job, {"spec", "backoffLimit"}, 6);
    const bool complete = succeeded >= wanted;
    const bool suspended = truth_at(&job, {"spec", "suspend"});
    if (!given_up && !complete && !suspended) {
        while (active < std::min(at_once, wanted - succeeded)) {
            Map* pod =
                new_pod(document, jobs, job, Value(&job).path({"spec", "template"}), name_of(job) + "-");
            cluster_.insert(kind("", "Pod"), *pod, {});
            ++active;
        }
    }
    Map& status = map_at(job, {"status"});
    if (!suspended) set_missing(status, "startTime", job.owner().string(now));
    const auto count = [&status](std::string_view name, std::int64_t number) {
        if (number > 0)
            set_number(status, name, number);
        else
            status.erase(name);
    };
    count("succeeded", succeeded);
    count("failed", failed);
    count("active", complete || given_up ? 0 : active);
    set_number(status, "ready", 0);
    set_number(status, "terminating", 0);
    if (complete || given_up) {
        map_at(status, {"uncountedTerminatedPods"});
        const auto [before, after, reason, message] =
            complete ? std::tuple("SuccessCriteriaMet", "Complete", "CompletionsReached",
                                  "Reached expected number of succeeded pods")
                     : std::tuple("FailureTarget", "Failed", "BackoffLimitExceeded",
                                  "Job has reached the specified backoff limit");
        if (complete) set_text(status, "completionTime", now);
        set_condition(job, before, "True", reason, message, now);
        set_condition(job, after, "True", reason, message, now);
    }
    save_status(jobs, job, *old);
}

}  // namespace yare::sandbox
