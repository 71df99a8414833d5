package dev.kedge.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces of a process (namespaces(7)) in which it differs from the host, by the inode
 * numbers that {@code /proc/PID/ns} shows.
 *
 * @param text {@code pid:4026532450/7 mnt:4026532448}: behind the number of the pid namespace the
 *     id the process has in it; empty for a process in the namespaces of the host
 */
public record Namespaces(String text) {
  /** What the links in {@code /proc/PID/ns} are called, in the order they are written here. */
  public static final List<String> KINDS = List.of("pid", "mnt", "net", "user", "uts", "cgroup");

  /**
   * Numbers that the host's have on every kernel (enum init_ns_ino, include/linux/proc_ns.h, as of
   * Linux 3.8); those of others differ between boots.
   */
  private static final Map<String, Long> INITIAL =
      Map.of(
          "pid", 0xEFFF_FFFCL, "user", 0xEFFF_FFFDL, "uts", 0xEFFF_FFFEL, "cgroup", 0xEFFF_FFFBL);

  private static final String ENTRY = "(?:pid|mnt|net|user|uts|cgroup):[0-9]{1,18}(?:/[0-9]{1,9})?";
  private static final Pattern FORM = Pattern.compile("(?:" + ENTRY + "(?: " + ENTRY + "){0,5})?");
  private static final Pattern TERM = Pattern.compile("([a-z]{1,6}):([0-9]{1,18}|host)");

  /** Those of the host. */
  public static final Namespaces HOST = new Namespaces("");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the text has another
   */
  public Namespaces {
    if (!text.isEmpty() && !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("namespaces \"%s\"".formatted(text));
    }
  }

  /**
   * Those of a process.
   *
   * @param own number of each kind, 0 where it is not known
   * @param host the same of the host
   * @param pidThere id of the process in its own pid namespace, 0 where it is not known
   */
  public static Namespaces of(
      ToLongFunction<String> own, ToLongFunction<String> host, int pidThere) {
    StringBuilder text = new StringBuilder();
    for (String kind : KINDS) {
      long number = own.applyAsLong(kind);
      if (number > 0 && number != host.applyAsLong(kind)) {
        text.append(text.isEmpty() ? "" : " ").append(kind).append(':').append(number);
        text.append(kind.equals("pid") && pidThere > 0 ? "/" + pidThere : "");
      }
    }
    return text.isEmpty() ? HOST : new Namespaces(text.toString());
  }

  /** Number of the namespace of a kind; empty where it is the host's. */
  public OptionalLong number(String kind) {
    return entry(kind, 0);
  }

  /** The id the process has in its own pid namespace; empty where that is the host's. */
  public OptionalLong pidThere() {
    return entry("pid", 1);
  }

  /** The same for another process of them, 0 for one whose id there is not known. */
  public Namespaces withPidThere(int pid) {
    if (text.isEmpty()) {
      return this;
    }
    return new Namespaces(
        text.replaceFirst("(pid:[0-9]+)(/[0-9]+)?", pid > 0 ? "$1/" + pid : "$1"));
  }

  private OptionalLong entry(String kind, int part) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return Arrays.stream(text.split(" ", -1))
        .filter(entry -> entry.startsWith(kind + ":"))
        .map(entry -> entry.substring(kind.length() + 1).split("/", 2))
        .filter(parts -> parts.length > part)
        .mapToLong(parts -> Long.parseLong(parts[part]))
        .findFirst();
  }

  /** Which processes to take: those of one namespace. */
  public record Term(String kind, OptionalLong number) {
    /**
     * Reads a term: {@code pid:4026532450}, or {@code pid:host} for the namespace of the host.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Term parse(String text) {
      Matcher matcher = TERM.matcher(text);
      if (!matcher.matches() || !KINDS.contains(matcher.group(1))) {
        throw new IllegalArgumentException(
            ("namespace \"%s\": expected one of %s, a colon, and a number of /proc/PID/ns or host,"
                    + " as pid:4026532450")
                .formatted(text, String.join(", ", KINDS)));
      }
      String kind = matcher.group(1);
      boolean host = matcher.group(2).equals("host");
      long number = host ? 0 : Long.parseLong(matcher.group(2));
      boolean initial = host || INITIAL.getOrDefault(kind, -1L) == number;
      return new Term(kind, initial ? OptionalLong.empty() : OptionalLong.of(number));
    }

    /** Whether a process of these namespaces is in the one meant. */
    public boolean matches(Namespaces namespaces) {
      return namespaces.number(kind).equals(number);
    }
  }
}
