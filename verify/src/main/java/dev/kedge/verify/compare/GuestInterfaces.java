package dev.kedge.verify.compare;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What running kernels offer below {@code /proc/sys} and in a fresh cgroup, out of the lines that
 * the guest's program {@code interfaces} prints. Values count only where they are the kernel's
 * choice: those that follow from the boot, the memory or the time are left out by a list, and those
 * that differ between two boots of one kernel by themselves. Immutable.
 */
public final class GuestInterfaces {
  private static final String LIST = "boot-dependent-values.txt";
  private static final String PRINTED = "> ";
  private static final Pattern ENTRY = Pattern.compile("(sysctl|cgroup) (\\S+)(?: = (.*))?");

  private final List<Predicate<String>> withoutValue;

  /** Reads the list of values that do not count. */
  public GuestInterfaces() {
    try (InputStream in = GuestInterfaces.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new AssertionError(LIST + " is part of this jar");
      }
      withoutValue =
          patterns(LIST, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new VerifyException("this installation is damaged: " + LIST + ": " + e, e);
    }
  }

  /** What is listed. */
  public enum Kind {
    /** A name below {@code /proc/sys}, its parts split by dots. */
    SYSCTL,
    /** A file of a cgroup, or a key in one. */
    CGROUP
  }

  /**
   * The entries of one kernel.
   *
   * @param boots for each boot the lines of the program
   * @return names with their values; the value is empty where it does not count
   */
  public Map<String, String> of(Kind kind, List<Stream<String>> boots) {
    Map<String, String> entries = new TreeMap<>();
    for (Stream<String> boot : boots) {
      boot.map(line -> line.startsWith(PRINTED) ? line.substring(PRINTED.length()) : line)
          .map(ENTRY::matcher)
          .filter(match -> match.matches() && match.group(1).equals(word(kind)))
          .forEach(match -> {
            String value = match.group(3) == null ? "" : match.group(3);
            entries.merge(match.group(2), value, (before, now) -> before.equals(now) ? before : "");
          });
    }
    entries.replaceAll(
        (name, value) -> withoutValue.stream().anyMatch(one -> one.test(name)) ? "" : value);
    return entries;
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case SYSCTL -> "sysctl";
      case CGROUP -> "cgroup";
    };
  }

  /** One pattern in each line, {@code *} for any characters; {@code #} begins a comment. */
  private static List<Predicate<String>> patterns(String file, List<String> lines) {
    List<Predicate<String>> patterns = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!line.matches("[A-Za-z0-9_.*:-]+")) {
        throw new VerifyException("%s:%d: \"%s\" is no pattern".formatted(file, i + 1, line));
      }
      String expression = "\\Q" + line.replace("*", "\\E.*\\Q") + "\\E";
      patterns.add(Pattern.compile(expression).asMatchPredicate());
    }
    return List.copyOf(patterns);
  }
}
