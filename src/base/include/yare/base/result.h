// Result<T>: a value or an Error. All that the outside world can get wrong is returned this way.
//
//     Result<Chart> load(FileSystem& fs) {
//         std::string text = YARE_TRY_WHILE("read Chart.yaml", fs.read("Chart.yaml"));
//         if (text.empty()) return Error(ErrorCode::Invalid, "Chart.yaml is empty");
//         ...
//     }
//
// One YARE_TRY to a statement, as the whole initialiser or the whole statement: g++ 12 leaks what a braced
// list or an argument list had already built when a statement expression returns out of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "yare/base/assert.h"
#include "yare/base/pos.h"

namespace yare::inline base {

// What a caller decides on; everything else about a failure is in its text.
enum class ErrorCode : std::uint8_t {
    Invalid,        // the input is wrong; trying again gives the same
    NotFound,       // what was named is not there
    AlreadyExists,  // what was to be made is there already
    Conflict,       // somebody else changed it meanwhile
    Forbidden,      // not allowed
    Unavailable,    // not now: no connection, server busy
    TimedOut,
    Cancelled,
    TooLarge,  // past a size that the caller named
    Internal,  // a failure that is nobody's input
};

// A failure: what happened, where, and the chain of what was being done. One pointer wide; copying copies the
// chain.
class [[nodiscard]] Error {
  public:
    Error(ErrorCode code, std::string message, Pos pos = {});
    Error(const Error& other);
    Error(Error&&) noexcept = default;
    Error& operator=(const Error& other);
    Error& operator=(Error&&) noexcept = default;
    ~Error() = default;

    ErrorCode code() const { return rep_->code; }
    Pos pos() const { return rep_->pos; }
    // What went wrong, without what was being done.
    const std::string& message() const { return rep_->message; }
    // The whole first part of what a user reads: "outer: inner: message".
    std::string text() const;
    // Lines of Yare's own, to be printed below the text: "did you mean `service`?".
    const std::vector<std::string>& notes() const { return rep_->notes; }

    // Adds what was being done, outermost last. An empty context adds nothing.
    Error&& during(std::string context) &&;
    Error&& note(std::string line) &&;
    // Sets the place where none was known.
    Error&& at(Pos pos) &&;
    Error&& with_code(ErrorCode code) &&;

  private:
    struct Rep {
        ErrorCode code;
        Pos pos;
        std::string message;
        std::vector<std::string> contexts;
        std::vector<std::string> notes;
    };
    std::unique_ptr<Rep> rep_;
};

template <typename T>
class [[nodiscard]] Result {
  public:
    using value_type = T;
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)
    template <typename U>
        requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, T>)
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT

    explicit operator bool() const { return state_.index() == 0; }
    bool ok() const { return state_.index() == 0; }

    T& value() & { return check(), *std::get_if<0>(&state_); }
    const T& value() const& { return check(), *std::get_if<0>(&state_); }
    T&& value() && { return check(), std::move(*std::get_if<0>(&state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return *std::get_if<1>(&state_); }
    const Error& error() const& { return *std::get_if<1>(&state_); }
    Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

    // For YARE_TRY: the value, moved out.
    T take() && { return std::move(*std::get_if<0>(&state_)); }

  private:
    void check() const { YARE_ASSERT(ok(), "a result's value is taken only after it was looked at"); }
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return !error_; }
    bool ok() const { return !error_; }
    Error& error() & { return *error_; }
    const Error& error() const& { return *error_; }
    Error&& error() && { return std::move(*error_); }
    void value() const { YARE_ASSERT(ok(), "a result's value is taken only after it was looked at"); }
    void take() && {}

  private:
    std::optional<Error> error_;
};

}  // namespace yare::inline base

// The value of a Result, or return its error from the function around.
#define YARE_TRY(...)                                                 \
    __extension__({                                                   \
        auto yare_try_result = (__VA_ARGS__);                         \
        if (!yare_try_result) [[unlikely]]                            \
            return ::yare::Error(std::move(yare_try_result).error()); \
        std::move(yare_try_result).take();                            \
    })

// The same, saying what was being done: YARE_TRY_WHILE("read Chart.yaml", fs.read(path)).
#define YARE_TRY_WHILE(context, ...)                                                  \
    __extension__({                                                                   \
        auto yare_try_result = (__VA_ARGS__);                                         \
        if (!yare_try_result) [[unlikely]]                                            \
            return ::yare::Error(std::move(yare_try_result.error()).during(context)); \
        std::move(yare_try_result).take();                                            \
    })
