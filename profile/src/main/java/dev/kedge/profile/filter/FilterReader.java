package dev.kedge.profile.filter;

import dev.kedge.model.NearestName;
import dev.kedge.model.Printable;
import dev.kedge.profile.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads terms out of text, one after the other. Used once. */
final class FilterReader {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,10})(?:-(\\d{1,10}))?");

  private final String text;
  private int at;

  FilterReader(String text) {
    this.text = text;
  }

  List<FilterTerm> terms() {
    List<FilterTerm> terms = new ArrayList<>();
    for (skipBlanks(); at < text.length(); skipBlanks()) {
      if (terms.size() == ProfileFilter.MAX_TERMS) {
        throw new FilterException(
            at + 1, "more than %d terms: use patterns".formatted(ProfileFilter.MAX_TERMS));
      }
      terms.add(term());
    }
    return terms;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private FilterTerm term() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    boolean negated = text.startsWith("!=", at);
    if (word.isEmpty() || (!negated && !text.startsWith("=", at))) {
      throw new FilterException(
          start + 1,
          "expected KEY=VALUE or KEY!=VALUE, such as kernel=6.18.* or command=nginx; found \"%s\""
              .formatted(Printable.of(rest(start), 40)));
    }
    FilterKey key = FilterKey.of(word).orElseThrow(() -> unknown(start, word));
    at += negated ? 2 : 1;
    int valueAt = at;
    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
    check(key, value, valueAt);
    return new FilterTerm(key, negated, value);
  }

  private String rest(int start) {
    int end = start;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static FilterException unknown(int start, String word) {
    String shown = Printable.of(word, 40);
    if (word.equals("kind") || word.equals("time")) {
      return new FilterException(
          start + 1, "%s is no key of a filter: it is chosen beside it".formatted(shown));
    }
    return new FilterException(
        start + 1,
        "unknown key \"%s\"%s; known: %s"
            .formatted(
                shown,
                NearestName.of(word, FilterKey.words())
                    .map(": did you mean %s?"::formatted)
                    .orElse(""),
                String.join(", ", FilterKey.words())));
  }

  /** Up to the next blank; a backslash and what follows it belong to the value. */
  private String bare() {
    int start = at;
    while (at < text.length() && !isBlank(text.charAt(at))) {
      if (text.charAt(at) == '"') {
        throw new FilterException(
            at + 1, "a quote inside a value: put all of it in quotes, or write \\\"");
      }
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 2 : 1;
    }
    boolean lonely = at > start && text.charAt(at - 1) == '\\' && at == text.length() && odd(start);
    return text.substring(start, at).replace("\\\"", "\"") + (lonely ? "\\" : "");
  }

  /** Whether the value ends in a backslash that nothing follows, which then means itself. */
  private boolean odd(int start) {
    int count = 0;
    for (int i = at - 1; i >= start && text.charAt(i) == '\\'; i--) {
      count++;
    }
    return count % 2 == 1;
  }

  /** As written between the quotes, with escapes left to the pattern but that of the quote. */
  private String quoted() {
    int start = at++;
    StringBuilder value = new StringBuilder();
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        if (at < text.length() && !isBlank(text.charAt(at))) {
          throw new FilterException(at + 1, "expected a blank after the quote");
        }
        return value.toString();
      }
      boolean escape = c == '\\' && at + 1 < text.length();
      if (escape && text.charAt(at + 1) != '"') {
        value.append(c);
      }
      value.append(escape ? text.charAt(++at) : c);
    }
    throw new FilterException(start + 1, "the quote is not closed");
  }

  private static void namespace(String value, int position) {
    try {
      Namespaces.Term.parse(value);
    } catch (IllegalArgumentException e) {
      throw new FilterException(
          position + 1,
          "ns=%s: expected one of %s, a colon, and a number of /proc/PID/ns or host, such as"
                  .formatted(Printable.of(value, 40), String.join(", ", Namespaces.KINDS))
              + " pid:4026532450");
    }
  }

  private static void check(FilterKey key, String value, int position) {
    if (!key.isNumber()) {
      if (value.isEmpty()
          && key != FilterKey.THREAD
          && key != FilterKey.COMMAND
          && key != FilterKey.NS) {
        throw new FilterException(
            position + 1, "%s= without a value; %s=* is any".formatted(key.word(), key.word()));
      }
      if (key == FilterKey.NS) {
        namespace(value, position);
      }
      return;
    }
    var numbers = NUMBERS.matcher(value);
    if (!numbers.matches()
        || (numbers.group(2) != null
            && Long.parseLong(numbers.group(1)) > Long.parseLong(numbers.group(2)))) {
      throw new FilterException(
          position + 1,
          "%s=%s: expected a number or a range of two, such as 4-7"
              .formatted(key.word(), Printable.of(value, 40)));
    }
  }
}
