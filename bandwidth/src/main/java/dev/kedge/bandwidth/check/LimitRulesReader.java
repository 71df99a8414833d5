package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.model.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * Reads the text of a rules file: {@code keyword value} lines, {@code #} for remarks, {@code
 * version 1} first.
 */
final class LimitRulesReader {
  private static final String VERSION = "1";

  private final String name;
  private final Map<String, LimitRule> known =
      LimitCheck.all().stream().collect(Collectors.toMap(LimitRule::id, Function.identity()));
  private final Map<String, Double> settings = new LinkedHashMap<>();
  private final List<LimitRules.Entry> entries = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private Optional<Draft> open = Optional.empty();
  private int line;

  /** A rule while its lines are read. */
  private static final class Draft {
    private final LimitRule rule;
    private final int line;
    private Optional<Severity> severity = Optional.empty();
    private Optional<Severity> whenThrottled = Optional.empty();
    private Optional<Severity> whenNotThrottled = Optional.empty();
    private final Map<String, Double> thresholds = new LinkedHashMap<>();
    private final Set<String> explained = new HashSet<>();
    private String lastThreshold = "";
    private String reason = "";
    private String fix = "";

    Draft(LimitRule rule, int line) {
      this.rule = rule;
      this.line = line;
    }
  }

  LimitRulesReader(String name) {
    this.name = name;
  }

  LimitRules read(String text) {
    boolean versioned = false;
    for (String raw : text.lines().toList()) {
      line++;
      String content = raw.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      int space = content.indexOf(' ');
      String keyword = space < 0 ? content : content.substring(0, space);
      String value = space < 0 ? "" : content.substring(space + 1).strip();
      if (!versioned) {
        if (!keyword.equals("version") || !value.equals(VERSION)) {
          throw error("the first entry must be \"version %s\"".formatted(VERSION));
        }
        versioned = true;
      } else {
        entry(keyword, value);
      }
    }
    if (!versioned) {
      throw error("the first entry must be \"version %s\"".formatted(VERSION));
    }
    close();
    return new LimitRules(setting("throttled-percent"), setting("throttled-periods"), entries);
  }

  private void entry(String keyword, String value) {
    switch (keyword) {
      case "throttled-percent", "throttled-periods" -> settings.put(keyword, number(value));
      case "rule" -> begin(value);
      case "severity" -> draft(keyword).severity = Optional.of(severity(value));
      case "when-throttled" -> draft(keyword).whenThrottled = Optional.of(severity(value));
      case "when-not-throttled" -> draft(keyword).whenNotThrottled = Optional.of(severity(value));
      case "threshold" -> threshold(draft(keyword), value);
      case "because" -> because(draft(keyword), value);
      case "reason" ->
          draft(keyword).reason = wording(draft(keyword), draft(keyword).reason, value);
      case "fix" -> draft(keyword).fix = wording(draft(keyword), draft(keyword).fix, value);
      default ->
          throw error(
              "'%s' is no keyword: expected rule, severity, when-throttled, when-not-throttled,"
                      .formatted(Printable.of(keyword, 60))
                  + " threshold, because, reason or fix");
    }
  }

  private void begin(String id) {
    close();
    LimitRule rule = known.get(id);
    if (rule == null) {
      throw error(
          "no rule is called '%s': there are %s"
              .formatted(
                  Printable.of(id, 60),
                  String.join(", ", known.keySet().stream().sorted().toList())));
    }
    if (!seen.add(id)) {
      throw error("rule '%s' is there twice".formatted(id));
    }
    open = Optional.of(new Draft(rule, line));
  }

  private Draft draft(String keyword) {
    return open.orElseThrow(() -> error("'%s' stands before the first rule".formatted(keyword)));
  }

  private void threshold(Draft draft, String value) {
    String[] words = value.split(" +", 2);
    if (words.length < 2 || !draft.rule.thresholds().contains(words[0])) {
      throw error(
          "expected a threshold of this rule (%s) and a number"
              .formatted(
                  draft.rule.thresholds().isEmpty()
                      ? "it has none"
                      : String.join(", ", draft.rule.thresholds())));
    }
    draft.thresholds.put(words[0], number(words[1]));
    draft.lastThreshold = words[0];
  }

  private void because(Draft draft, String value) {
    if (draft.lastThreshold.isEmpty() || value.isEmpty()) {
      throw error("'because' gives the reason of the threshold before it");
    }
    draft.explained.add(draft.lastThreshold);
  }

  private String wording(Draft draft, String before, String value) {
    Matcher placeholder = LimitRules.PLACEHOLDER.matcher(value);
    while (placeholder.find()) {
      if (!draft.rule.figures().contains(placeholder.group(1))) {
        throw error(
            "no figure is called {%s}: this rule has %s"
                .formatted(placeholder.group(1), String.join(", ", draft.rule.figures())));
      }
    }
    return before.isEmpty() ? value : before + " " + value;
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    Draft draft = open.get();
    Severity severity =
        draft.severity.orElseThrow(() -> error(draft.line, lacks(draft, "a severity")));
    require(!draft.reason.isEmpty(), draft, "a reason");
    require(!draft.fix.isEmpty(), draft, "a fix");
    for (String threshold : draft.rule.thresholds()) {
      require(draft.thresholds.containsKey(threshold), draft, "threshold " + threshold);
      require(draft.explained.contains(threshold), draft, "a because for threshold " + threshold);
    }
    entries.add(
        new LimitRules.Entry(
            draft.rule,
            severity,
            draft.whenThrottled.orElse(severity),
            draft.whenNotThrottled.orElse(severity),
            Map.copyOf(draft.thresholds),
            draft.reason,
            draft.fix));
    open = Optional.empty();
  }

  private void require(boolean there, Draft draft, String what) {
    if (!there) {
      throw error(draft.line, lacks(draft, what));
    }
  }

  private static String lacks(Draft draft, String what) {
    return "rule '%s' lacks %s".formatted(draft.rule.id(), what);
  }

  private double setting(String keyword) {
    Double value = settings.get(keyword);
    if (value == null) {
      throw error("'%s' is missing".formatted(keyword));
    }
    return value;
  }

  private Severity severity(String value) {
    try {
      return Severity.of(value);
    } catch (BandwidthException e) {
      throw new BandwidthException(place(line) + e.getMessage(), e);
    }
  }

  private double number(String value) {
    try {
      double number = Double.parseDouble(value);
      if (number >= 0 && number <= 1e9) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new BandwidthException(
          place(line) + "'%s' is no number".formatted(Printable.of(value, 60)), e);
    }
    throw error("%s: expected a number from 0 to 10^9".formatted(Printable.of(value, 60)));
  }

  private BandwidthException error(String problem) {
    return error(line, problem);
  }

  private BandwidthException error(int at, String problem) {
    return new BandwidthException(place(at) + problem);
  }

  private String place(int at) {
    return "%s:%d: ".formatted(name, at);
  }
}
