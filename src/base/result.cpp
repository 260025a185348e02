#include "yare/base/result.h"

namespace yare::inline base {

Error::Error(ErrorCode code, std::string message, Pos pos)
    : rep_(std::make_unique<Rep>(Rep{code, pos, std::move(message), {}, {}})) {}

Error::Error(const Error& other) : rep_(std::make_unique<Rep>(*other.rep_)) {}

Error& Error::operator=(const Error& other) {
    if (this != &other) rep_ = std::make_unique<Rep>(*other.rep_);
    return *this;
}

std::string Error::text() const {
    std::string out;
    for (auto context = rep_->contexts.rbegin(); context != rep_->contexts.rend(); ++context) {
        out += *context;
        out += ": ";
    }
    return out += rep_->message;
}

Error&& Error::during(std::string context) && {
    if (!context.empty()) rep_->contexts.push_back(std::move(context));
    return std::move(*this);
}

Error&& Error::note(std::string line) && {
    rep_->notes.push_back(std::move(line));
    return std::move(*this);
}

Error&& Error::at(Pos pos) && {
    if (!rep_->pos.valid()) rep_->pos = pos;
    return std::move(*this);
}

Error&& Error::with_code(ErrorCode code) && {
    rep_->code = code;
    return std::move(*this);
}

}  // namespace yare::inline base
