package dev.kedge.cli;

import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.FilterTerm;
import dev.kedge.profile.filter.ProfileFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code kedge profile regress}: which functions cost more than noise explains. */
@Command(
    name = "regress",
    description = {
      "Asks a server which functions take a larger share of samples than in a base, beyond noise:",
      "of a host, against an earlier span or another host, or of two kernel releases.",
      "Exit code 1 when a function costs more for good, 3 when there are too few samples."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge profile regress db-7 --server http://127.0.0.1:7878/",
      "  kedge profile regress db-7 --base-host db-8 --server https://kedge.example:7878/",
      "  kedge profile regress --kernel 6.18 --base-kernel 6.12 --last 1h \\",
      "    --filter command=nginx --server https://kedge.example:7878/",
      "The token may also be in the environment variable KEDGE_TOKEN."
    })
final class ProfileRegressCommand implements Callable<Integer> {
  private static final Duration SPAN = Duration.ofMinutes(2);
  private static final Duration BASE = Duration.ofMinutes(15);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "HOST", description = "the host to look at")
  private @Nullable String host;

  @Mixin private SampleSelection selection = new SampleSelection();

  @Option(
      names = "--base-from",
      paramLabel = "TIME",
      description = "start of the base, default 15 minutes before its end")
  private @Nullable Instant baseFrom;

  @Option(
      names = "--base-to",
      paramLabel = "TIME",
      description =
          "end of the base; default is the start of the span, and for another host or kernel the"
              + " span itself")
  private @Nullable Instant baseTo;

  @Option(names = "--base-host", paramLabel = "HOST", description = "another host as the base")
  private @Nullable String baseHost;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      description = "samples taken under that kernel; 6.18 is every 6.18.y")
  private @Nullable String kernel;

  @Option(
      names = "--base-kernel",
      paramLabel = "RELEASE",
      description = "the base are samples taken under that kernel")
  private @Nullable String baseKernel;

  @Option(
      names = "--base-filter",
      paramLabel = "FILTER",
      description = "filter of the base, default that of --filter")
  private @Nullable String baseFilter;

  @Option(names = "--json", description = "print the server's answer as one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (baseHost != null && host == null) {
      throw new ParameterException(spec.commandLine(), "--base-host: expected HOST as well");
    }
    if (host == null && !hasOtherBase()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected HOST, or a base of its own: --base-kernel, --base-filter or --base-from");
    }
    URI server =
        selection
            .server()
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(), "Missing required option: '--server=URL'"));
    JsonNode answer;
    try (ServerQuestions questions = selection.questions(server)) {
      answer = questions.get(path());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      new RegressionText(out).print(answer);
    }
    out.flush();
    if (!answer.path("tooLittle").asString("").isEmpty()) {
      return ExitCode.ENVIRONMENT;
    }
    return answer.path("regression").asBoolean() ? ExitCode.FINDING : ExitCode.OK;
  }

  private boolean hasOtherBase() {
    return baseKernel != null || baseFilter != null || baseFrom != null || baseTo != null;
  }

  private String path() {
    // Two hosts are two filters of the fleet.
    String what =
        host == null || baseHost != null
            ? "profiles/regressions"
            : "hosts/" + ServerQuestions.encoded(host) + "/regressions";
    return parameters().entrySet().stream()
        .map(one -> one.getKey() + "=" + ServerQuestions.encoded(one.getValue()))
        .collect(Collectors.joining("&", what + "?", ""));
  }

  private Map<String, String> parameters() {
    Instant end = selection.to();
    Instant start = end.minus(selection.last(SPAN));
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", start.toString());
    parameters.put("to", end.toString());
    boolean sameSamples = baseHost == null && baseKernel == null && baseFilter == null;
    if (sameSamples || baseFrom != null || baseTo != null) {
      Instant baseEnd = baseTo == null ? start : baseTo;
      parameters.put("baseFrom", (baseFrom == null ? baseEnd.minus(BASE) : baseFrom).toString());
      parameters.put("baseTo", baseEnd.toString());
    }
    String current = conditions(selection.filter(), baseHost == null ? null : host, kernel);
    if (!current.isEmpty()) {
      parameters.put("filter", current);
    }
    if (!sameSamples) {
      String own = baseFilter == null ? selection.filter() : baseFilter;
      parameters.put("baseFilter", conditions(own, baseHost, baseKernel));
    }
    return parameters;
  }

  /** A filter, with a host and a kernel where they are given by options. */
  private static String conditions(String filter, @Nullable String host, @Nullable String kernel) {
    StringBuilder text = new StringBuilder(filter);
    add(text, FilterKey.HOST, host);
    add(text, FilterKey.KERNEL, kernel);
    return ProfileFilter.parse(text.toString()).toString();
  }

  private static void add(StringBuilder text, FilterKey key, @Nullable String value) {
    if (value != null) {
      text.append(' ').append(new FilterTerm(key, false, value));
    }
  }
}
