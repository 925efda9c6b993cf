#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cli/report/style.h"

namespace ratelimit {

enum class ColorChoice : std::uint8_t { automatic, always, never };
enum class CharsetChoice : std::uint8_t { automatic, unicode, ascii };

// What the user asked for on the command line.
struct StyleFlags {
  ColorChoice color = ColorChoice::automatic;
  CharsetChoice charset = CharsetChoice::automatic;
  std::optional<int> width = {};
};

// A stream as the system describes it.
struct Terminal {
  bool is_terminal = false;
  int columns = 0;  // 0: not known.
  int rows = 0;
};

// The value of an environment variable; empty where it is not set.
using Environment = std::function<std::string(const char* name)>;

inline constexpr int width_default = 100;
inline constexpr int width_min = 20;
inline constexpr int width_max = 200;

// Flags go before the environment, and the environment before what the stream is.
Style style_for(const StyleFlags& flags, const Environment& environment, const Terminal& terminal);

// How many lanes fit on the screen under and above the rest of the picture; 24 where there is none.
std::size_t lanes_for(const Terminal& terminal);

// What the system says: the streams are 1 for stdout and 2 for stderr.
Terminal terminal_of(int stream);
Environment process_environment();

}  // namespace ratelimit
