// Records as Secrets or ConfigMaps of the release's namespace, as Helm keeps them.
#include <algorithm>
#include <charconv>
#include <set>

#include "json_scan.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/kube/client.h"
#include "yare/release/codec.h"
#include "yare/release/storage.h"

namespace yare::release {

namespace {

constexpr std::string_view kSecretType = "helm.sh/release.v1";
constexpr std::string_view kHolderAnnotation = "yare.dev/lease-holder";
constexpr std::string_view kUntilAnnotation = "yare.dev/lease-until";
// What the API server lets a Secret or ConfigMap hold.
constexpr std::size_t kObjectBytes = std::size_t{1} << 20;

std::string holder_json(const Holder& holder) {
    std::string out = "{\"host\":";
    append_json_string(out, holder.host);
    out += ",\"boot\":";
    append_json_string(out, holder.boot);
    out += ",\"process\":" + std::to_string(holder.process) +
           ",\"start\":" + std::to_string(holder.start_ticks) + "}";
    return out;
}

// An annotation that does not read is a holder nobody knows: only waiting tells whether it lives.
Lease read_lease(std::string_view holder_text, std::string_view until) {
    Lease lease;
    lease.until = until;
    Document document;
    const Result<Value> read = read_json(holder_text, document, {.numbers = Numbers::KeepIntegers});
    if (!read) return lease;
    lease.holder.host = read->path({"host"}).string_or("");
    lease.holder.boot = read->path({"boot"}).string_or("");
    const Value process = read->path({"process"});
    const Value start = read->path({"start"});
    if (process.is_integer()) lease.holder.process = process.as_integer();
    if (start.is_integer()) lease.holder.start_ticks = std::uint64_t(start.as_integer());
    return lease;
}

std::int64_t seconds_now(Clock& clock) {
    return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
}

struct Driver {
    std::string kind;       // "Secret"
    std::string_view type;  // of the Secret
};

class KubeStorage final : public Storage {
  public:
    KubeStorage(kube::Client& client, Clock& clock, std::string namespace_name, Driver driver)
        : client_(client), clock_(clock), namespace_(std::move(namespace_name)), driver_(std::move(driver)) {}

    Result<std::vector<RecordHead>> heads(const Query& query, Diagnostics& diagnostics) override;
    Result<Stored> get(std::string_view name, std::int64_t revision) override;
    Result<std::vector<Stored>> get_all(const std::vector<RecordHead>& heads) override;
    Result<std::string> create(const Release& release, const std::optional<Lease>& lease) override;
    Result<std::string> update(const Release& release, const std::optional<Lease>& lease,
                               const std::string& version) override;
    Result<std::string> mark(std::string_view name, std::int64_t revision, const std::optional<Lease>& lease,
                             const std::string& version) override;
    Result<void> remove(std::string_view name, std::int64_t revision, const std::string& version) override;

  private:
    kube::ObjectRef ref(std::string_view namespace_name, std::string_view name, std::int64_t revision) const {
        return {"v1", driver_.kind, std::string(namespace_name), record_key(name, revision)};
    }
    std::optional<RecordHead> read_head(const Value& object) const;
    std::string payload(const Value& object) const;
    Result<Stored> read_record(const RecordHead& head) const;
    Value make_object(Document& document, const Release& release, const std::string& encoded,
                      const std::optional<Lease>& lease, std::string_view time_label) const;

    kube::Client& client_;
    Clock& clock_;
    const std::string namespace_;
    const Driver driver_;
};

std::string KubeStorage::payload(const Value& object) const {
    const std::string_view text = object.path({"data", "release"}).string_or("");
    if (driver_.type.empty()) return std::string(text);
    return decode_base64(text).value_or(std::string());
}

std::optional<RecordHead> KubeStorage::read_head(const Value& object) const {
    RecordHead head;
    head.namespace_name = kube::object_namespace(object);
    head.version = kube::object_resource_version(object);
    const Value label_map = object.path({"metadata", "labels"});
    const Map* labels = label_map.map_or_null();
    if (!labels) return std::nullopt;
    for (const Entry& entry : *labels) {
        const std::string_view key = labels->key_text(entry);
        const std::string_view value = entry.value.string_or("");
        if (key == "name") head.name = value;
        if (key == "status") head.status = parse_status(value);
        if (key == "version") std::from_chars(value.data(), value.data() + value.size(), head.revision);
        if (!is_system_label(key)) head.labels.emplace(key, value);
        head.all_labels.emplace(key, value);
    }
    const Value annotations = object.path({"metadata", "annotations"});
    if (const Value* holder = annotations.find(kHolderAnnotation)) {
        head.lease = read_lease(holder->string_or(""), annotations.path({kUntilAnnotation}).string_or(""));
    }
    head.payload = payload(object);
    // Not by its labels alone: somebody may have put them on anything.
    if (head.revision <= 0 || kube::object_name(object) != record_key(head.name, head.revision))
        return std::nullopt;
    return head;
}

Result<std::vector<RecordHead>> KubeStorage::heads(const Query& query, Diagnostics& diagnostics) {
    kube::ListOptions options;
    options.namespace_name = namespace_;
    options.label_selector = "owner=helm";
    if (!query.name.empty()) options.label_selector = "name=" + query.name + "," + options.label_selector;
    if (query.status) options.label_selector += ",status=" + std::string(status_name(*query.status));
    if (!query.selector.empty()) options.label_selector += "," + query.selector;
    options.limit = 100;  // records are large
    const char* doing = query.name.empty() ? "list: failed to list" : "query: failed to query with labels";
    const kube::ObjectList list = YARE_TRY_WHILE(doing, client_.list("v1", driver_.kind, options));
    std::vector<RecordHead> found;
    for (const Value& item : list.items) {
        std::optional<RecordHead> head = read_head(item);
        if (head) {
            found.push_back(std::move(*head));
            continue;
        }
        diagnostics.debug("passed over an object that has Helm's labels and is no release",
                          {{"kind", driver_.kind}, {"name", std::string(kube::object_name(item))}});
    }
    std::sort(found.begin(), found.end(), [](const RecordHead& a, const RecordHead& b) {
        return std::tie(a.namespace_name, a.name, a.revision) <
               std::tie(b.namespace_name, b.name, b.revision);
    });
    return found;
}

Result<Stored> KubeStorage::read_record(const RecordHead& head) const {
    Result<Release> release = decode(head.payload);
    if (!release) {
        const std::string key = record_key(head.name, head.revision);
        return std::move(release.error())
            .during("get: failed to decode data \"" + key + "\"")
            .note(driver_.kind + " " + key + " in namespace \"" + head.namespace_name +
                  "\" is not a release that can be read; delete it, or give it other labels than Helm's");
    }
    release->labels = head.labels;
    if (release->namespace_name.empty()) release->namespace_name = head.namespace_name;
    return Stored{std::move(*release), head.version, head.lease};
}

Result<Stored> KubeStorage::get(std::string_view name, std::int64_t revision) {
    const std::string key = record_key(name, revision);
    kube::Pending pending = client_.get(ref(namespace_, name, revision));
    Result<kube::Object> object = pending.wait();
    if (!object) {
        if (object.error().code() == ErrorCode::NotFound) {
            return Error(ErrorCode::NotFound, "release: not found");
        }
        return std::move(object.error()).during("get: failed to get \"" + key + "\"");
    }
    std::optional<RecordHead> head = read_head(object->root());
    if (!head) {
        return Error(ErrorCode::Invalid, driver_.kind + " " + key + " in namespace \"" + namespace_ +
                                             "\" is not a release: its labels do not say what it is");
    }
    return read_record(*head);
}

Result<std::vector<Stored>> KubeStorage::get_all(const std::vector<RecordHead>& heads) {
    std::vector<std::optional<kube::Pending>> asked;
    for (const RecordHead& head : heads) {
        asked.emplace_back();
        if (head.payload.empty())
            asked.back() = client_.get(ref(head.namespace_name, head.name, head.revision));
    }
    std::vector<Stored> all;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        RecordHead head = heads[i];
        if (asked[i]) {
            Result<kube::Object> object = asked[i]->wait();
            if (!object && object.error().code() == ErrorCode::NotFound) continue;
            if (!object) {
                return std::move(object.error())
                    .during("get: failed to get \"" + record_key(head.name, head.revision) + "\"");
            }
            std::optional<RecordHead> again = read_head(object->root());
            if (again) head = std::move(*again);
        }
        Stored stored = YARE_TRY(read_record(head));
        all.push_back(std::move(stored));
    }
    return all;
}

Value KubeStorage::make_object(Document& document, const Release& release, const std::string& encoded,
                               const std::optional<Lease>& lease, std::string_view time_label) const {
    Map* labels = document.make_map();
    // Helm: the user's labels first, then the system's; a createdAt among the former would win over the time.
    labels->set(time_label, document.string(std::to_string(seconds_now(clock_))));
    for (const auto& [key, value] : release.labels) labels->set(key, document.string(value));
    labels->set("name", document.string(release.name));
    labels->set("owner", document.string("helm"));
    labels->set("status", document.string(status_name(release.info.status)));
    labels->set("version", document.string(std::to_string(release.revision)));

    Map* metadata = document.make_map();
    metadata->set("name", document.string(record_key(release.name, release.revision)));
    metadata->set("namespace", document.string(release.namespace_name));
    metadata->set("labels", labels);
    if (lease) {
        Map* annotations = document.make_map();
        annotations->set(kHolderAnnotation, document.string(holder_json(lease->holder)));
        annotations->set(kUntilAnnotation, document.string(lease->until));
        metadata->set("annotations", annotations);
    }

    Map* data = document.make_map();
    data->set("release", document.string(driver_.type.empty() ? encoded : base64(encoded)));

    Map* object = document.make_map();
    object->set("apiVersion", document.string("v1"));
    object->set("kind", document.string(driver_.kind));
    object->set("metadata", metadata);
    object->set("data", data);
    if (!driver_.type.empty()) object->set("type", document.string(driver_.type));
    return object;
}

// Refused before the server does, because we can say what takes the room.
Result<void> check_size(const Release& release, const std::string& encoded, const std::string& kind) {
    if (encoded.size() <= kObjectBytes) return {};
    return Error(ErrorCode::Invalid, kind + " \"" + record_key(release.name, release.revision) +
                                         "\" is invalid: data: Too long: may not be more than " +
                                         std::to_string(kObjectBytes) + " bytes")
        .note("the record takes " + std::to_string(encoded.size()) +
              " bytes packed; before packing its chart takes " + std::to_string(release.chart_json.size()) +
              ", its manifest " + std::to_string(release.manifest.size()) + ", its values " +
              std::to_string(release.config_json.size()));
}

Result<std::string> KubeStorage::create(const Release& release, const std::optional<Lease>& lease) {
    const std::string encoded = encode(release);
    YARE_TRY_WHILE("create: failed to create", check_size(release, encoded, driver_.kind));
    Document document;
    const Value object = make_object(document, release, encoded, lease, "createdAt");
    Result<kube::Object> created = client_.create(object).wait();
    if (created) return std::string(created->resource_version());
    if (created.error().code() == ErrorCode::AlreadyExists) {
        return Error(ErrorCode::AlreadyExists, "release: already exists");
    }
    return std::move(created.error()).during("create: failed to create");
}

Result<std::string> KubeStorage::update(const Release& release, const std::optional<Lease>& lease,
                                        const std::string& version) {
    const std::string encoded = encode(release);
    YARE_TRY_WHILE("update: failed to update", check_size(release, encoded, driver_.kind));
    Document document;
    const Value object = make_object(document, release, encoded, lease, "modifiedAt");
    if (!version.empty()) {
        object.path({"metadata"}).as_map().set("resourceVersion", document.string(version));
    }
    kube::Pending pending = client_.update(object);
    const kube::Object updated = YARE_TRY_WHILE("update: failed to update", pending.wait());
    return std::string(updated.resource_version());
}

Result<std::string> KubeStorage::mark(std::string_view name, std::int64_t revision,
                                      const std::optional<Lease>& lease, const std::string& version) {
    std::string body = "{\"metadata\":{\"annotations\":{";
    append_json_string(body, kHolderAnnotation);
    body += ':';
    if (lease) {
        append_json_string(body, holder_json(lease->holder));
    } else {
        body += "null";
    }
    body += ',';
    append_json_string(body, kUntilAnnotation);
    body += ':';
    if (lease) {
        append_json_string(body, lease->until);
    } else {
        body += "null";
    }
    body += '}';
    if (!version.empty()) {
        body += ",\"resourceVersion\":";
        append_json_string(body, version);
    }
    body += "}}";
    kube::Pending pending =
        client_.patch(ref(namespace_, name, revision), kube::PatchKind::Merge, std::move(body));
    const kube::Object marked = YARE_TRY_WHILE("update: failed to update", pending.wait());
    return std::string(marked.resource_version());
}

Result<void> KubeStorage::remove(std::string_view name, std::int64_t revision, const std::string& version) {
    kube::DeleteOptions options;
    options.propagation = kube::Propagation::Default;
    options.resource_version = version;
    Result<kube::Object> removed = client_.remove(ref(namespace_, name, revision), options).wait();
    if (removed) return {};
    if (removed.error().code() == ErrorCode::NotFound)
        return Error(ErrorCode::NotFound, "release: not found");
    return std::move(removed).error();
}

}  // namespace

std::unique_ptr<Storage> secret_storage(kube::Client& client, Clock& clock, std::string namespace_name) {
    return std::make_unique<KubeStorage>(client, clock, std::move(namespace_name),
                                         Driver{"Secret", kSecretType});
}

std::unique_ptr<Storage> config_map_storage(kube::Client& client, Clock& clock, std::string namespace_name) {
    return std::make_unique<KubeStorage>(client, clock, std::move(namespace_name), Driver{"ConfigMap", {}});
}

}  // namespace yare::release
