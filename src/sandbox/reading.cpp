#include "reading.h"

#include <charconv>

#include "object.h"
#include "scale.h"
#include "selectors.h"
#include "tables.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"

namespace yare::sandbox {
namespace {

// A continue token: the version the list began at, and the last object given.
std::string token_of(std::int64_t version, const Row& last) {
    return base64(std::to_string(version) + "\n" + last.space + "\n" + last.name);
}

Checked read_token(const std::string& token, std::int64_t& version, Store::Cursor& cursor) {
    const std::optional<std::string> text = decode_base64(token);
    const std::size_t first = text ? text->find('\n') : std::string::npos;
    const std::size_t second = first == std::string::npos ? first : text->find('\n', first + 1);
    if (second == std::string::npos)
        return bad_request("continue key is not valid: the token is not one of this server's");
    std::from_chars(text->data(), text->data() + first, version);
    cursor = {text->substr(first + 1, second - first - 1), text->substr(second + 1)};
    return std::nullopt;
}

Labels labels_of(const Row& row) {
    Document document;
    const Value labels = parsed(document, row.labels);
    return labels_at(labels, {});
}

// True when the row's text can go out as it is.
bool goes_out_whole(const Kind& kind, View view) {
    return view == View::Whole && kind.kind != "HorizontalPodAutoscaler";
}

// A list as text put together from the stored texts, without reading them.
std::string joined_list(Cluster& cluster, const Kind& kind, const std::vector<Row>& rows,
                        const ListMeta& meta) {
    std::size_t size = 256;
    for (const Row& row : rows) size += row.body.size() + 64;
    std::string out;
    out.reserve(size);
    out += R"({"kind":")" + kind.list_kind + R"(","apiVersion":")" + kind.api_version() +
           R"(","metadata":{"resourceVersion":")" + meta.version + "\"";
    if (!meta.next.empty()) out += R"(,"continue":")" + meta.next + "\"";
    if (meta.remaining > 0) out += ",\"remainingItemCount\":" + std::to_string(meta.remaining);
    out += "},\"items\":[";
    bool first = true;
    for (const Row& row : rows) {
        if (!first) out += ',';
        first = false;
        out += kind.custom ? cluster.rendered(kind, row) : row.body;
    }
    return out + "]}\n";
}

}  // namespace

Answer get_one(Cluster& cluster, Call& call) {
    const Kind& kind = *call.kind;
    if (call.subresource == "scale") return read_scale(cluster, call);
    if (call.subresource == "log") {
        if (!cluster.exists(kind, call.space, call.name)) return failed(not_found(kind, call.name));
        Answer answer = json_answer(200, "this is the sandbox: no container runs, so there is no log\n");
        answer.response.headers.front().value = "text/plain";
        return answer;
    }
    if (call.subresource == "exec" || call.subresource == "attach" || call.subresource == "portforward" ||
        call.subresource == "proxy") {
        return failed(nothing_runs(kind, call.name, call.subresource));
    }
    const std::optional<Row> row = cluster.store().find(kind.storage, call.space, call.name);
    if (!row) return failed(not_found(kind, call.name));
    if (call.view() == View::Whole) return json_answer(200, cluster.rendered(kind, *row) + "\n");
    return json_answer(200, rendered_object(kind, call.view(), cluster.object_of(call.document, kind, *row),
                                            cluster.seconds()) +
                                "\n");
}

Answer get_list(Cluster& cluster, Call& call) {
    const Kind& kind = *call.kind;
    Selector labels, fields;
    if (Checked wrong = Selector::parse_labels(call.option("labelSelector"), labels)) return failed(*wrong);
    if (Checked wrong = Selector::parse_fields(kind, call.option("fieldSelector"), fields))
        return failed(*wrong);
    std::size_t limit = 0;
    const std::string limit_text = call.option("limit");
    std::from_chars(limit_text.data(), limit_text.data() + limit_text.size(), limit);
    std::int64_t version = cluster.store().version();
    std::optional<Store::Cursor> cursor;
    if (const std::string token = call.option("continue"); !token.empty()) {
        cursor.emplace();
        if (Checked wrong = read_token(token, version, *cursor)) return failed(*wrong);
    }
    if (const std::optional<std::string> name = fields.exact("metadata.name")) limit = 0;
    Page page = cluster.store().list(kind.storage, call.space, cursor, limit);
    ListMeta meta{std::to_string(version), {}, 0};
    if (page.more) {
        meta.next = token_of(version, page.rows.back());
        if (labels.empty() && fields.empty()) meta.remaining = page.remaining;
    }
    std::erase_if(page.rows, [&](const Row& row) {
        return (!labels.empty() && !labels.matches(labels_of(row))) ||
               (fields.only_names() && !fields.matches_names(row.space, row.name));
    });
    if (goes_out_whole(kind, call.view()) && fields.only_names())
        return json_answer(200, joined_list(cluster, kind, page.rows, meta));
    std::vector<Map*> objects;
    for (const Row& row : page.rows) {
        Map* object = cluster.object_of(call.document, kind, row);
        if (fields.matches_fields(object)) objects.push_back(object);
    }
    return json_answer(
        200, rendered_list(kind, call.view(), objects, meta, call.document, cluster.seconds()) + "\n");
}

}  // namespace yare::sandbox
