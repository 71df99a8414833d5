package dev.kedge.profile.demangle;

/** A mangled name while it is read. */
final class MangledText {
  private static final int MAX_DEPTH = 128;

  private final String text;
  private int at;
  private int depth;

  MangledText(String text, int from) {
    this.text = text;
    this.at = from;
  }

  MangledNameException wrong(String what) {
    return new MangledNameException(what, at);
  }

  /** Names nest; hostile ones without end. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw wrong("nested too deep");
    }
  }

  void leave() {
    depth--;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  char next() {
    if (atEnd()) {
      throw wrong("ends too early");
    }
    return text.charAt(at++);
  }

  boolean take(char expected) {
    if (peek() == expected && !atEnd()) {
      at++;
      return true;
    }
    return false;
  }

  boolean take(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  void expect(char expected) {
    if (!take(expected)) {
      throw wrong("expected " + expected);
    }
  }

  int position() {
    return at;
  }

  void position(int to) {
    at = to;
  }

  boolean digit() {
    return peek() >= '0' && peek() <= '9';
  }

  /** A decimal number of at most nine digits. */
  int number() {
    int from = at;
    int value = 0;
    while (digit() && at - from < 9) {
      value = 10 * value + (next() - '0');
    }
    if (at == from || digit()) {
      throw wrong("expected a number");
    }
    return value;
  }

  String characters(int count) {
    if (count < 0 || count > text.length() - at) {
      throw wrong("a name reaches past the end");
    }
    at += count;
    return text.substring(at - count, at);
  }

  String rest() {
    return characters(text.length() - at);
  }
}
