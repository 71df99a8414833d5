package dev.kedge.verify.suite;

import dev.kedge.verify.guest.GuestProgram;
import dev.kedge.verify.result.Better;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one suite of a plan: a program of the guest, or a script. */
final class SuiteReader {
  private static final List<String> KEYS =
      List.of(
          "about",
          "program",
          "parameters",
          "script",
          "root",
          "reads",
          "figures",
          "needs",
          "modules",
          "limit",
          "panics",
          "expects");
  private static final List<String> READS = List.of("ktap", "exit-code", "figures");
  private static final int MAX_SECONDS = 86_400;

  private SuiteReader() {}

  static Suite read(PlanNode.Entry entry) {
    String name = name(new PlanNode.Text(entry.place(), entry.key()));
    KnownKeys keys = new KnownKeys(entry.value(), "suite " + name, KEYS);
    boolean script = keys.get("script").isPresent();
    if (script == keys.get("program").isPresent()) {
      throw entry.place().error("suite " + name + ": expected either 'program' or 'script'");
    }
    String reads =
        keys.get("reads").map(node -> node.word("what its output is", READS)).orElse("exit-code");
    List<Figure> figures =
        keys.get("figures").stream()
            .flatMap(node -> node.items("a list of figures").stream())
            .map(SuiteReader::figure)
            .toList();
    if (script && reads.equals("figures") == figures.isEmpty()) {
      throw entry.place().error("suite " + name + ": 'reads: figures' and 'figures' go together");
    }
    return new Suite(
        name,
        script ? scriptWords(name, reads, keys) : programWords(name, keys),
        keys.get("limit").map(SuiteReader::duration),
        keys.texts("modules", "a module's name"),
        keys.entries("needs", "options and their values").stream().map(ConfigNeed::of).toList(),
        keys.flag("panics"),
        keys.get("expects").stream()
            .flatMap(node -> node.items("a list of patterns").stream())
            .map(SuiteReader::pattern)
            .toList(),
        script && reads.equals("ktap"),
        figures);
  }

  private static List<String> programWords(String name, KnownKeys keys) {
    refuse(keys, "a program", List.of("root", "reads", "figures"));
    PlanNode program = keys.require("program", "the program's name");
    List<String> words = new ArrayList<>();
    words.add(program.word("a program of the guest", GuestProgram.PROGRAMS));
    words.addAll(List.of("--suite", name));
    for (PlanNode.Entry parameter : keys.entries("parameters", "parameters and their values")) {
      if (!parameter.key().matches("[a-z][a-z0-9_]{0,40}")) {
        throw parameter.place().error("'%s' is no parameter".formatted(parameter.key()));
      }
      words.add(parameter.key() + "=" + oneLine(parameter.value()));
    }
    return words;
  }

  private static List<String> scriptWords(String name, String reads, KnownKeys keys) {
    refuse(keys, "a script", List.of("parameters"));
    List<String> words = new ArrayList<>(List.of("script", "--suite", name));
    if (keys.get("root").map(n -> n.word("a root", List.of("guest", "host"))).stream()
        .anyMatch("host"::equals)) {
      words.add("root=/host");
    }
    words.add("verdict=" + (reads.equals("exit-code") ? 1 : 0));
    words.add("--");
    for (PlanNode word : keys.require("script", "a command").items("the words of a command")) {
      words.add(oneLine(word));
    }
    return words;
  }

  private static void refuse(KnownKeys keys, String what, List<String> refused) {
    for (String key : refused) {
      keys.get(key)
          .ifPresent(node -> {
            throw node.place().error(what + " takes no key '" + key + "'");
          });
    }
  }

  private static String oneLine(PlanNode node) {
    String text = node.text("a word").strip();
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw node.unexpected("one line without tabs; fold a long one with '>-'");
    }
    return text;
  }

  private static Figure figure(PlanNode node) {
    KnownKeys keys = new KnownKeys(node, "a figure", List.of("name", "unit", "better", "pattern"));
    PlanNode pattern = keys.require("pattern", "a pattern with a group around the number");
    Pattern compiled = pattern(pattern);
    if (compiled.matcher("").groupCount() < 1) {
      throw pattern.unexpected("a pattern with a group around the number");
    }
    return new Figure(
        name(keys.require("name", "the metric's name")),
        keys.require("unit", "a unit after UCUM, 1 for a count").text("a unit"),
        Better.valueOf(
            keys.require("better", "lower, higher or neither")
                .word("a direction", List.of("lower", "higher", "neither"))
                .toUpperCase(Locale.ROOT)),
        compiled);
  }

  private static Pattern pattern(PlanNode node) {
    String text = node.text("a pattern");
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw node.place().error("'%s' is no pattern: %s".formatted(text, e.getDescription()));
    }
  }

  /** A time such as {@code 90s} or {@code 5m}. */
  static Duration duration(PlanNode node) {
    String expected = "a time such as 90s or 5m, at most a day";
    String text = node.text(expected);
    if (!text.matches("[0-9]{1,6}[smh]")) {
      throw node.unexpected(expected);
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    long seconds = number * (text.endsWith("s") ? 1 : text.endsWith("m") ? 60 : 3600);
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw node.unexpected(expected);
    }
    return Duration.ofSeconds(seconds);
  }

  /** A name that may be a file name and part of a path. */
  static String name(PlanNode node) {
    String name = node.text("a name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
      throw node.unexpected("a name of letters, digits, '-' and '_', at most 64");
    }
    return name;
  }

  /** The value of an optional key, or what counts without it. */
  static Duration duration(Optional<PlanNode> node, Duration otherwise) {
    return node.map(SuiteReader::duration).orElse(otherwise);
  }
}
