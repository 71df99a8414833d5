package dev.kedge.cli;

import dev.kedge.server.ConfigException;
import dev.kedge.server.ListenAddress;
import dev.kedge.server.ServerConfig;
import dev.kedge.server.ServerLimits;
import dev.kedge.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that {@code kedge up} and {@code kedge server} share. */
final class ServerOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "where everything is stored, default ./data")
  private Path data = Path.of("data");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "TCP port, 0 for any free one, default 7878")
  private @Nullable Integer port;

  @Option(
      names = "--listen",
      paramLabel = "ADDR[:PORT]",
      defaultValue = "127.0.0.1",
      description = {
        "address to listen on, default 127.0.0.1; any other",
        "needs --token-file and TLS or --insecure"
      })
  private String listen = "127.0.0.1";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "lines of a role (read, agent, merge, admin) and a token; mode 0600")
  private @Nullable Path tokenFile;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM certificate chain")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM private key (PKCS #8)")
  private @Nullable Path key;

  @Option(
      names = "--insecure",
      description = "listen without TLS: tokens and data can be read on the way")
  private boolean insecure;

  @Option(
      names = "--netconsole",
      paramLabel = "ADDR[:PORT]",
      description = {
        "also take what kernels send by netconsole, over UDP, port 6666",
        "unless given; from whoever can reach it, so choose an inner address"
      })
  private @Nullable String netconsole;

  @Option(
      names = "--retention-age",
      paramLabel = "DURATION",
      defaultValue = "14d",
      description = "delete profiles and vitals older than this, default 14d")
  private Duration retentionAge = Duration.ofDays(14);

  @Option(
      names = "--retention-bytes",
      paramLabel = "SIZE",
      defaultValue = "20G",
      description = "keep profiles and vitals below this, default 20G")
  private ByteSize retentionBytes = new ByteSize(20L << 30);

  @Option(
      names = "--profile-detail-days",
      paramLabel = "DAYS",
      description = {
        "keep the times of samples for this many days, and sums of hours",
        "for the rest of --retention-age; default: all of it"
      })
  private @Nullable Integer profileDetailDays;

  @Mixin private MergeQueueOptions queue = new MergeQueueOptions();

  @Mixin private DebtOptions debt = new DebtOptions();

  @Mixin private RulesOption rules = new RulesOption();

  /** The rules reports are found and grouped by. */
  RulesOption rules() {
    return rules;
  }

  Path data() {
    return data.toAbsolutePath().normalize();
  }

  StoreConfig store() {
    StoreConfig config = StoreConfig.in(data()).withRetention(retentionAge, retentionBytes.bytes());
    return profileDetailDays == null
        ? config
        : config.withDetail(Duration.ofDays(profileDetailDays));
  }

  /**
   * The server's configuration.
   *
   * @throws IllegalArgumentException when the options do not go together; the message says which
   *     one to add
   */
  ServerConfig server() {
    try {
      ListenAddress address = ListenAddress.parse(listen, ServerConfig.DEFAULT_PORT);
      return new ServerConfig(
          address.address(),
          port == null ? address.port() : port,
          Optional.ofNullable(tokenFile),
          Optional.ofNullable(certificate),
          Optional.ofNullable(key),
          insecure,
          Optional.ofNullable(netconsole)
              .map(text -> ListenAddress.parse(text, ServerConfig.NETCONSOLE_PORT)),
          queue.settings(),
          debt.settings(),
          ServerLimits.standard());
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile);
  }

  Optional<Path> certificate() {
    return Optional.ofNullable(certificate);
  }
}
