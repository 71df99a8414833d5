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
  private static final Duration SPAN = Duration.ofMinutes(5);

  @Mixin private SampleSelection selection = new SampleSelection();

  @Option(names = "--host", paramLabel = "HOST", description = "of that host only; default all")
  private @Nullable String host;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "cpu",
      description = "cpu, context-switches, page-faults or wakeups; default cpu")
  private String kind = "cpu";

  /** Whether a server is asked. */
  boolean isAsked() {
    return selection.server().isPresent();
  }

  /** The condition of samples, as given. */
  String filter() {
    return selection.filter();
  }

  /** End of the span; the same at every call. */
  Instant to() {
    return selection.to();
  }

  Instant from() {
    return to().minus(last());
  }

  Duration last() {
    return selection.last(SPAN);
  }

  /** The samples of the span that the filter holds for. */
  Profile profile() throws IOException {
    return profile(filter(), from(), to());
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
    URI server =
        selection.server().orElseThrow(() -> new IllegalStateException("no server was given"));
    try (ServerQuestions questions = selection.questions(server)) {
      return PprofCodec.read(new ByteArrayInputStream(questions.bytes(path, MOST_BYTES)));
    } catch (ProfileFormatException e) {
      throw new IOException(server + " answers no profile: " + e.getMessage(), e);
    }
  }
}
