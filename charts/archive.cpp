// Reading a .tgz: the whole is unpacked into one buffer, and the files are views into it.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "archive_names.h"
#include "content_type.h"
#include "inflate.h"
#include "plain_tar.h"
#include "yare/charts/loader.h"
#include "yare/data/limits.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }
struct FreeArchive {
    void operator()(archive* one) const { archive_read_free(one); }
};

Error archive_error(archive* reader) {
    const char* text = archive_error_string(reader);
    return invalid("archive/tar: invalid tar header")
        .note(std::string("the archive: ") + (text ? text : "damaged"));
}

// The bytes of a member: a view into the tar when they lie there in one piece, else put together (sparse
// members).
Result<std::string_view> read_member(archive* reader, std::uint64_t size, std::string_view tar,
                                     ChartSet& set) {
    std::string_view whole;
    char* copy = nullptr;
    std::uint64_t filled = 0;
    for (;;) {
        const void* block = nullptr;
        std::size_t length = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(reader, &block, &length, &offset);
        if (status == ARCHIVE_EOF) break;
        if (status < ARCHIVE_WARN) return invalid("unexpected EOF");
        if (length == 0) continue;
        const char* data = static_cast<const char*>(block);
        const auto at = std::uint64_t(offset);
        if (at > size || length > size - at) return invalid("archive/tar: invalid tar header");
        const bool in_tar = std::greater_equal<>()(data, tar.data()) &&
                            std::less_equal<>()(data + length, tar.data() + tar.size());
        if (!copy && in_tar && at == filled && (filled == 0 || whole.data() + filled == data)) {
            whole = std::string_view(filled == 0 ? data : whole.data(), filled + length);
        } else {
            if (!copy) {
                copy = set.new_buffer(size);
                std::memset(copy, 0, size);
                std::copy(whole.begin(), whole.end(), copy);
            }
            std::memcpy(copy + at, data, length);
        }
        filled = at + length;
    }
    if (copy) return std::string_view(copy, size);
    if (filled == size) return whole;
    if (filled != 0) return invalid("unexpected EOF");
    // A member of nothing but holes.
    copy = set.new_buffer(size);
    std::memset(copy, 0, size);
    return std::string_view(copy, size);
}

// Helm: the name as it stands in the archive, whatever bytes it has.
std::string_view entry_name(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (!name) name = archive_entry_pathname_utf8(entry);
    return name ? name : "";
}

bool is_folder(archive_entry* entry, std::string_view name) {
    return archive_entry_filetype(entry) == AE_IFDIR || name.ends_with('/');
}

// The files so far, and the rules that every member is held to whoever reads the tar.
class Members {
  public:
    explicit Members(ChartSet& set) : set_(set) {}

    // Whether the next member is a file of the chart; add() then takes it.
    Result<bool> admit(std::string_view name, bool folder, std::uint64_t size) {
        if (count_++ == limits::kArchiveMembers) {
            return invalid("chart archive has more than " + std::to_string(limits::kArchiveMembers) +
                           " members");
        }
        if (folder) return false;
        name_ = YARE_TRY(name_within_chart(name));
        if (size > left_) return too_large_archive();
        return true;
    }

    Result<void> add(std::string_view data, Timestamp modified) {
        left_ -= data.size();
        if (left_ == 0) return too_large_archive();
        if (data.starts_with("\xEF\xBB\xBF")) data.remove_prefix(3);
        files_.push_back({set_.keep(std::move(name_)), data, modified});
        return {};
    }

    Result<std::vector<File>> take() && {
        if (files_.empty()) return invalid("no files in chart archive");
        return std::move(files_);
    }

  private:
    ChartSet& set_;
    std::vector<File> files_;
    std::string name_;
    std::size_t count_ = 0;
    std::uint64_t left_ = limits::kChartBytes;
};

// Whatever kind of tar it is.
Result<std::vector<File>> read_any_tar(std::string_view tar, ChartSet& set) {
    const std::unique_ptr<archive, FreeArchive> reader(archive_read_new());
    archive_read_support_format_tar(reader.get());
    archive_read_support_format_empty(reader.get());
    if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) {
        return archive_error(reader.get());
    }
    Members members(set);
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status < ARCHIVE_WARN) return archive_error(reader.get());
        const std::string_view name = entry_name(entry);
        // Links and devices are files without content here: nothing outside the archive is ever read.
        const bool regular = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
        const auto size = regular ? std::uint64_t(std::max<la_int64_t>(archive_entry_size(entry), 0)) : 0;
        const bool wanted = YARE_TRY(members.admit(name, is_folder(entry, name), size));
        if (!wanted) continue;
        std::string_view data;
        if (size > 0) data = YARE_TRY(read_member(reader.get(), size, tar, set));
        const Timestamp modified{archive_entry_mtime(entry), std::int32_t(archive_entry_mtime_nsec(entry)),
                                 0};
        YARE_TRY(members.add(data, modified));
    }
    return std::move(members).take();
}

Result<std::vector<File>> read_members(std::span<const TarMember> plain, ChartSet& set) {
    Members members(set);
    for (const TarMember& member : plain) {
        const bool wanted = YARE_TRY(members.admit(member.name, member.folder, member.data.size()));
        if (wanted) YARE_TRY(members.add(member.data, Timestamp{member.modified, 0, 0}));
    }
    return std::move(members).take();
}

}  // namespace

Result<std::vector<File>> read_archive(std::string_view bytes, ChartSet& set) {
    PlainTar plain;
    const std::string_view tar = YARE_TRY(inflate(bytes, set, [&](std::string_view unpacked) {
        plain.read(unpacked, [&](const TarMember& member) {
            if (may_be_template(member.name)) set.tell_template(member.data);
        });
    }));
    const std::optional<std::vector<TarMember>> members = std::move(plain).take();
    return members ? read_members(*members, set) : read_any_tar(tar, set);
}

Result<void> check_is_archive(std::string_view bytes, const std::string& name) {
    if (is_gzip(bytes)) return {};
    if (name.ends_with(".yml") || name.ends_with(".yaml")) {
        return invalid("file '" + name + "' seems to be a YAML file, but expected a gzipped archive");
    }
    return invalid("file '" + name + "' does not appear to be a gzipped archive; got '" +
                   content_type(bytes) + "'");
}

}  // namespace yare::charts
