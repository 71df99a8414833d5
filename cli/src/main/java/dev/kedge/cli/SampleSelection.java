package dev.kedge.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose samples: the server, the span and the filter. */
final class SampleSelection {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "server to take the samples from; show and diff can do without, by files")
  private @Nullable URI server;

  @Mixin private TokenOption token = new TokenOption();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "",
      description = {
        "samples these conditions hold for, such as \"kernel=6.18.* command=nginx\";",
        "keys: host, kernel, namespace, pod, container, cgroup, ns, command, pid, thread, tid,",
        "cpu; of a file those that it tells, others are refused"
      })
  private String filter = "";

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "length of the span, default 5m, of regress 2m")
  private @Nullable Duration last;

  @Option(names = "--to", paramLabel = "TIME", description = "end of the span, default now")
  private @Nullable Instant to;

  private @Nullable Instant now;

  /** The server to ask, where one was given. */
  Optional<URI> server() {
    return Optional.ofNullable(server);
  }

  /** Opens a conversation with a server, with the token that was given. */
  ServerQuestions questions(URI address) throws IOException {
    return new ServerQuestions(address, token.token());
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

  /** Length of the span, or the command's own where none was given. */
  Duration last(Duration otherwise) {
    return last == null ? otherwise : last;
  }
}
