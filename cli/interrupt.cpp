#include "cli/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace ratelimit {
namespace {

// A signal handler has nothing else to speak through.
volatile std::sig_atomic_t stop = 0;

void on_interrupt(int) {
  if (stop != 0) _exit(130);
  stop = 1;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
}

bool interrupted() {
  return stop != 0;
}

void secure_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number is this one. Reading stdin finds nothing; writing stdout fails.
    const int flags = stream == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", flags) < 0) _exit(4);
  }
}

}  // namespace ratelimit
