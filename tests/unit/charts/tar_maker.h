// Archives for tests, hostile ones above all: the tar's fields are taken as given.
#pragma once

#include <string>
#include <string_view>

namespace yare::test {

class TarMaker {
  public:
    TarMaker& add(std::string_view name, std::string_view data) { return entry(name, data, '0'); }
    TarMaker& link(std::string_view name, std::string_view target, char type = '2') {
        return entry(name, {}, type, target);
    }
    // `claimed` is the size in the header, whatever there is of data.
    TarMaker& lie(std::string_view name, std::string_view data, unsigned long long claimed) {
        return entry(name, data, '0', {}, claimed);
    }
    // A PAX record, for the entry that follows.
    TarMaker& pax(std::string_view key, std::string_view value);
    // GNU's way of writing a long name, for the entry that follows.
    TarMaker& gnu_long_name(std::string_view name) {
        return entry("././@LongLink", std::string(name) + '\0', 'L');
    }
    TarMaker& entry(std::string_view name, std::string_view data, char type, std::string_view target = {},
                    unsigned long long claimed = ~0ULL);

    std::string tar() const { return tar_ + std::string(1024, '\0'); }
    std::string tgz() const;

  private:
    std::string tar_;
};

std::string gzip(std::string_view bytes);

}  // namespace yare::test
