#include "complex.h"

#include <string>

#include "verbs.h"
#include "yare/data/limits.h"

namespace yare::templates {

Value Complex::print(Document& document) const {
    std::string out;
    Printer(out, document, limits::kRenderOutput).print(const_cast<Complex*>(this));
    return document.string(out);
}

const Complex* complex_of(const Value& value) {
    return value.is_host() ? dynamic_cast<const Complex*>(&value.as_host()) : nullptr;
}

}  // namespace yare::templates
