package dev.kedge.cli;

import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.pprof.PprofCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that take a profile from a server instead of a file, and the filter of either. */
final class ServerProfile {
  private static final int MOST_BYTES = 128 << 20;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "take the samples from this server instead of a file")
  private @Nullable URI server;

  @Mixin private TokenOption token = new TokenOption();

  @Option(names = "--host", paramLabel = "HOST", description = "of that host only; default all")
  private @Nullable String host;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "",
      description = {
        "samples these conditions hold for, such as \"kernel=6.18.* command=nginx\";",
        "keys: host, kernel, namespace, pod, container, cgroup, command, pid, thread, tid, cpu;",
        "of a file those that it tells, others are refused"
      })
  private String filter = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "cpu",
      description = "cpu, context-switches, page-faults or wakeups; default cpu")
  private String kind = "cpu";

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      converter = DurationText.class,
      defaultValue = "5m",
      description = "length of the span, default 5m")
  private Duration last = Duration.ZERO;

  @Option(names = "--to", paramLabel = "TIME", description = "end of the span, default now")
  private @Nullable Instant to;

  private @Nullable Instant now;

  /** Whether a server is asked. */
  boolean isAsked() {
    return server != null;
  }

  /** The condition of samples, as given. */
  String filter() {
    return filter;
  }

  /** End of the span; the same at every call. */
  Instant to() {
    if (now == null) {
      now = to == null ? Instant.now() : to;
    }
    return now;
  }

  Instant from() {
    return to().minus(last);
  }

  Duration last() {
    return last;
  }

  /** The samples of the span that the filter holds for. */
  Profile profile() throws IOException {
    return profile(filter, from(), to());
  }

  /**
   * The samples of another span or filter.
   *
   * @throws dev.kedge.profile.filter.FilterException when the filter is none
   * @throws IOException when the server cannot be asked, or refuses
   */
  Profile profile(String conditions, Instant start, Instant end) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", start.toString());
    parameters.put("to", end.toString());
    parameters.put("kind", kind);
    parameters.put("filter", ProfileFilter.parse(conditions).toString());
    parameters.put("format", "pprof");
    String source = host == null ? "profiles" : "hosts/" + ServerQuestions.encoded(host);
    String path =
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + ServerQuestions.encoded(one.getValue()))
            .collect(Collectors.joining("&", source + "/profile?", ""));
    if (server == null) {
      throw new IllegalStateException("no server was given");
    }
    try (ServerQuestions questions = new ServerQuestions(server, token.token())) {
      return PprofCodec.read(new ByteArrayInputStream(questions.bytes(path, MOST_BYTES)));
    } catch (ProfileFormatException e) {
      throw new IOException(server + " answers no profile: " + e.getMessage(), e);
    }
  }
}
