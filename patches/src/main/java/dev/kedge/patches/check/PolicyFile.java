package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.provenance.ProvenanceClass;
import dev.kedge.patches.provenance.UpstreamForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads policies: one directive per line, described in docs/patches.md. A policy may begin from a
 * preset ({@code use bytedance}) and change it.
 */
public final class PolicyFile {
  /** The policies that come with Kedge. */
  public static final List<String> PRESETS =
      List.of("anolis", "android", "bytedance", "chromeos", "openeuler", "plain", "redhat", "suse");

  private static final int VERSION = 1;
  private static final int MAX_BYTES = 1 << 20;

  private final String file;
  private String name = "";
  private final Set<ProvenanceClass> classes = EnumSet.noneOf(ProvenanceClass.class);
  private final Set<UpstreamForm> forms = EnumSet.noneOf(UpstreamForm.class);
  private final Map<Rule, Level> levels = new EnumMap<>(Rule.class);
  private final List<Requirement> requirements = new ArrayList<>();
  private long maxFileBytes = Long.MAX_VALUE;
  private int maxCommits = Integer.MAX_VALUE;

  private PolicyFile(String file) {
    this.file = file;
  }

  /** A policy that comes with Kedge. */
  public static Policy preset(String name) {
    if (!PRESETS.contains(name)) {
      throw PatchesException.input(
          "no preset '%s'; there are %s".formatted(Printable.of(name, 60), PRESETS));
    }
    return parse(name + ".policy", presetText(name));
  }

  /** The text of a preset, to begin one's own from. */
  public static List<String> presetText(String name) {
    try (InputStream stream = PolicyFile.class.getResourceAsStream(name + ".policy")) {
      if (stream == null) {
        throw new IllegalStateException("preset " + name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws PatchesException with file and line when a line is no directive
   */
  public static Policy read(Path file) {
    String name = Printable.of(file.toString(), 300);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(name + ": larger than 1 MB");
      }
      return parse(name, Files.readAllLines(file));
    } catch (IOException e) {
      throw PatchesException.environment(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Policy parse(String file, List<String> lines) {
    PolicyFile policy = new PolicyFile(file);
    boolean versioned = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] word = line.split("\\s+", -1);
      if (!versioned) {
        versioned = word.length == 2 && word[0].equals("policy") && word[1].equals("" + VERSION);
        policy.expect(versioned, i, "the first line 'policy " + VERSION + "'", line);
      } else {
        policy.directive(i, line, word);
      }
    }
    policy.expect(versioned, lines.size(), "the line 'policy " + VERSION + "'", "nothing");
    policy.expect(!policy.classes.isEmpty(), lines.size(), "a line 'allow CLASS...'", "none");
    return policy.policy();
  }

  private Policy policy() {
    return new Policy(
        name.isEmpty() ? file : name,
        classes,
        forms,
        levels,
        requirements,
        maxFileBytes,
        maxCommits);
  }

  private void directive(int at, String line, String[] word) {
    switch (word[0]) {
      case "name" -> name = line.substring(4).strip();
      case "use" -> use(at, word);
      case "allow" -> {
        classes.clear();
        rest(word, 1).forEach(text -> classes.addAll(classes(at, text)));
      }
      case "forms" -> {
        forms.clear();
        rest(word, 1).forEach(text -> forms.add(form(at, text)));
      }
      case "check" -> {
        expect(word.length == 3, at, "'check RULE off|advisory|blocking'", line);
        levels.put(rule(at, word[1]), level(at, word[2]));
      }
      case "require" -> require(at, line, word);
      case "limit" -> limit(at, line, word);
      default ->
          throw failure(at, "one of name, use, allow, forms, check, require, limit", word[0]);
    }
  }

  private void use(int at, String[] word) {
    expect(
        word.length == 2 && PRESETS.contains(word[1]),
        at,
        "'use' and one of " + PRESETS,
        last(word));
    Policy base = preset(word[1]);
    classes.addAll(base.classes());
    forms.addAll(base.forms());
    levels.putAll(base.levels());
    requirements.addAll(base.requirements());
    maxFileBytes = base.maxFileBytes();
    maxCommits = base.maxCommits();
  }

  /** {@code require CLASS[,CLASS] trailer|subject|body TEXT}. */
  private void require(int at, String line, String[] word) {
    String shape = "'require CLASSES trailer KEY' or 'require CLASSES subject|body REGEX'";
    expect(word.length >= 4, at, shape, line);
    Set<ProvenanceClass> of = classes(at, word[1]);
    String text = line.split("\\s+", 4)[3];
    switch (word[2]) {
      case "trailer" ->
          requirements.add(
              new Requirement(
                  of,
                  "a line '" + text + ":'",
                  Requirement.Where.BODY,
                  Pattern.compile(
                      "^\\s*" + Pattern.quote(text) + "\\s*:\\s*\\S",
                      Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)));
      case "subject" ->
          requirements.add(
              new Requirement(
                  of, "a subject like " + text, Requirement.Where.SUBJECT, regex(at, text)));
      case "body" ->
          requirements.add(
              new Requirement(of, "a line like " + text, Requirement.Where.BODY, regex(at, text)));
      default -> throw failure(at, shape, line);
    }
  }

  private void limit(int at, String line, String[] word) {
    String shape = "'limit file-bytes N' or 'limit commits N'";
    expect(word.length == 3 && word[2].matches("\\d{1,12}"), at, shape, line);
    long value = Long.parseLong(word[2]);
    switch (word[1]) {
      case "file-bytes" -> maxFileBytes = value;
      case "commits" -> maxCommits = (int) Math.min(Integer.MAX_VALUE, value);
      default -> throw failure(at, shape, line);
    }
  }

  private Pattern regex(int at, String text) {
    try {
      return Pattern.compile(text, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw failure(at, "a regular expression", text + " (" + e.getDescription() + ")");
    }
  }

  private Set<ProvenanceClass> classes(int at, String text) {
    if (text.equals("all")) {
      return EnumSet.complementOf(EnumSet.of(ProvenanceClass.MERGE));
    }
    Set<ProvenanceClass> found = EnumSet.noneOf(ProvenanceClass.class);
    for (String part : text.split(",", -1)) {
      found.add(
          named(ProvenanceClass.values(), part)
              .orElseThrow(() -> failure(at, "one of " + labels(ProvenanceClass.values()), part)));
    }
    return found;
  }

  private UpstreamForm form(int at, String text) {
    return named(UpstreamForm.values(), text)
        .orElseThrow(() -> failure(at, "one of " + labels(UpstreamForm.values()), text));
  }

  private static <E extends Enum<E>> Optional<E> named(E[] values, String label) {
    return Arrays.stream(values).filter(value -> label(value).equals(label)).findFirst();
  }

  private static String labels(Enum<?>[] values) {
    return String.join(", ", Arrays.stream(values).map(PolicyFile::label).toList());
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Rule rule(int at, String text) {
    return Rule.of(text).orElseThrow(() -> failure(at, "one of " + labels(Rule.values()), text));
  }

  private Level level(int at, String text) {
    return Level.of(text).orElseThrow(() -> failure(at, "one of " + labels(Level.values()), text));
  }

  private static List<String> rest(String[] word, int from) {
    return Arrays.asList(word).subList(from, word.length);
  }

  private static String last(String[] word) {
    return word[word.length - 1];
  }

  private void expect(boolean condition, int at, String expected, String found) {
    if (!condition) {
      throw failure(at, expected, found);
    }
  }

  private PatchesException failure(int at, String expected, String found) {
    return PatchesException.input(
        "%s:%d: expected %s, found: %s"
            .formatted(file, at + 1, expected, Printable.of(found, 120)));
  }
}
