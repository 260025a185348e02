#include "cluster.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "managed_fields.h"
#include "object.h"
#include "versions.h"

namespace yare::sandbox {
namespace {

std::string utc(std::chrono::system_clock::time_point time, bool fine) {
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
    const std::time_t seconds = std::time_t(micros / 1000000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::string out(text.data(), length);
    if (fine) {
        std::string digits = std::to_string(micros % 1000000);
        out += "." + std::string(6 - digits.size(), '0') + digits;
    }
    return out + "Z";
}

bool has_finalizers(const Map& object) {
    return !items_at(Value(const_cast<Map*>(&object)), {"metadata", "finalizers"}).empty();
}

// Deleted in two steps: marked first, and removed by their controller when what hangs on them is gone.
bool is_graceful(const Kind& kind) {
    return kind.is("", "Pod") || kind.is("", "Namespace") ||
           kind.is("apiextensions.k8s.io", "CustomResourceDefinition");
}

void add_finalizer(Map& object, std::string_view name) {
    std::vector<std::string> finalizers = texts_at(&object, {"metadata", "finalizers"});
    if (std::find(finalizers.begin(), finalizers.end(), name) == finalizers.end())
        finalizers.emplace_back(name);
    set_texts(metadata(object), "finalizers", finalizers);
}

// Equal but for what the record of writers says.
bool unchanged(Map& object, const Map& old) {
    Map& fresh = metadata(object);
    const Value* recorded = fresh.find("managedFields");
    const Value kept = recorded ? *recorded : Value();
    Map& before = *old.find("metadata")->map_or_null();
    const Value* old_recorded = before.find("managedFields");
    fresh.set("managedFields", old_recorded ? *old_recorded : Value());
    if (!old_recorded) fresh.erase("managedFields");
    const bool equal = same(&object, Value(const_cast<Map*>(&old)));
    if (recorded)
        fresh.set("managedFields", kept);
    else
        fresh.erase("managedFields");
    return equal;
}

}  // namespace

Cluster::Cluster(std::unique_ptr<Store> store, Clock& clock, Random& random)
    : store_(std::move(store)), clock_(clock), random_(random) {}

std::int64_t Cluster::seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
}

std::string Cluster::now() { return utc(clock_.now(), false); }
std::string Cluster::now_fine() { return utc(clock_.now(), true); }

std::string Cluster::new_uid() {
    std::array<std::byte, 16> bytes{};
    random_.fill(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += "0123456789abcdef"[std::to_integer<unsigned>(bytes[i]) >> 4];
        text += "0123456789abcdef"[std::to_integer<unsigned>(bytes[i]) & 15];
    }
    return text;
}

std::string Cluster::random_suffix(std::size_t length) {
    // No vowels and nothing that looks like another character: no words come out.
    constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    std::string text;
    while (text.size() < length) text += kAlphabet[random_.below(kAlphabet.size())];
    return text;
}

Map* Cluster::object_of(Document& document, const Kind& kind, const Row& row) {
    Map* object = parsed(document, row.body).map_or_null();
    YARE_ASSERT(object, "the store holds objects");
    set_text(*object, "kind", kind.kind);
    set_text(*object, "apiVersion", kind.api_version());
    from_storage(kind, *object);
    return object;
}

Map* Cluster::load(Document& document, const Kind& kind, std::string_view space, std::string_view name) {
    const std::optional<Row> row =
        store_->find(kind.storage, kind.namespaced ? space : std::string_view(), name);
    return row ? object_of(document, kind, *row) : nullptr;
}

std::vector<Map*> Cluster::load_all(Document& document, const Kind& kind, std::string_view space) {
    std::vector<Map*> objects;
    for (const Row& row : store_->list(kind.storage, space, std::nullopt, 0).rows)
        objects.push_back(object_of(document, kind, row));
    return objects;
}

bool Cluster::exists(const Kind& kind, std::string_view space, std::string_view name) {
    return store_->find(kind.storage, kind.namespaced ? space : std::string_view(), name).has_value();
}

Row Cluster::row_of(const Kind& kind, Map& object) {
    set_text(metadata(object), "resourceVersion", std::to_string(store_->version() + 1));
    Document scratch;
    Map* stored = copy_of(object, scratch);
    to_storage(kind, *stored);
    stored->erase("apiVersion");
    stored->erase("kind");
    const Value labels = Value(&object).path({"metadata", "labels"});
    return {namespace_of(object), name_of(object), 0, labels.is_map() ? json_of(labels) : "{}",
            json_of(stored)};
}

std::string Cluster::rendered(const Kind& kind, const Row& row) {
    if (is_converted(kind)) {
        Document document;
        return json_of(object_of(document, kind, row));
    }
    // The stored text begins with {"metadata": at least.
    return R"({"kind":")" + kind.kind + R"(","apiVersion":")" + kind.api_version() + "\"," +
           row.body.substr(1);
}

namespace {
std::vector<std::string> owner_uids(const Map& object) {
    std::vector<std::string> uids;
    for (const Value& owner : items_at(Value(const_cast<Map*>(&object)), {"metadata", "ownerReferences"})) {
        uids.push_back(text_of(owner, {"uid"}));
    }
    return uids;
}
}  // namespace

void Cluster::stamp(const Kind& kind, Map& object) {
    Map& meta = metadata(object);
    set_text(meta, "uid", new_uid());
    set_text(meta, "creationTimestamp", now());
    meta.erase("selfLink");
    meta.erase("deletionTimestamp");
    meta.erase("deletionGracePeriodSeconds");
    meta.erase("resourceVersion");
    meta.erase("generation");
    if (counts_generations(kind)) set_number(meta, "generation", 1);
}

void Cluster::insert(const Kind& kind, Map& object, const Writer& writer) {
    if (!Value(&object).path({"metadata", "uid"}).is_string()) stamp(kind, object);
    if (!writer.applies) record_update(kind, nullptr, object, writer, now());
    store_->put(kind.storage, row_of(kind, object), ChangeType::Added, "{}", owner_uids(object));
    if (kind.is("apiextensions.k8s.io", "CustomResourceDefinition")) kinds_.set_custom(&object);
    mark(kind, namespace_of(object), name_of(object));
}

bool Cluster::replace(const Kind& kind, Map& object, const Map& old, const Writer& writer) {
    if (is_deleting(object) && !has_finalizers(object) && !is_graceful(kind)) {
        erase(kind, object);
        return true;
    }
    Map& meta = metadata(object);
    const Value old_version = Value(const_cast<Map*>(&old)).path({"metadata", "resourceVersion"});
    meta.set("resourceVersion", old_version);
    const bool equal = unchanged(object, old);
    if (equal && !writer.applies) {
        const Value recorded = Value(const_cast<Map*>(&old)).path({"metadata", "managedFields"});
        if (recorded.is_nil())
            meta.erase("managedFields");
        else
            meta.set("managedFields", recorded);
        return false;
    }
    if (equal && same_record(object, old)) return false;
    if (!writer.applies) record_update(kind, &old, object, writer, now());
    const Value old_labels = Value(const_cast<Map*>(&old)).path({"metadata", "labels"});
    const Row row = row_of(kind, object);
    store_->put(kind.storage, row, ChangeType::Modified, old_labels.is_map() ? json_of(old_labels) : "{}",
                owner_uids(object));
    if (kind.is("apiextensions.k8s.io", "CustomResourceDefinition")) kinds_.set_custom(&object);
    mark(kind, row.space, row.name);
    return true;
}

bool Cluster::remove(const Kind& kind, Map& object, Propagation propagation,
                     std::optional<std::int64_t> grace) {
    const Map* old = copy_of(object, object.owner());
    if (propagation == Propagation::Orphan) add_finalizer(object, "orphan");
    if (propagation == Propagation::Foreground) add_finalizer(object, "foregroundDeletion");
    if (!has_finalizers(object) && !is_graceful(kind)) {
        erase(kind, object);
        return true;
    }
    if (!is_deleting(object)) {
        const std::int64_t seconds =
            kind.is("", "Pod")
                ? grace.value_or(number_at(&object, {"spec", "terminationGracePeriodSeconds"}, 30))
                : 0;
        set_text(metadata(object), "deletionTimestamp",
                 utc(clock_.now() + std::chrono::seconds(seconds), false));
        if (!kind.is("", "Namespace")) set_number(metadata(object), "deletionGracePeriodSeconds", seconds);
        if (counts_generations(kind))
            set_number(metadata(object), "generation", number_at(&object, {"metadata", "generation"}) + 1);
        if (kind.is("", "Namespace")) set_text(map_at(object, {"status"}), "phase", "Terminating");
    }
    replace(kind, object, *old, {.manager = {}, .subresource = {}, .applies = true});
    return false;
}

void Cluster::erase(const Kind& kind, Map& object) {
    const Row row = row_of(kind, object);
    store_->remove(kind.storage, row);
    if (kind.is("apiextensions.k8s.io", "CustomResourceDefinition")) kinds_.remove_custom(row.name);
    dirty_.push_back({&kind, row.space, row.name, uid_of(object)});
    // Owners may wait for this, or want a new one.
    for (const Value& owner : items_at(&object, {"metadata", "ownerReferences"})) {
        const std::string api_version = text_of(owner, {"apiVersion"});
        const schema::GroupVersion version = schema::split_api_version(api_version);
        const Kind* owner_kind = kinds_.find_kind(version.group, version.version, text_of(owner, {"kind"}));
        if (owner_kind) mark(*owner_kind, owner_kind->namespaced ? row.space : "", text_of(owner, {"name"}));
    }
}

std::optional<Dirty> Cluster::take_dirty() {
    if (dirty_.empty()) return std::nullopt;
    Dirty next = std::move(dirty_.front());
    dirty_.pop_front();
    return next;
}

bool counts_generations(const Kind& kind) {
    if (kind.custom) return true;
    static constexpr std::array<std::string_view, 22> kCounted = {"Deployment",
                                                                  "ReplicaSet",
                                                                  "StatefulSet",
                                                                  "DaemonSet",
                                                                  "Job",
                                                                  "CronJob",
                                                                  "Pod",
                                                                  "ReplicationController",
                                                                  "Ingress",
                                                                  "IngressClass",
                                                                  "NetworkPolicy",
                                                                  "PodDisruptionBudget",
                                                                  "CustomResourceDefinition",
                                                                  "ValidatingWebhookConfiguration",
                                                                  "MutatingWebhookConfiguration",
                                                                  "ValidatingAdmissionPolicy",
                                                                  "ValidatingAdmissionPolicyBinding",
                                                                  "PriorityClass",
                                                                  "EndpointSlice",
                                                                  "FlowSchema",
                                                                  "PriorityLevelConfiguration",
                                                                  "ResourceClaim"};
    return std::find(kCounted.begin(), kCounted.end(), kind.kind) != kCounted.end();
}

bool drop_owner(Map& object, std::string_view uid) {
    std::vector<Value> kept;
    bool found = false;
    for (const Value& owner : items_at(&object, {"metadata", "ownerReferences"})) {
        if (owner.path({"uid"}).string_or("") == uid)
            found = true;
        else
            kept.push_back(owner);
    }
    if (!found) return false;
    if (kept.empty())
        metadata(object).erase("ownerReferences");
    else
        set_items(metadata(object), "ownerReferences", kept);
    return true;
}

void own(Map& object, const Kind& owner_kind, const Map& owner) {
    Map& reference = *object.owner().make_map();
    set_text(reference, "apiVersion", owner_kind.api_version());
    set_text(reference, "kind", owner_kind.kind);
    set_text(reference, "name", name_of(owner));
    set_text(reference, "uid", uid_of(owner));
    set_bool(reference, "controller", true);
    set_bool(reference, "blockOwnerDeletion", true);
    set_items(metadata(object), "ownerReferences", {Value(&reference)});
}

}  // namespace yare::sandbox
