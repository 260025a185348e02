#include "write_objects.h"

#include <algorithm>

#include "client_merge.h"
#include "debug_log.h"
#include "managed_fields.h"
#include "objects.h"
#include "yare/data/json.h"
#include "yare/kube/refused_fields.h"

namespace yare::release {

namespace {

using namespace std::chrono_literals;
constexpr std::size_t kAtOnce = 32;
constexpr int kAttempts = 5;
constexpr int kUnsupportedMediaType = 415;

// "demo/web apps/v1, Kind=Deployment"
std::string target_text(const kube::ObjectRef& ref) {
    return ref.namespace_name + "/" + ref.name + " " + kind_text(ref);
}

Error apply_failure(const kube::ObjectRef& ref, Error error, const kube::ApiStatus& status) {
    if (status.code == kUnsupportedMediaType) {
        return std::move(error).during("server-side apply not available on the server");
    }
    if (error.code() == ErrorCode::Conflict) {
        return std::move(error).during("conflict occurred while applying object " + target_text(ref));
    }
    return std::move(error).during("server-side apply failed for object " + target_text(ref));
}

// Several writers counting against one quota; the server means: again.
bool is_quota_conflict(const Error& error) {
    return error.code() == ErrorCode::Conflict &&
           error.message().find("Operation cannot be fulfilled on resourcequotas") != std::string::npos;
}

kube::WriteOptions strict() {
    kube::WriteOptions options;
    options.field_validation = "Strict";
    return options;
}

class Writer {
  public:
    Writer(const WriteObjects& step, const Surroundings& with) : step_(step), with_(with) {}

    Written run() {
        for (std::size_t start = 0; start < step_.objects.size(); start += kAtOnce) {
            const std::size_t end = std::min(step_.objects.size(), start + kAtOnce);
            std::vector<std::optional<kube::Pending>> pending;
            for (std::size_t i = start; i < end; ++i) pending.push_back(begin(step_.objects[i]));
            for (std::size_t i = start; i < end; ++i) finish(step_.objects[i], std::move(pending[i - start]));
        }
        return std::move(written_);
    }

  private:
    // Nothing when the object is written in several requests, or has failed before the first.
    std::optional<kube::Pending> begin(const PlannedObject& object) {
        if (!object.exists) written_.created.push_back(object.ref);
        // Helm sends an apply to a name that is not there; only a POST can make one up.
        const bool nameless = object.ref.name.empty();
        if (step_.mode == WriteMode::Create || nameless) return create(object);
        if (step_.mode != WriteMode::Apply) return std::nullopt;
        if (object.adopt_managed_fields) {
            const Result<void> adopted = adopt_managed_fields(with_.cluster, object.ref);
            if (!adopted) {
                fail(object, adopted.error());
                return std::nullopt;
            }
        }
        return apply(object);
    }

    std::optional<kube::Pending> create(const PlannedObject& object) {
        Document document;
        const Result<Value> body = read_json(object.json, document, {.numbers = Numbers::KeepIntegers});
        if (!body) {
            fail(object, body.error());
            return std::nullopt;
        }
        return with_.cluster.create(*body);
    }

    kube::Pending apply(const PlannedObject& object) {
        kube::PatchOptions options;
        options.force = step_.force_conflicts;
        options.write = strict();
        return with_.cluster.patch(object.ref, kube::PatchKind::Apply, object.json, options);
    }

    void finish(const PlannedObject& object, std::optional<kube::Pending> pending) {
        if (!pending) {
            if (step_.mode == WriteMode::Update || step_.mode == WriteMode::Replace) change(object);
            return;
        }
        Result<kube::Object> answer = pending->wait();
        for (int attempt = 1; !answer && is_quota_conflict(answer.error()) && attempt < kAttempts;
             ++attempt) {
            with_.clock.sleep(attempt * 10ms, with_.cancellation);
            std::optional<kube::Pending> again =
                step_.mode == WriteMode::Create ? create(object) : apply(object);
            if (!again) return;
            pending = std::move(again);
            answer = pending->wait();
        }
        if (answer) {
            log_write(step_, object, true, "", with_.diagnostics);
            return tell(object, answer->resource_version());
        }
        refused(object, pending->status());
        if (step_.mode == WriteMode::Apply && !object.ref.name.empty()) {
            Error failure = apply_failure(object.ref, std::move(answer).error(), pending->status());
            log_write(step_, object, true, failure.text(), with_.diagnostics);
            fail(object, std::move(failure));
        } else {
            fail(object, std::move(answer).error());
        }
    }

    void change(const PlannedObject& object) {
        kube::ApiStatus status;
        const Result<std::string> version = step_.mode == WriteMode::Replace
                                                ? replace_object(with_.cluster, object, status)
                                                : merge_object(with_.cluster, object, status);
        log_write(step_, object, !version || *version != object.version,
                  version ? "" : version.error().text(), with_.diagnostics);
        if (version) return tell(object, *version);
        refused(object, status);
        fail(object, version.error());
    }

    void fail(const PlannedObject& object, Error error) {
        written_.failures.push_back({std::move(error), !object.exists});
    }

    // Only what is wrong with the object itself: the rest has nothing to do with the chart.
    void refused(const PlannedObject& object, const kube::ApiStatus& status) {
        constexpr int kBadRequest = 400;
        constexpr int kInvalid = 422;
        ObjectRefused event{object.ref, kube::refused_fields(status)};
        const bool about_object =
            !event.fields.empty() || status.code == kBadRequest || status.code == kInvalid;
        if (with_.events && about_object) with_.events(event);
    }

    void tell(const PlannedObject& object, std::string_view version) {
        if (!with_.events) return;
        ObjectWritten event;
        event.ref = object.ref;
        event.outcome = !object.exists              ? ObjectWritten::Outcome::Created
                        : version == object.version ? ObjectWritten::Outcome::Unchanged
                                                    : ObjectWritten::Outcome::Changed;
        with_.events(event);
    }

    const WriteObjects& step_;
    const Surroundings& with_;
    Written written_;
};

}  // namespace

Written write_objects(const WriteObjects& step, const Surroundings& with) { return Writer(step, with).run(); }

Removed remove_objects(const std::vector<kube::ObjectRef>& refs, kube::Propagation propagation,
                       const Surroundings& with) {
    Removed removed;
    kube::DeleteOptions options;
    options.propagation = propagation;
    for (std::size_t start = 0; start < refs.size(); start += kAtOnce) {
        const std::size_t end = std::min(refs.size(), start + kAtOnce);
        std::vector<kube::Pending> pending;
        for (std::size_t i = start; i < end; ++i) pending.push_back(with.cluster.remove(refs[i], options));
        for (std::size_t i = start; i < end; ++i) {
            Result<kube::Object> answer = pending[i - start].wait();
            if (answer || answer.error().code() == ErrorCode::NotFound) {
                if (with.events) with.events(ObjectRemoved{refs[i], false});
                continue;
            }
            removed.failures.emplace_back(refs[i], std::move(answer).error());
        }
    }
    return removed;
}

Error join_errors(std::vector<Error> errors, std::string_view separator) {
    YARE_ASSERT(!errors.empty(), "there is something to join");
    if (errors.size() == 1) return std::move(errors.front());
    std::string text;
    std::vector<std::string> notes;
    for (const Error& error : errors) {
        if (!text.empty()) text += separator;
        text += error.text();
        notes.insert(notes.end(), error.notes().begin(), error.notes().end());
    }
    Error joined(errors.front().code(), text);
    for (std::string& note : notes) joined = std::move(joined).note(std::move(note));
    return joined;
}

}  // namespace yare::release
