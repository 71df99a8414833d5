package dev.kedge.profile.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Recognises pods, containers and units by the names of the directories on a cgroup path, with
 * patterns from a file: the same for version 1 and 2, for the systemd and the cgroupfs driver.
 * Immutable.
 */
public final class WorkloadPatterns {
  private static final String SHIPPED = "workload.patterns";
  private static final String VERSION = "version 1";

  /** No directory of cgroupfs has a longer name (NAME_MAX), no path more of them than this. */
  private static final int MAX_NAME = 255;

  private static final int MAX_DIRECTORIES = 128;

  /** Bytes of PATH_MAX. */
  private static final int MAX_PATH = 4096;

  private enum What {
    NAMESPACE,
    PODNAME,
    POD,
    CONTAINER,
    UNIT;

    static Optional<What> of(String word) {
      return Arrays.stream(values())
          .filter(what -> what.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  private record Rule(What what, String runtime, Pattern pattern) {}

  private final List<Rule> rules;

  private WorkloadPatterns(List<Rule> rules) {
    this.rules = rules;
  }

  /** The patterns that come with Kedge. */
  public static WorkloadPatterns shipped() {
    try (InputStream in =
        Objects.requireNonNull(WorkloadPatterns.class.getResourceAsStream(SHIPPED))) {
      return read(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads patterns.
   *
   * @param file name for errors
   * @param text {@code version 1}, then lines {@code pod PATTERN}, {@code container RUNTIME
   *     PATTERN} and {@code unit PATTERN}; a pattern is a regular expression over {@code
   *     parent/name} or {@code name}, whose first group is the value; {@code namespace PATTERN} and
   *     {@code podname PATTERN} are over the whole path
   * @throws WorkloadPatternsException when a line is wrong
   */
  public static WorkloadPatterns read(String file, String text) {
    List<Rule> rules = new ArrayList<>();
    boolean versioned = false;
    int line = 0;
    for (String raw : text.lines().toList()) {
      line++;
      String content = raw.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      if (!versioned && !content.equals(VERSION)) {
        throw new WorkloadPatternsException(
            file, line, "the first entry must be \"" + VERSION + "\"");
      }
      if (versioned) {
        rules.add(rule(file, line, content.split(" +", -1)));
      }
      versioned = true;
    }
    if (!versioned) {
      throw new WorkloadPatternsException(
          file, line, "the first entry must be \"" + VERSION + "\"");
    }
    return new WorkloadPatterns(List.copyOf(rules));
  }

  private static Rule rule(String file, int line, String[] words) {
    What what =
        What.of(words[0])
            .orElseThrow(() ->
                new WorkloadPatternsException(
                    file,
                    line,
                    "unknown keyword \"%s\": expected namespace, podname, pod, container or unit"
                        .formatted(words[0])));
    boolean container = what == What.CONTAINER;
    if (words.length != (container ? 3 : 2)) {
      throw new WorkloadPatternsException(
          file,
          line,
          "expected \"%s\"".formatted(container ? "container RUNTIME PATTERN" : "KEYWORD PATTERN"));
    }
    try {
      Pattern pattern = Pattern.compile(words[words.length - 1]);
      if (pattern.matcher("").groupCount() < 1) {
        throw new WorkloadPatternsException(file, line, "the pattern has no group");
      }
      return new Rule(what, container ? words[1] : "", pattern);
    } catch (PatternSyntaxException e) {
      throw new WorkloadPatternsException(file, line, "the pattern: " + e.getDescription());
    }
  }

  /** What a path says; of containers in containers the innermost. */
  public Workload of(String cgroup) {
    String[] names = cgroup.split("/", MAX_DIRECTORIES);
    Optional<String> runtime = Optional.empty();
    Optional<String> container = Optional.empty();
    Optional<String> pod = Optional.empty();
    Optional<String> unit = Optional.empty();
    String parent = "";
    for (String name : names) {
      if (name.isEmpty() || name.length() > MAX_NAME) {
        continue;
      }
      Optional<String> innerPod = first(What.POD, parent, name);
      pod = innerPod.map(uid -> uid.replace('_', '-')).or(keep(pod));
      for (Rule rule : rules) {
        Optional<String> id =
            rule.what() == What.CONTAINER ? match(rule, parent, name) : Optional.empty();
        if (id.isPresent()) {
          container = id;
          runtime = Optional.of(rule.runtime());
          break;
        }
      }
      unit = first(What.UNIT, parent, name).or(keep(unit));
      parent = name;
    }
    return new Workload(
        runtime,
        ofPath(What.NAMESPACE, cgroup),
        ofPath(What.PODNAME, cgroup),
        pod,
        container,
        unit);
  }

  private Optional<String> ofPath(What what, String path) {
    return path.length() > MAX_PATH
        ? Optional.empty()
        : rules.stream()
            .filter(rule -> rule.what() == what)
            .map(rule -> rule.pattern().matcher(path))
            .filter(Matcher::matches)
            .findFirst()
            .map(matcher -> matcher.group(1));
  }

  private static Supplier<Optional<String>> keep(Optional<String> before) {
    return () -> before;
  }

  private Optional<String> first(What what, String parent, String name) {
    for (Rule rule : rules) {
      if (rule.what() == what) {
        Optional<String> found = match(rule, parent, name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> match(Rule rule, String parent, String name) {
    Matcher matcher = rule.pattern().matcher(name);
    if (!matcher.matches()) {
      matcher = rule.pattern().matcher(parent + "/" + name);
      if (!matcher.matches()) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(matcher.group(1));
  }
}
