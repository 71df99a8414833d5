package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.export.IssuePlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify from-issue}: an issue with a reproducer as a plan. */
@Command(
    name = "from-issue",
    description = {
      "Prints a plan that runs the reproducer of an issue in a test machine and fails when the",
      "kernel reports anything."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kedge verify from-issue 12 --title 'INFO: task hung in foo' -- sh -c 'cat /proc/x' >"
          + " issue-12.yaml"
    })
final class FromIssueCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ISSUE", description = "the issue's number")
  private long issue;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "WORD",
      description = "the command that brings it about")
  private List<String> script = List.of();

  @Option(
      names = "--title",
      required = true,
      paramLabel = "TEXT",
      description = "the title of its reports")
  private String title = "";

  @Option(names = "--json", description = "print a JSON object with the plan's text")
  private boolean json;

  @Override
  public Integer call() {
    String plan = new IssuePlan().text(issue, title, script);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(Map.of("plan", plan)));
    } else {
      out.print(plan);
    }
    out.flush();
    return ExitCode.OK;
  }
}
