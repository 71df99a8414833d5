package dev.kedge.verify.suite;

import dev.kedge.model.Printable;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads KTAP version 1 and TAP 13 and 14 (the kernel's Documentation/dev-tools/ktap.rst). Tests
 * inside a test stand indented before their parent's line; they become cases with a dotted name,
 * and the parent is a case of its own only when it is worse than they are. A plan that promises
 * more tests than there are is an error, never a pass. Bounded in cases and depth; not thread-safe.
 */
final class KtapReader {
  private static final int MAX_CASES = 10_000;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME = 120;
  private static final int MAX_MESSAGE = 300;

  private static final Pattern RESULT =
      Pattern.compile("(not )?ok\\b ?([0-9]{1,9}\\b)?(?: *- |  *)?([^#]*)(?:#(.*))?");
  private static final Pattern DIRECTIVE = Pattern.compile(" *([A-Za-z]+)\\b.*");
  private static final Pattern PLAN = Pattern.compile("1\\.\\.([0-9]{1,9})(?: *#.*)?");
  private static final Pattern BAIL = Pattern.compile("Bail out!(.*)");

  private final String suite;
  private final List<Line> lines = new ArrayList<>();
  private int next;
  private int made;

  /** A reader of one suite's output. */
  KtapReader(String suite) {
    this.suite = suite;
  }

  /** What a line says; everything else in the output is ignored. */
  private sealed interface Line {
    int indent();
  }

  private record Planned(int indent, int tests) implements Line {}

  private record Result(int indent, Status status, String name, String why) implements Line {}

  /** The cases, in the order of the output; none when there is no test in it. */
  List<CaseResult> read(List<String> output) {
    output.forEach(this::scan);
    List<CaseResult> cases = new ArrayList<>(block(0, 0));
    if (made > MAX_CASES) {
      cases.add(one("ktap", Status.ERROR, (made - MAX_CASES) + " more tests than are kept"));
    }
    return cases;
  }

  private void scan(String raw) {
    String line = raw.substring(0, Math.min(raw.length(), Figure.LONGEST_LINE));
    String text = line.strip();
    int indent = line.indexOf(text);
    Matcher plan = PLAN.matcher(text);
    Matcher result = RESULT.matcher(text);
    Matcher bail = BAIL.matcher(text);
    if (plan.matches()) {
      lines.add(new Planned(indent, Integer.parseInt(plan.group(1))));
    } else if (bail.matches()) {
      lines.add(new Result(indent, Status.ERROR, "bail-out", bail.group(1)));
    } else if (result.matches()) {
      lines.add(result(indent, result));
    }
  }

  private static Result result(int indent, Matcher match) {
    boolean ok = match.group(1) == null;
    Matcher directive = DIRECTIVE.matcher(match.group(4) == null ? "" : match.group(4));
    String word = directive.matches() ? directive.group(1).toUpperCase(Locale.ROOT) : "";
    Status status =
        switch (word) {
          case "SKIP" -> Status.SKIP;
          case "TODO", "XFAIL" -> Status.DONE;
          case "ERROR" -> Status.ERROR;
          default -> ok ? Status.PASS : Status.FAIL;
        };
    String why = match.group(4) == null ? "" : match.group(4).strip();
    String name = match.group(3).strip();
    return new Result(
        indent, status, name.isEmpty() && match.group(2) != null ? match.group(2) : name, why);
  }

  /** The tests from here on that are indented at least so far. */
  private List<CaseResult> block(int indent, int depth) {
    List<CaseResult> cases = new ArrayList<>();
    List<CaseResult> inner = new ArrayList<>();
    int planned = 0;
    int seen = 0;
    while (next < lines.size() && lines.get(next).indent() >= indent) {
      Line line = lines.get(next);
      if (line.indent() > indent && depth < MAX_DEPTH) {
        inner.addAll(block(line.indent(), depth + 1));
        continue;
      }
      next++;
      switch (line) {
        case Planned plan -> planned = plan.tests();
        case Result result -> {
          seen++;
          parent(result, seen, inner, cases);
          inner.clear();
        }
      }
    }
    cases.addAll(inner);
    if (seen < planned) {
      keep(cases, one("plan", Status.ERROR, "%d of %d tests ran".formatted(seen, planned)));
    }
    return cases;
  }

  private void parent(Result result, int number, List<CaseResult> inner, List<CaseResult> cases) {
    String name = name(result.name(), number);
    for (CaseResult child : inner) {
      cases.add(one(name + "." + child.name(), child.status(), child.message()));
    }
    boolean worse =
        inner.stream().map(CaseResult::status).allMatch(s -> result.status().compareTo(s) < 0);
    if (worse) {
      keep(cases, one(name, result.status(), result.why()));
    }
  }

  private void keep(List<CaseResult> cases, CaseResult result) {
    if (++made <= MAX_CASES) {
      cases.add(result);
    }
  }

  private CaseResult one(String name, Status status, String message) {
    return new CaseResult(
        suite, name, status, Printable.of(message.strip(), MAX_MESSAGE), List.of());
  }

  /** A name that can be part of a dotted path. */
  private static String name(String written, int number) {
    String name = written.replaceAll("[^A-Za-z0-9_.:/+-]+", "_");
    name = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    return name.isEmpty() || name.equals("_") ? "test-" + number : name;
  }
}
