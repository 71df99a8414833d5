package dev.kedge.verify.export;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * An issue of the fleet as a plan: its reproducer runs as a suite, and the kernel reports nothing.
 * Every text is written as a JSON string, which YAML reads as it is, whatever stands in it.
 */
public final class IssuePlan {
  private final JsonMapper json = new JsonMapper();

  /**
   * The plan's text.
   *
   * @param issue the issue's number
   * @param title the title of its reports
   * @param script the words of the command that brings it about
   * @throws IllegalArgumentException when there is no command
   */
  public String text(long issue, String title, List<String> script) {
    if (script.isEmpty() || script.getFirst().isBlank()) {
      throw new IllegalArgumentException("issue " + issue + ": a command is needed");
    }
    String words = script.stream().map(this::quoted).collect(Collectors.joining(", "));
    return """
    # Made from an issue of the fleet; docs/verify-plans.md describes the language.
    schema: 1
    plan: issue-%1$d
    about: %2$s
    rounds: 3

    machines:
      one-cpu:
        cpus: 1
        memory: 1024

    suites:
      issue-%1$d:
        script: [%3$s]
        reads: exit-code
        limit: 5m

    boots:
      - name: reproduce
        machine: one-cpu
        suites: [issue-%1$d]
        limit: 10m

    gates:
      - name: issue-%1$d
        rule: no-new-reports
        reason: %4$s
      - name: reproducer-runs
        case: issue-%1$d
        rule: passes
        reason: a reproducer that does not run to its end shows nothing
    """
        .formatted(
            issue,
            quoted("Whether issue " + issue + " comes back: " + title),
            words,
            quoted("the fleet has seen: " + title));
  }

  private String quoted(String text) {
    String line = OneLine.of(text);
    return json.writeValueAsString(line.length() <= 300 ? line : line.substring(0, 300));
  }
}
