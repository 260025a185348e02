#include "yare/test/sources.h"

namespace yare::test {

std::string Sources::print(const Error& error) const {
    const Location place = map.locate(error.pos());
    if (!place.source) return error.text();
    return place.source->name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column + 1) +
           ": " + error.text();
}

}  // namespace yare::test
