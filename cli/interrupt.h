#pragma once

namespace ratelimit {

// ^C: the first asks a run to stop where it is, a second ends the process at once.
void catch_interrupts();
bool interrupted();

// The standard streams are there, also when the caller closed them: no file that is opened later
// may take their place. A closed pipe is an error of `write`, not a signal.
void secure_standard_streams();

}  // namespace ratelimit
