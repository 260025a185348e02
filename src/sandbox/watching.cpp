#include "watching.h"

#include <algorithm>
#include <charconv>

#include "columns.h"
#include "object.h"
#include "selectors.h"
#include "tables.h"

namespace yare::sandbox {
namespace {

using std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr milliseconds kBookmarkEvery{60000};
constexpr std::size_t kChangesAtOnce = 500;

Labels labels_in(const std::string& json) {
    Document document;
    return labels_at(parsed(document, json), {});
}

class ChangeWatch final : public Watch {
  public:
    ChangeWatch(Exchange& exchange, const Call& call, Selector labels, Selector fields, std::int64_t after)
        : exchange_(exchange),
          kind_(call.kind),
          space_(call.space),
          view_(call.view()),
          labels_(std::move(labels)),
          fields_(std::move(fields)),
          after_(after),
          ended_(exchange.ended),
          bookmarks_(call.asks("allowWatchBookmarks")) {
        std::int64_t seconds = 0;
        const std::string text = call.option("timeoutSeconds");
        std::from_chars(text.data(), text.data() + text.size(), seconds);
        // An API server without this option ends watches after half an hour to an hour.
        timeout_ = seconds > 0 ? std::chrono::seconds(seconds) : std::chrono::seconds(2700);
        const SteadyTime now = exchange.cluster->clock().monotonic();
        end_ = now + timeout_;
        next_bookmark_ = now + kBookmarkEvery;
    }

    // The objects that are there when the watch begins, as ADDED.
    void add_initial(bool with_bookmark) {
        Document document;
        for (const Row& row : exchange_.cluster->store().list(kind_->storage, space_, std::nullopt, 0).rows) {
            if (matches(row)) emit("ADDED", row);
        }
        if (with_bookmark) emit_bookmark(true);
    }

    std::optional<std::string> next(milliseconds patience, const Cancellation& cancellation) override {
        std::unique_lock lock(exchange_.lock);
        Clock& clock = exchange_.cluster->clock();
        // Patience is the caller's and real; everything else goes by the sandbox's clock.
        const SteadyTime until = std::chrono::steady_clock::now() + patience;
        while (pending_.empty()) {
            exchange_.tick_locked();
            read_log();
            if (!pending_.empty()) break;
            const SteadyTime now = clock.monotonic();
            if (over_ || ended_ != exchange_.ended || cancellation.stop_requested() || now >= end_)
                return std::nullopt;
            if (bookmarks_ && now >= next_bookmark_) {
                emit_bookmark(false);
                break;
            }
            const SteadyTime real = std::chrono::steady_clock::now();
            if (real >= until) return std::string();
            auto wait = std::chrono::ceil<milliseconds>(std::min(until - real, end_ - now));
            if (const std::optional<milliseconds> due = exchange_.until_due())
                wait = std::min(wait, *due + milliseconds(1));
            exchange_.news.wait_for(lock, cancellation, wait, [&] {
                return exchange_.cluster->store().version() > after_ || ended_ != exchange_.ended;
            });
        }
        return std::exchange(pending_, {});
    }

  private:
    bool matches_labels(const std::string& labels) const {
        return labels_.empty() || labels_.matches(labels_in(labels));
    }
    bool matches_fields(const Row& row) const {
        if (fields_.only_names()) return fields_.matches_names(row.space, row.name);
        Document document;
        return fields_.matches_fields(exchange_.cluster->object_of(document, *kind_, row));
    }
    bool matches(const Row& row) const { return matches_labels(row.labels) && matches_fields(row); }

    void read_log() {
        Store& store = exchange_.cluster->store();
        if (after_ < store.forgotten()) return expire();
        const std::vector<Change> changes =
            store.changes_after(after_, kind_->storage, space_, kChangesAtOnce);
        for (const Change& change : changes) {
            after_ = change.version;
            if (!space_.empty() && change.row.space != space_) continue;
            tell(change);
        }
        if (changes.size() < kChangesAtOnce) after_ = std::max(after_, store.version());
    }

    // A change that moves an object into or out of the selection comes as ADDED or DELETED.
    void tell(const Change& change) {
        const bool now = matches(change.row);
        if (change.type == ChangeType::Added) {
            if (now) emit("ADDED", change.row);
        } else if (change.type == ChangeType::Deleted) {
            if (now) emit("DELETED", change.row);
        } else {
            // Of fields other than names the log does not know what they were; then a change is told as such.
            const bool before =
                matches_labels(change.old_labels) &&
                (fields_.only_names() ? fields_.matches_names(change.row.space, change.row.name) : true);
            if (now)
                emit(before ? "MODIFIED" : "ADDED", change.row);
            else if (before)
                emit("DELETED", change.row);
        }
    }

    void emit(std::string_view type, const Row& row) {
        pending_ += R"({"type":")" + std::string(type) + R"(","object":)";
        if (view_ == View::Whole) {
            pending_ += exchange_.cluster->rendered(*kind_, row);
        } else {
            Document document;
            Map* object = exchange_.cluster->object_of(document, *kind_, row);
            if (view_ == View::Metadata)
                pending_ += json_of(metadata_of(*object));
            else
                pending_ += json_of(table_of(*kind_, {object}, document, std::exchange(first_, false),
                                             exchange_.cluster->seconds()));
        }
        pending_ += "}\n";
    }

    void emit_bookmark(bool initial_end) {
        next_bookmark_ = exchange_.cluster->clock().monotonic() + kBookmarkEvery;
        Document document;
        Map& object = *document.make_map();
        set_text(object, "kind", kind_->kind);
        set_text(object, "apiVersion", kind_->api_version());
        Map& meta = map_at(object, {"metadata"});
        set_text(meta, "resourceVersion", std::to_string(after_));
        if (initial_end) set_text(map_at(meta, {"annotations"}), "k8s.io/initial-events-end", "true");
        Value shown(&object);
        if (view_ == View::Metadata) shown = metadata_of(object);
        if (view_ == View::Table)
            shown = table_of(*kind_, {&object}, document, std::exchange(first_, false),
                             exchange_.cluster->seconds());
        pending_ += R"({"type":"BOOKMARK","object":)" + json_of(shown) + "}\n";
    }

    void expire() {
        std::string status =
            status_json(gone("too old resource version: " + std::to_string(after_) + " (" +
                             std::to_string(exchange_.cluster->store().forgotten() + 1) + ")"));
        status.pop_back();
        pending_ += R"({"type":"ERROR","object":)" + status + "}\n";
        after_ = exchange_.cluster->store().version();
        over_ = true;
    }

    Exchange& exchange_;
    const Kind* kind_;
    std::string space_;
    View view_;
    Selector labels_, fields_;
    std::int64_t after_;
    std::uint64_t ended_;
    bool bookmarks_;
    bool over_ = false;
    bool first_ = true;  // no table sent yet
    std::chrono::seconds timeout_{};
    SteadyTime end_, next_bookmark_;
    std::string pending_;
};

}  // namespace

Answer start_watch(Exchange& exchange, Call& call) {
    Selector labels, fields;
    if (Checked wrong = Selector::parse_labels(call.option("labelSelector"), labels)) return failed(*wrong);
    std::string field_text = call.option("fieldSelector");
    if (!call.name.empty())
        field_text += (field_text.empty() ? "" : ",") + std::string("metadata.name=") + call.name;
    if (Checked wrong = Selector::parse_fields(*call.kind, field_text, fields)) return failed(*wrong);
    const std::string version_text = call.option("resourceVersion");
    std::int64_t version = 0;
    if (!version_text.empty()) {
        const auto [end, error] =
            std::from_chars(version_text.data(), version_text.data() + version_text.size(), version);
        if (error != std::errc{} || end != version_text.data() + version_text.size()) {
            return failed(bad_request("invalid resource version: " + version_text));
        }
    }
    Store& store = exchange.cluster->store();
    const bool initial = version == 0 || call.asks("sendInitialEvents");
    auto watch = std::make_unique<ChangeWatch>(exchange, call, std::move(labels), std::move(fields),
                                               initial ? store.version() : version);
    if (initial && call.option("sendInitialEvents") != "false")
        watch->add_initial(call.asks("sendInitialEvents") && call.asks("allowWatchBookmarks"));
    Answer answer = json_answer(200, "");
    answer.watch = std::move(watch);
    return answer;
}

}  // namespace yare::sandbox
