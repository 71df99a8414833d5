package dev.kedge.profile.offcpu;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a rules file. */
final class OffCpuRulesReader {
  private static final String VERSION = "version 1";
  private static final int MAX_RULES = 1_000;

  private final String file;
  private final List<OffCpuRule> rules = new ArrayList<>();
  private int line;

  OffCpuRulesReader(String file) {
    this.file = file;
  }

  List<OffCpuRule> read(String text) {
    boolean versioned = false;
    for (String raw : text.lines().toList()) {
      line++;
      String content = raw.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      if (!versioned && !content.equals(VERSION)) {
        throw error("the first entry must be \"" + VERSION + "\"");
      }
      if (versioned) {
        entry(content);
      }
      versioned = true;
    }
    if (rules.isEmpty()) {
      throw error("no rule: expected \"" + VERSION + "\" and lines \"reason WORDS\"");
    }
    return List.copyOf(rules);
  }

  private void entry(String content) {
    int space = content.indexOf(' ');
    String keyword = space < 0 ? content : content.substring(0, space);
    String value = space < 0 ? "" : content.substring(space + 1).strip();
    if (value.isEmpty()) {
      throw error("\"%s\" without a value".formatted(keyword));
    }
    switch (keyword) {
      case "reason" -> {
        if (rules.size() >= MAX_RULES) {
          throw error("more than %d rules".formatted(MAX_RULES));
        }
        rules.add(new OffCpuRule(value, new ArrayList<>(), new ArrayList<>()));
      }
      case "exact" -> last().exact().addAll(List.of(value.split(" +", -1)));
      case "prefix" -> last().prefixes().addAll(List.of(value.split(" +", -1)));
      default ->
          throw error(
              "unknown keyword \"%s\": expected reason, exact or prefix".formatted(keyword));
    }
  }

  private OffCpuRule last() {
    if (rules.isEmpty()) {
      throw error("names before the first \"reason\"");
    }
    return rules.getLast();
  }

  private OffCpuRulesException error(String problem) {
    return new OffCpuRulesException(file, line, problem);
  }
}
