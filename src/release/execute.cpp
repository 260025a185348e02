#include "yare/release/execute.h"

#include <functional>
#include <optional>

#include "await.h"
#include "debug_log.h"
#include "run_hooks.h"
#include "timestamps.h"
#include "write_objects.h"
#include "yare/data/json.h"

namespace yare::release {

namespace {

Error with_context(Error error, const std::string& context) { return std::move(error).during(context); }

class Executor {
  public:
    Executor(const Plan& plan, const Surroundings& with)
        : plan_(plan),
          with_(with),
          on_user_cancel_(with.cancellation, [this] { stop_.request_stop(); }),
          awaiting_{with.cluster, with.clock, with_.events, stop_.get_token()} {
        outcome_.release = plan.release;
    }

    Outcome run() {
        std::optional<Error> failure;
        for (std::size_t i = 0; i < plan_.steps.size() && !failure; ++i) {
            const Step& step = plan_.steps[i];
            tell(StepStarted{i + 1, plan_.steps.size(), describe(step)});
            Result<void> done = ready_for(step);
            if (done) done = std::visit([this](const auto& one) { return this->perform(one); }, step);
            tell(StepDone{i + 1, done.ok()});
            if (!done) failure = std::move(done).error();
        }
        if (!failure) {
            Result<void> written = flush();
            if (!written) failure = std::move(written).error();
        }
        if (failure) on_failure(std::move(*failure));
        if (!outcome_.failure && !outcome_.troubles.empty()) {
            const std::size_t count = outcome_.troubles.size();
            outcome_.failure =
                join_errors(outcome_.troubles, "; ")
                    .during("uninstallation completed with " + std::to_string(count) + " error(s)");
        }
        if (record_) {
            outcome_.release = record_->release();
            record_->stop();
        }
        return std::move(outcome_);
    }

  private:
    // The points at which execution may end: before each step, once the writes of one group have been told.
    Result<void> ready_for(const Step& step) {
        if (!std::holds_alternative<WriteObjects>(step)) YARE_TRY(flush());
        if (record_) YARE_TRY(record_->check());
        return check_cancelled();
    }

    Result<void> check_cancelled() {
        // A lease that is lost says so itself; it cancels whatever waits.
        if (record_ && record_->lost().stop_requested()) YARE_TRY(record_->check());
        if (stop_.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        return {};
    }

    void tell(const Event& event) {
        if (with_.events) with_.events(event);
    }

    // -- log lines of --debug --

    const std::string& release_name() const { return plan_.release.name; }

    void log_begin(std::int64_t revision) {
        const bool upgrade = plan_.operation == Operation::Upgrade;
        if (upgrade) with_.diagnostics.debug("creating upgraded release", {{"name", release_name()}});
        log_record("creating", release_name(), revision, with_.diagnostics);
        // Helm: it asks anew for what there is to prune.
        if (upgrade && plan_.history_max > 0)
            with_.diagnostics.debug("getting release history", {{"name", release_name()}});
    }

    void log_writes(const WriteObjects& first) {
        UpdateLog update;
        for (const Step& step : plan_.steps) {
            if (const auto* write = std::get_if<WriteObjects>(&step)) update.objects += write->objects.size();
        }
        update.server_side = plan_.write.server_side;
        update.replace = plan_.write.force_replace;
        update.force_conflicts = plan_.write.force_conflicts;
        update.adopts_fields = plan_.adopts_fields;
        if (first.first_install) return log_creation(update.objects, update.server_side, with_.diagnostics);
        log_update(update, with_.diagnostics);
    }

    // -- records --

    void hold(Release release, std::string version) {
        outcome_.recorded = true;
        record_.emplace(with_.storage, with_.clock, std::move(release), holder_, std::move(version));
        on_lost_lease_.emplace(record_->lost(), [this] { stop_.request_stop(); });
        record_->keep();
    }

    Result<void> perform(const PruneRecord& step) {
        Result<void> removed = with_.storage.remove(plan_.release.name, step.revision, "");
        if (!removed && removed.error().code() == ErrorCode::NotFound) return {};
        return removed;
    }

    Result<void> perform(const CreateRecord& step) {
        Release release = plan_.release;
        release.info.status = step.status;
        log_begin(step.revision);
        std::string version = YARE_TRY(with_.storage.create(release, make_lease(holder_, with_.clock)));
        hold(std::move(release), std::move(version));
        if (!plan_.hooks) with_.diagnostics.debug("upgrade hooks disabled", {{"name", release_name()}});
        return {};
    }

    Result<void> perform(const SaveRecord& step) {
        Release release = plan_.release;
        release.info.status = step.status;
        release.info.description = step.description;
        release.info.deleted = format_time(with_.clock.now());
        std::string version =
            YARE_TRY(with_.storage.update(release, make_lease(holder_, with_.clock), plan_.record_version));
        hold(std::move(release), std::move(version));
        return {};
    }

    Result<void> perform(const SupersedeRecord& step) {
        log_record("updating", release_name(), step.revision, with_.diagnostics);
        Result<void> done = supersede(step);
        // Helm: a record that cannot be updated is only logged; the new revision counts.
        if (!done && done.error().code() != ErrorCode::NotFound) {
            with_.diagnostics.warn("failed to update release", {{"name", plan_.release.name},
                                                                {"revision", std::to_string(step.revision)},
                                                                {"error", done.error().text()}});
        }
        return {};
    }

    Result<void> supersede(const SupersedeRecord& step) {
        Stored stored = YARE_TRY(with_.storage.get(plan_.release.name, step.revision));
        stored.release.info.status = Status::Superseded;
        if (!step.description.empty()) stored.release.info.description = step.description;
        YARE_TRY(with_.storage.update(stored.release, std::nullopt, stored.version));
        return {};
    }

    Result<void> perform(const FinishRecord& step) {
        record_->release().info.status = step.status;
        record_->release().info.description = step.description;
        if (plan_.operation == Operation::Upgrade)
            with_.diagnostics.debug("updating status for upgraded release", {{"name", release_name()}});
        log_record("updating", release_name(), step.revision, with_.diagnostics);
        return record_->finish();
    }

    Result<void> perform(const PurgeRecords& step) {
        record_->stop();
        record_->release().info.status = Status::Uninstalled;
        for (const std::int64_t revision : step.revisions) {
            Result<void> removed = with_.storage.remove(plan_.release.name, revision, "");
            if (removed || removed.error().code() == ErrorCode::NotFound) continue;
            outcome_.troubles.push_back(
                with_context(std::move(removed).error(), "uninstall: Failed to purge the release"));
            break;
        }
        return {};
    }

    // -- the cluster --

    Result<void> perform(const CreateNamespace& step) {
        std::string name;
        append_json_string(name, step.name);
        WriteObjects write;
        write.mode = step.apply ? WriteMode::Apply : WriteMode::Create;
        write.first_install = true;
        PlannedObject object;
        object.ref = {"v1", "Namespace", "", step.name};
        object.json = R"({"apiVersion":"v1","kind":"Namespace","metadata":{"labels":{"name":)" + name +
                      R"(},"name":)" + name + "}}";
        write.objects.push_back(std::move(object));
        log_creation(1, step.apply, with_.diagnostics);
        Written written = write_objects(write, with_);
        for (WriteFailure& failure : written.failures) {
            if (failure.error.code() != ErrorCode::AlreadyExists) return std::move(failure.error);
        }
        return {};
    }

    Result<void> perform(const RunHooks& step) {
        Result<void> done = run_hooks(step, *record_, with_, stop_.get_token());
        if (done) return done;
        YARE_TRY(check_cancelled());
        Error error = with_context(std::move(done).error(), step.failure);
        if (step.event == "post-delete") {
            outcome_.troubles.push_back(std::move(error));
            return {};
        }
        return error;
    }

    static Result<void> perform(const Refuse& step) { return Error(ErrorCode::Invalid, step.reason); }

    Result<void> perform(const WriteObjects& step) {
        if (!std::exchange(applied_, true)) log_writes(step);
        Written written = write_objects(step, with_);
        outcome_.created.insert(outcome_.created.end(), written.created.begin(), written.created.end());
        for (WriteFailure& failure : written.failures) {
            if (step.first_install) {
                failures_.push_back(std::move(failure.error));
                separator_ = "\n";
                continue;
            }
            if (failure.creating) {
                failures_.clear();
                return with_context(std::move(failure.error), "failed to create resource");
            }
            failures_.push_back(std::move(failure.error));
            separator_ = " && ";
        }
        return {};
    }

    // Tells the failures of a group of writes once the group is over.
    Result<void> flush() {
        if (failures_.empty()) return {};
        return join_errors(std::exchange(failures_, {}), separator_);
    }

    Result<void> perform(const RemoveObjects& step) {
        for (const kube::ObjectRef& ref : step.objects) {
            if (plan_.operation != Operation::Upgrade) break;
            with_.diagnostics.debug(
                "deleting resource",
                {{"namespace", ref.namespace_name}, {"name", ref.name}, {"kind", ref.kind}});
        }
        Removed removed = remove_objects(step.objects, step.propagation, with_);
        if (removed.failures.empty()) return {};
        if (plan_.operation == Operation::Uninstall) {
            Error error(ErrorCode::Internal, "failed to delete release: " + plan_.release.name);
            for (const auto& [ref, one] : removed.failures) error = std::move(error).note(one.text());
            return error;
        }
        std::vector<Error> errors;
        for (auto& [ref, error] : removed.failures) {
            errors.push_back(
                with_context(std::move(error), "failed to delete resource namespace=" + ref.namespace_name +
                                                   ", name=" + ref.name + ", kind=" + ref.kind));
        }
        return join_errors(std::move(errors), " && ");
    }

    Result<void> perform(const AwaitReady& step) {
        Result<void> done = await_ready(step.objects, step.wait, awaiting_);
        if (done) return done;
        YARE_TRY(check_cancelled());
        waiting_failed_ = true;
        unprefixed_ = done.error().text();
        return with_context(std::move(done).error(), step.failure);
    }

    Result<void> perform(const AwaitGone& step) {
        Result<void> done = await_gone(step.objects, step.wait, awaiting_);
        YARE_TRY(check_cancelled());
        if (!done) outcome_.troubles.push_back(std::move(done).error());
        return {};
    }

    // -- the way it ends when it does not end well --

    void on_failure(Error error) {
        if (!record_) {
            outcome_.failure = std::move(error);
            return;
        }
        if (plan_.operation == Operation::Uninstall) {
            record_failure(std::nullopt);
            outcome_.failure = std::move(error);
            return;
        }
        const std::string text = waiting_failed_ ? unprefixed_ : error.text();
        const std::string name = "\"" + plan_.release.name + "\"";
        if (plan_.operation == Operation::Upgrade) {
            with_.diagnostics.warn("upgrade failed", {{"name", plan_.release.name}, {"error", text}});
            record_failure("Upgrade " + name + " failed: " + text);
        } else if (plan_.operation == Operation::Rollback && !waiting_failed_) {
            const std::string description = "Rollback " + name + " failed: " + text;
            with_.diagnostics.warn(description);
            // Helm: once the objects have been touched, the revision before counts as superseded.
            if (record_ && applied_) perform(SupersedeRecord{plan_.release.revision - 1, ""}).value();
            record_failure(description);
        } else {
            record_failure("Release " + name + " failed: " + text);
        }
        outcome_.failure = std::move(error);
    }

    // Without a description the record keeps its status and loses only its lease.
    void record_failure(const std::optional<std::string>& description) {
        if (!record_) return;
        if (description) {
            record_->release().info.status = Status::Failed;
            record_->release().info.description = *description;
        }
        log_record("updating", release_name(), plan_.release.revision, with_.diagnostics);
        const Result<void> saved = record_->finish();
        if (!saved) {
            with_.diagnostics.warn("failed to update release",
                                   {{"name", plan_.release.name},
                                    {"revision", std::to_string(plan_.release.revision)},
                                    {"error", saved.error().text()}});
        }
    }

    const Plan& plan_;
    const Surroundings& with_;
    const Holder holder_ = this_holder(with_.process);
    std::stop_source stop_;  // the user's cancellation, or a lost lease
    std::stop_callback<std::function<void()>> on_user_cancel_;
    const Awaiting awaiting_;
    Outcome outcome_;
    std::optional<HeldRecord> record_;
    std::optional<std::stop_callback<std::function<void()>>> on_lost_lease_;
    std::vector<Error> failures_;
    const char* separator_ = "\n";
    bool applied_ = false;
    bool waiting_failed_ = false;
    std::string unprefixed_;
};

}  // namespace

Outcome execute(const Plan& plan, const Surroundings& with) { return Executor(plan, with).run(); }

}  // namespace yare::release
