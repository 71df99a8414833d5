package dev.kedge.report.title;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.trace.FrameReader;
import java.util.Map;

/**
 * Makes titles: fills a title's captures in, and replaces what differs from one occurrence to the
 * next - addresses, numbers, devices, offsets - by fixed words.
 */
public final class TitleForm {
  /** The longest title, in characters. */
  public static final int MAX_LENGTH = 120;

  private TitleForm() {}

  /** The template with {@code {name}} replaced by the captures. */
  public static String fill(String template, Map<String, String> captures) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      out.append(template, at, open);
      out.append(captures.getOrDefault(template.substring(open + 1, close), ""));
      at = close + 1;
    }
    return out.append(template.substring(at)).toString();
  }

  /** The title in its stable form: one line of at most {@value #MAX_LENGTH} characters. */
  public static String normalise(String title) {
    String clean = printable(title);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < clean.length() && out.length() <= MAX_LENGTH) {
      int end = at;
      boolean digits = false;
      while (end < clean.length() && isWordPart(clean.charAt(end))) {
        digits |= Ascii.isDigit(clean.charAt(end));
        end++;
      }
      if (end == at) {
        out.append(clean.charAt(at++));
      } else if (!digits && clean.charAt(at) != 's' && !clean.startsWith("#", end)) {
        out.append(clean, at, end);
        at = FrameReader.afterOffset(clean, end);
      } else {
        at = Math.max(word(clean, at, end, out), at + 1);
      }
    }
    String form = out.toString().strip();
    return form.length() > MAX_LENGTH ? form.substring(0, MAX_LENGTH) : form;
  }

  /** Appends the stable form of the word {@code text[at, end)}; returns where to go on. */
  private static int word(String text, int at, int end, StringBuilder out) {
    String word = text.substring(at, end);
    char before = at > 0 ? text.charAt(at - 1) : ' ';
    int address = ipv4End(text, at);
    if (address > at && !isWordPart(before)) {
      out.append("IP");
      return address;
    }
    if (isAddress(word)) {
      out.append("ADDR");
      return end;
    }
    if (Ascii.isNumber(word)) {
      boolean line = before == ':' && at > 1 && isWordPart(text.charAt(at - 2)) && hasSuffix(out);
      out.append(line ? "LINE" : "NUM");
      return FrameReader.afterOffset(text, end);
    }
    if (word.equals("CPU") && text.startsWith("#", end)) {
      int i = end + 1;
      while (i < text.length() && Ascii.isDigit(text.charAt(i))) {
        i++;
      }
      out.append("CPU");
      return i;
    }
    String known = testProgram(word, text, end, out);
    if (known.isEmpty()) {
      out.append(word);
    } else {
      return end + Integer.parseInt(known);
    }
    return text.startsWith("+0x", end) ? FrameReader.afterOffset(text, end) : end;
  }

  /** {@code file.c:} is in front. */
  private static boolean hasSuffix(StringBuilder out) {
    return out.length() > 3
        && (out.charAt(out.length() - 3) == '.' || out.charAt(out.length() - 4) == '.');
  }

  /** Names of syzkaller's programs carry numbers; returns how much more was read, empty if none. */
  private static String testProgram(String word, String text, int end, StringBuilder out) {
    if (word.startsWith("syzkaller") && Ascii.isNumber(word.substring("syzkaller".length()))) {
      out.append("syzkaller");
      return "0";
    }
    if (word.equals("syz") && text.startsWith("-executor", end)) {
      int i = end + "-executor".length();
      while (i < text.length() && (Ascii.isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
        i++;
      }
      out.append("syz-executor");
      return Integer.toString(i - end);
    }
    return "";
  }

  private static String printable(String title) {
    if (isPrintable(title)) {
      return title;
    }
    StringBuilder out = new StringBuilder(title.length());
    boolean space = false;
    for (int i = 0; i < title.length() && out.length() < 1000; i++) {
      char c = title.charAt(i);
      if (c == ' ' || c == '\t') {
        space = true;
      } else if (c > ' ' && c < 0x7f) {
        if (space && out.length() > 0) {
          out.append(' ');
        }
        space = false;
        out.append(c);
      }
    }
    return out.toString();
  }

  /** True for visible ASCII with single blanks between. */
  private static boolean isPrintable(String title) {
    boolean space = true;
    for (int i = 0; i < title.length(); i++) {
      char c = title.charAt(i);
      if (c <= ' ' ? c != ' ' || space : c >= 0x7f) {
        return false;
      }
      space = c == ' ';
    }
    return title.length() < 1000 && !space;
  }

  private static int ipv4End(String text, int start) {
    int at = start;
    for (int part = 0; part < 4; part++) {
      int digits = at;
      while (at < text.length() && Ascii.isDigit(text.charAt(at)) && at - digits < 3) {
        at++;
      }
      if (at == digits || (part < 3 && !text.startsWith(".", at))) {
        return start;
      }
      at += part < 3 ? 1 : 0;
    }
    return at < text.length() && isWordPart(text.charAt(at)) ? start : at;
  }

  /** Eight or more hexadecimal digits, or any number after 0x. */
  private static boolean isAddress(String word) {
    boolean prefixed = word.startsWith("0x");
    String digits = prefixed ? word.substring(2) : word;
    if (digits.length() < (prefixed ? 1 : 8)) {
      return false;
    }
    boolean number = false;
    for (int i = 0; i < digits.length(); i++) {
      if (!Ascii.isHexDigit(digits.charAt(i))) {
        return false;
      }
      number |= Ascii.isDigit(digits.charAt(i));
    }
    return number;
  }

  private static boolean isWordPart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_';
  }
}
