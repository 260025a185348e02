// A watch: one JSON object a line, as they happen.
#include "client_impl.h"
#include "yare/data/json.h"
#include "yare/kube/client.h"

namespace yare::kube {

struct WatchStream::Rep {
    std::unique_ptr<net::Exchange> exchange;
    std::string buffer;
    std::size_t taken = 0;
    ApiStatus status;

    // The next whole line; nullopt at the end of the stream.
    Result<std::optional<std::string_view>> line() {
        std::size_t searched = taken;
        for (;;) {
            const auto end = buffer.find('\n', searched);
            if (end != std::string::npos) {
                const std::string_view out = std::string_view(buffer).substr(taken, end - taken);
                taken = end + 1;
                return std::optional(out);
            }
            buffer.erase(0, taken);
            taken = 0;
            searched = buffer.size();
            auto piece = YARE_TRY(exchange->next());
            if (!piece) return std::optional<std::string_view>();
            buffer += *piece;
        }
    }
};

namespace {

std::optional<WatchEvent::Type> event_type(std::string_view name) {
    if (name == "ADDED") return WatchEvent::Type::Added;
    if (name == "MODIFIED") return WatchEvent::Type::Modified;
    if (name == "DELETED") return WatchEvent::Type::Deleted;
    if (name == "BOOKMARK") return WatchEvent::Type::Bookmark;
    return std::nullopt;
}

}  // namespace

WatchStream::WatchStream(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
WatchStream::WatchStream(WatchStream&&) noexcept = default;
WatchStream& WatchStream::operator=(WatchStream&&) noexcept = default;
WatchStream::~WatchStream() = default;

const ApiStatus& WatchStream::status() const { return rep_->status; }

Result<std::optional<WatchEvent>> WatchStream::next() {
    std::optional<std::string_view> line;
    do {
        line = YARE_TRY(rep_->line());
        if (!line) return std::optional<WatchEvent>();
    } while (line->find_first_not_of(" \r\t") == std::string_view::npos);
    Object event = YARE_TRY_WHILE("unable to decode an event from the watch stream", parse_object(*line));
    const std::string_view name = event.root().path({"type"}).string_or({});
    const Value object = event.root().path({"object"});
    if (name == "ERROR") {
        rep_->status = {};
        if (!read_status(object, rep_->status)) rep_->status.message = "the watch ended with an error";
        return refusal(rep_->status);
    }
    const auto type = event_type(name);
    if (!type || !object.is_map()) {
        return Error(
            ErrorCode::Unavailable,
            "unable to decode an event from the watch stream: unknown type \"" + std::string(name) + "\"");
    }
    event.document().root = object;
    WatchEvent out{*type, std::move(event)};
    return std::optional(std::move(out));
}

Result<WatchStream> Client::watch(std::string_view api_version, std::string_view kind, WatchOptions options) {
    const ResourceMapping where = YARE_TRY(mapping(api_version, kind));
    Query query;
    query.add("watch", "true");
    query.add_if(options.bookmarks, "allowWatchBookmarks", "true");
    query.add_if(!options.label_selector.empty(), "labelSelector", options.label_selector);
    query.add_if(!options.field_selector.empty(), "fieldSelector", options.field_selector);
    query.add_if(!options.resource_version.empty(), "resourceVersion", options.resource_version);
    query.add_if(options.server_timeout.count() > 0, "timeoutSeconds",
                 std::to_string(options.server_timeout.count()));
    Call call;
    call.path = where.path(options.namespace_name, {}) + query.text();
    call.streaming = true;
    call.subject = {"GET", where.group(), where.resource, ""};
    call.options.cancellation = options.cancellation;
    auto rep = std::make_unique<WatchStream::Rep>();
    rep->exchange = YARE_TRY(impl_->start(call));
    net::Response response = YARE_TRY(rep->exchange->wait());
    impl_->note_warnings(response);
    if (response.status == 200) return WatchStream(std::move(rep));
    for (;;) {
        auto piece = YARE_TRY(rep->exchange->next());
        if (!piece) break;
        response.body += *piece;
    }
    return refusal(status_of(response, call.subject));
}

}  // namespace yare::kube
