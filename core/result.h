#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ratelimit {

// A stretch of one line of a file, for a caret. Lines and columns count from 1, columns in bytes;
// line 0 means that the place is not known.
struct Place {
  int line = 0;
  int column = 0;
  int span = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

// What is wrong with an input: a file, a flag, a request. A denial is not an error.
struct Error {
  std::string code;     // Stable: "E121". `ratelimit check --explain E121` says more.
  std::string message;  // One sentence without a full stop.
  std::string file = {};
  Place place = {};
  std::string label = {};  // What stands under the caret: usually the way out.
  Place other = {};        // A second place that matters, and what to say there.
  std::string other_label = {};
  std::string note = {};  // What does not fit under the caret: a list of choices.
  std::string subject =
      {};  // The key at fault, where the one who found it does not know the place.
  friend bool operator==(const Error&, const Error&) = default;
};

// A value, or at least one error: the member names are those of std::expected.
template <class T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::vector<Error>{std::move(error)}) {}
  Result(std::vector<Error> errors) : state_(std::move(errors)) { assert(!this->errors().empty()); }

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const std::vector<Error>& errors() const { return std::get<1>(state_); }
  [[nodiscard]] const Error& error() const { return errors().front(); }

 private:
  std::variant<T, std::vector<Error>> state_;
};

}  // namespace ratelimit
