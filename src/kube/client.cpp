#include "yare/kube/client.h"

#include "client_impl.h"
#include "yare/data/json.h"

namespace yare::kube {

namespace {

Result<std::string> object_path(const ResourceMapping& mapping, const std::string& namespace_name,
                                const std::string& name) {
    if (mapping.namespaced && namespace_name.empty()) {
        return Error(ErrorCode::Invalid,
                     name.empty() ? "an empty namespace may not be set during creation"
                                  : "an empty namespace may not be set when a resource name is provided");
    }
    return mapping.path(namespace_name, name);
}

Subject subject_of(const ResourceMapping& mapping, std::string verb, std::string name) {
    return {std::move(verb), mapping.group(), mapping.resource, std::move(name)};
}

std::string_view content_type_of(PatchKind kind) {
    switch (kind) {
        case PatchKind::Apply:
            return "application/apply-patch+yaml";
        case PatchKind::StrategicMerge:
            return "application/strategic-merge-patch+json";
        case PatchKind::Merge:
            return "application/merge-patch+json";
        case PatchKind::Json:
            return "application/json-patch+json";
    }
    return {};
}

std::string_view propagation_name(Propagation propagation) {
    switch (propagation) {
        case Propagation::Background:
            return "Background";
        case Propagation::Foreground:
            return "Foreground";
        case Propagation::Orphan:
            return "Orphan";
        case Propagation::Default:
            break;
    }
    return {};
}

Query write_query(const WriteOptions& options) {
    Query query;
    query.add_if(options.dry_run, "dryRun", "All");
    query.add_if(!options.field_manager.empty(), "fieldManager", options.field_manager);
    query.add_if(!options.field_validation.empty(), "fieldValidation", options.field_validation);
    return query;
}

std::string with_subresource(std::string path, const std::string& subresource) {
    return subresource.empty() ? path : path + "/" + subresource;
}

Result<std::string> delete_body(const DeleteOptions& options) {
    Document document;
    Map* root = document.make_map();
    root->set("apiVersion", Value::of_view("v1"));
    root->set("kind", Value::of_view("DeleteOptions"));
    if (const auto name = propagation_name(options.propagation); !name.empty()) {
        root->set("propagationPolicy", Value::of_view(name));
    }
    if (options.grace_seconds) root->set("gracePeriodSeconds", Value::of_int64(*options.grace_seconds));
    if (options.dry_run) root->set("dryRun", document.make_list({Value::of_view("All")}));
    if (!options.uid.empty() || !options.resource_version.empty()) {
        Map* conditions = document.make_map();
        if (!options.uid.empty()) conditions->set("uid", Value::of_view(options.uid));
        if (!options.resource_version.empty()) {
            conditions->set("resourceVersion", Value::of_view(options.resource_version));
        }
        root->set("preconditions", conditions);
    }
    return write_json(root);
}

}  // namespace

std::string ResourceMapping::path(std::string_view namespace_name, std::string_view name) const {
    std::string out = (group().empty() ? "/api/" : "/apis/") + api_version;
    if (namespaced && !namespace_name.empty()) out += "/namespaces/" + escaped(namespace_name);
    out += "/" + resource;
    if (!name.empty()) out += "/" + escaped(name);
    return out;
}

// -- Pending --

Pending::Pending(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
Pending::Pending(Pending&&) noexcept = default;
Pending& Pending::operator=(Pending&&) noexcept = default;
Pending::~Pending() = default;

const ApiStatus& Pending::status() const { return rep_->status; }

Result<Object> Pending::wait() {
    if (rep_->failed_early) return *rep_->failed_early;
    YARE_ASSERT(rep_->exchange, "an answer is waited for once");
    net::Response response = YARE_TRY(rep_->impl->finish(rep_->call, std::move(rep_->exchange)));
    if (response.status < 200 || response.status > 299) {
        rep_->status = status_of(response, rep_->call.subject);
        return refusal(rep_->status);
    }
    return parse_object(response.body);
}

Client::Client(RestConfig config, std::shared_ptr<net::Client> http, ClientOptions options)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(http), std::move(options))) {}
Client::~Client() = default;

const RestConfig& Client::config() const { return impl_->config; }

std::vector<std::string> Client::take_warnings() {
    const std::lock_guard lock(impl_->warnings_mutex);
    return std::exchange(impl_->warnings, {});
}

// Everything that can go wrong before sending is kept for wait(), so that callers look in one place.
Pending Client::send(Result<Call> call) {
    auto rep = std::make_unique<Pending::Rep>();
    rep->impl = impl_.get();
    if (!call) {
        rep->failed_early = std::move(call).error();
        return Pending(std::move(rep));
    }
    rep->call = std::move(*call);
    auto exchange = impl_->start(rep->call);
    if (exchange) {
        rep->exchange = std::move(*exchange);
    } else {
        rep->failed_early = std::move(exchange).error();
    }
    return Pending(std::move(rep));
}

Pending Client::get(const ObjectRef& ref, CallOptions options) {
    return send([&]() -> Result<Call> {
        const ResourceMapping where = YARE_TRY(mapping(ref.api_version, ref.kind));
        Call call;
        call.path = YARE_TRY(object_path(where, ref.namespace_name, ref.name));
        call.subject = subject_of(where, "GET", ref.name);
        call.options = options;
        return call;
    }());
}

Pending Client::create(const Value& object, WriteOptions options) {
    return send([&]() -> Result<Call> {
        const ObjectRef ref = object_ref(object);
        const ResourceMapping where = YARE_TRY(mapping(ref.api_version, ref.kind));
        Call call;
        call.method = "POST";
        call.path = YARE_TRY(object_path(where, ref.namespace_name, {}));
        if (!options.subresource.empty()) call.path += "/" + escaped(ref.name) + "/" + options.subresource;
        call.path += write_query(options).text();
        call.content_type = "application/json";
        call.body = YARE_TRY(object_json(object));
        call.subject = subject_of(where, "POST", {});
        call.options = options.call;
        return call;
    }());
}

Pending Client::update(const Value& object, WriteOptions options) {
    return send([&]() -> Result<Call> {
        const ObjectRef ref = object_ref(object);
        const ResourceMapping where = YARE_TRY(mapping(ref.api_version, ref.kind));
        const std::string path = YARE_TRY(object_path(where, ref.namespace_name, ref.name));
        Call call;
        call.method = "PUT";
        call.path = with_subresource(path, options.subresource) + write_query(options).text();
        call.content_type = "application/json";
        call.body = YARE_TRY(object_json(object));
        call.subject = subject_of(where, "PUT", ref.name);
        call.options = options.call;
        return call;
    }());
}

Pending Client::patch(const ObjectRef& ref, PatchKind kind, std::string body, PatchOptions options) {
    return send([&]() -> Result<Call> {
        const ResourceMapping where = YARE_TRY(mapping(ref.api_version, ref.kind));
        const std::string path = YARE_TRY(object_path(where, ref.namespace_name, ref.name));
        Query query = write_query(options.write);
        query.add_if(kind == PatchKind::Apply, "force", options.force ? "true" : "false");
        Call call;
        call.method = "PATCH";
        call.path = with_subresource(path, options.write.subresource) + query.text();
        call.content_type = content_type_of(kind);
        call.body = std::move(body);
        call.subject = subject_of(where, "PATCH", ref.name);
        call.options = options.write.call;
        return call;
    }());
}

Pending Client::apply(const Value& object, PatchOptions options) {
    auto body = object_json(object);
    if (!body) return send(std::move(body).error());
    return patch(object_ref(object), PatchKind::Apply, std::move(*body), std::move(options));
}

Pending Client::remove(const ObjectRef& ref, DeleteOptions options) {
    return send([&]() -> Result<Call> {
        const ResourceMapping where = YARE_TRY(mapping(ref.api_version, ref.kind));
        Call call;
        call.method = "DELETE";
        call.path = YARE_TRY(object_path(where, ref.namespace_name, ref.name));
        call.content_type = "application/json";
        call.body = YARE_TRY(delete_body(options));
        call.subject = subject_of(where, "DELETE", ref.name);
        call.options = options.call;
        return call;
    }());
}

namespace {

// Items of built-in kinds come without apiVersion and kind: the list's kind says what they are.
void add_page(Object page, ObjectList& out) {
    const std::string_view list_kind = page.kind();
    const std::string_view kind =
        list_kind.ends_with("List") ? list_kind.substr(0, list_kind.size() - 4) : "";
    const Value items = page.root().path({"items"});
    if (items.is_list()) {
        const Value api_version = page.root().path({"apiVersion"});
        for (const Value& item : items.items()) {
            Map* map = item.map_or_null();
            if (map && !map->contains("kind") && !kind.empty()) map->set("kind", Value::of_view(kind));
            if (map && !map->contains("apiVersion")) map->set("apiVersion", api_version);
            out.items.push_back(item);
        }
    }
    out.resource_version = page.root().path({"metadata", "resourceVersion"}).string_or({});
    out.pages.push_back(std::move(page));
}

}  // namespace

Result<ObjectList> Client::list(std::string_view api_version, std::string_view kind, ListOptions options) {
    const ResourceMapping where = YARE_TRY(mapping(api_version, kind));
    ObjectList out;
    std::string rest;
    do {
        Query query;
        query.add_if(!options.label_selector.empty(), "labelSelector", options.label_selector);
        query.add_if(!options.field_selector.empty(), "fieldSelector", options.field_selector);
        query.add_if(options.limit > 0, "limit", std::to_string(options.limit));
        if (rest.empty()) {
            query.add_if(!options.resource_version.empty(), "resourceVersion", options.resource_version);
        } else {
            query.add("continue", rest);
        }
        Call call;
        call.path = where.path(options.namespace_name, {}) + query.text();
        call.subject = subject_of(where, "GET", {});
        call.options = options.call;
        const net::Response response = YARE_TRY(impl_->perform(call));
        if (response.status == 410 && !rest.empty()) {
            // The pages' common state is gone: everything at once, as client-go's pager does.
            out = {};
            rest.clear();
            options.limit = 0;
            continue;
        }
        if (response.status < 200 || response.status > 299) return refusal(status_of(response, call.subject));
        Object page = YARE_TRY(parse_object(response.body));
        rest = page.root().path({"metadata", "continue"}).string_or({});
        add_page(std::move(page), out);
    } while (!rest.empty() || out.pages.empty());
    return out;
}

Result<std::string> Client::get_text(std::string path_and_query, CallOptions options, std::string accept) {
    Call call;
    call.path = std::move(path_and_query);
    call.accept = std::move(accept);
    call.subject.verb = "GET";
    call.options = std::move(options);
    net::Response response = YARE_TRY(impl_->perform_well(call));
    return std::move(response.body);
}

}  // namespace yare::kube
