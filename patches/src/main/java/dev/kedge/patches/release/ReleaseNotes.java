package dev.kedge.patches.release;

import dev.kedge.model.Printable;
import dev.kedge.patches.fleet.FleetIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The notes of a release in Markdown: what matters to the fleet first, then everything by class and
 * subsystem, then what the build changed.
 *
 * @param older name of the release before
 * @param newer name of the release
 * @param items what came in, oldest first
 * @param config options that differ; empty when no configurations were given
 * @param symbols exported symbols that differ; empty when no lists were given
 */
public record ReleaseNotes(
    String older,
    String newer,
    List<ReleaseItem> items,
    List<NamedValues.Delta> config,
    List<NamedValues.Delta> symbols) {
  /** Copies the lists. */
  public ReleaseNotes {
    items = List.copyOf(items);
    config = List.copyOf(config);
    symbols = List.copyOf(symbols);
  }

  /** The notes as Markdown. Text of commits cannot end a list or start a heading. */
  public String markdown() {
    StringBuilder text = new StringBuilder(4096);
    text.append("# ").append(safe(newer)).append("\n\n");
    text.append("%,d commits since %s.\n".formatted(items.size(), safe(older)));
    list(
        text,
        "Fixes of issues seen in this fleet",
        items.stream()
            .filter(item -> !item.issues().isEmpty())
            .map(item -> line(item) + "\n" + issues(item))
            .toList());
    list(
        text,
        "Closes CVEs",
        items.stream()
            .filter(item -> !item.cves().isEmpty())
            .map(item -> line(item) + " (" + String.join(", ", item.cves()) + ")")
            .toList());
    list(
        text,
        "Deserves a second look",
        items.stream()
            .filter(item -> !item.risks().isEmpty())
            .map(item -> line(item) + ": " + risks(item))
            .toList());
    classes(text);
    deltas(text, "Configuration", config);
    deltas(text, "Exported symbols", symbols);
    return text.toString();
  }

  private void classes(StringBuilder text) {
    Map<String, Map<String, List<String>>> classes = new TreeMap<>();
    for (ReleaseItem item : items) {
      classes
          .computeIfAbsent(item.kind().label(), kind -> new TreeMap<>())
          .computeIfAbsent(item.subsystem(), subsystem -> new ArrayList<>())
          .add(line(item));
    }
    classes.forEach((kind, subsystems) -> {
      int count = subsystems.values().stream().mapToInt(List::size).sum();
      text.append("\n## ").append(kind).append(" (").append(count).append(")\n");
      subsystems.forEach((subsystem, lines) -> {
        text.append("\n### ").append(safe(subsystem)).append("\n\n");
        lines.forEach(line -> text.append("- ").append(line).append('\n'));
      });
    });
  }

  private static void list(StringBuilder text, String head, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("\n## ").append(head).append(" (").append(lines.size()).append(")\n\n");
      lines.forEach(line -> text.append("- ").append(line).append('\n'));
    }
  }

  private static void deltas(StringBuilder text, String head, List<NamedValues.Delta> deltas) {
    list(
        text,
        head,
        deltas.stream()
            .map(delta ->
                "%s: %s -> %s"
                    .formatted(safe(delta.name()), safe(delta.before()), safe(delta.after())))
            .toList());
  }

  private static String line(ReleaseItem item) {
    return "`" + item.commit().abbreviated() + "` " + safe(item.subject());
  }

  private static String issues(ReleaseItem item) {
    return item.issues().stream().map(ReleaseNotes::issue).collect(Collectors.joining("\n"));
  }

  private static String issue(FleetIssue issue) {
    return "  - %s: %,d hosts, %,d times"
        .formatted(safe(issue.title()), issue.hosts(), issue.occurrences());
  }

  private static String risks(ReleaseItem item) {
    return item.risks().stream().map(Risk::label).collect(Collectors.joining(", "));
  }

  /** One line, with the characters that mean something in Markdown or HTML made harmless. */
  private static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 8);
    for (char c : Printable.of(text, 300).toCharArray()) {
      if ("\\`*_[]<>#&|".indexOf(c) >= 0) {
        safe.append('\\');
      }
      safe.append(c);
    }
    return safe.toString();
  }
}
