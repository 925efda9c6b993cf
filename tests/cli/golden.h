#pragma once

#include <string>
#include <string_view>

// Compares a text with the file of that name in tests/cli/golden/; UPDATE_GOLDEN=1 in the
// environment writes the file instead, to be read in the diff.
void check_golden(std::string_view name, const std::string& text);
