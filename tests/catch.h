#pragma once

// Catch2 3 (Debian 13) or 2.13 (Debian 12), under one include.
#ifdef RATELIMIT_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
