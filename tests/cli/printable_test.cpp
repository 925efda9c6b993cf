#include "cli/report/printable.h"

#include "tests/catch.h"

using namespace ratelimit;

TEST_CASE("printable: what could act on a terminal is spelled out") {
  const auto shown = [](std::string_view text) { return printable(text, Charset::unicode); };
  CHECK(shown("203.0.113.7") == "203.0.113.7");
  CHECK(shown("a\x1b[2Jb") == "a\\x1b[2Jb");
  CHECK(shown("a\r\n\tb") ==
        "a\\x0d\\x0a\\x09"
        "b");
  CHECK(shown(std::string_view("a\0b", 3)) ==
        "a\\x00"
        "b");
  CHECK(shown("\x7f") == "\\x7f");
  CHECK(shown("\xc2\x9b"
              "31m") == "\\u{9b}31m");
  CHECK(shown("abc\xe2\x80\xae"
              "fed") == "abc\\u{202e}fed");
  CHECK(shown("\xe2\x81\xa6") == "\\u{2066}");
  CHECK(shown("\xef\xbb\xbf") == "\\u{feff}");
  CHECK(shown("e\xcc\x81") == "e\\u{301}");
  CHECK(shown("Zo\xc3\xab") == "Zo\xc3\xab");
}

TEST_CASE("printable: bytes that are no UTF-8 are spelled out one by one") {
  const auto shown = [](std::string_view text) { return printable(text, Charset::unicode); };
  CHECK(shown("\xff\xfe") == "\\xff\\xfe");
  CHECK(shown("\xc3") == "\\xc3");
  CHECK(shown("\xc0\xaf") == "\\xc0\\xaf");
  CHECK(shown("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");
  CHECK(shown("\xed\xa0\x80") == "\\xed\\xa0\\x80");
  CHECK(shown("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(shown("\xe2\x82") == "\\xe2\\x82");
}

TEST_CASE("printable: in ASCII everything beyond it is spelled out") {
  CHECK(printable("Zo\xc3\xab", Charset::ascii) == "Zo\\u{eb}");
  CHECK(printable("plain ~", Charset::ascii) == "plain ~");
}

TEST_CASE("printable: wide characters fill two columns") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("Zo\xc3\xab") == 3);
  CHECK(display_width("\xe6\x97\xa5\xe6\x9c\xac") == 4);
  CHECK(pad_right("\xe6\x97\xa5", 4) == "\xe6\x97\xa5  ");
  CHECK(pad_left("12", 4) == "  12");
  CHECK(pad_left("12345", 4) == "12345");
}

TEST_CASE("printable: what is too long ends in an ellipsis and never overflows") {
  CHECK(fit("client", 6, Charset::unicode) == "client");
  CHECK(fit("clients", 6, Charset::unicode) == "clien\xe2\x80\xa6");
  CHECK(fit("clients", 6, Charset::ascii) == "cli...");
  CHECK(fit("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4, Charset::unicode) ==
        "\xe6\x97\xa5\xe2\x80\xa6");
  CHECK(fit("ab\x1b", 5, Charset::unicode) == "ab\xe2\x80\xa6");
  CHECK(fit("", 5, Charset::unicode).empty());
  const std::string flood(1'000'000, '\x1b');
  CHECK(display_width(fit(flood, 20, Charset::unicode)) <= 20);
}
