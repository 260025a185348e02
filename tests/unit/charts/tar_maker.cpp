#include "tar_maker.h"

#include <libdeflate.h>

#include <cstdio>
#include <cstring>

namespace yare::test {

TarMaker& TarMaker::entry(std::string_view name, std::string_view data, char type, std::string_view target,
                          unsigned long long claimed) {
    std::string header(512, '\0');
    name.copy(header.data(), 100);
    std::memcpy(header.data() + 100,
                "0000644\0"
                "0000000\0"
                "0000000\0",
                24);
    std::snprintf(header.data() + 124, 12, "%011llo", claimed == ~0ULL ? data.size() : claimed);
    std::snprintf(header.data() + 136, 12, "%011llo", 1700000000ULL);
    std::memset(header.data() + 148, ' ', 8);
    header[156] = type;
    target.copy(header.data() + 157, 100);
    std::memcpy(header.data() + 257,
                "ustar\0"
                "00",
                8);
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    std::snprintf(header.data() + 148, 8, "%06o", sum);
    tar_ += header;
    tar_ += data;
    tar_.append((512 - data.size() % 512) % 512, '\0');
    return *this;
}

TarMaker& TarMaker::pax(std::string_view key, std::string_view value) {
    const std::string rest = " " + std::string(key) + "=" + std::string(value) + "\n";
    std::size_t size = rest.size() + 1;
    while (std::to_string(size).size() + rest.size() != size) ++size;
    return entry("PaxHeaders.0/x", std::to_string(size) + rest, 'x');
}

std::string TarMaker::tgz() const { return gzip(tar()); }

std::string gzip(std::string_view bytes) {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
    std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

}  // namespace yare::test
