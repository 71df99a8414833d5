package dev.kedge.server;

import dev.kedge.server.merge.MergeSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where and to whom a server answers. A configuration that would let others in unasked does not
 * exist: its constructor refuses it.
 *
 * @param address host name or IP address to listen on
 * @param port TCP port, 0 for any free one
 * @param tokenFile roles and tokens, see {@link dev.kedge.server.auth.Tokens#read}; without it the
 *     server answers requests of this host only
 * @param tlsCertificate PEM file of the certificate and those that sign it
 * @param tlsKey PEM file of the certificate's private key (PKCS #8, not encrypted)
 * @param insecure answer on other than the loopback interface without TLS: tokens and data can then
 *     be read on the way
 * @param netconsole where to take netconsole datagrams, over UDP and from whoever can reach it
 * @param merging the merge queue to work through, if any
 * @param limits bounds
 */
public record ServerConfig(
    String address,
    int port,
    Optional<Path> tokenFile,
    Optional<Path> tlsCertificate,
    Optional<Path> tlsKey,
    boolean insecure,
    Optional<ListenAddress> netconsole,
    Optional<MergeSettings> merging,
    ServerLimits limits) {
  /** The port when none is given. */
  public static final int DEFAULT_PORT = 7878;

  /** The UDP port kernels send netconsole datagrams to unless told otherwise. */
  public static final int NETCONSOLE_PORT = 6666;

  /**
   * Checks that the parts go together.
   *
   * @throws ConfigException when they do not; the message says which option to add
   */
  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new ConfigException("port %d: expected 0 (any) to 65535".formatted(port));
    }
    if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
      throw new ConfigException(
          tlsCertificate.isPresent()
              ? "--tls-cert needs its private key beside it: add --tls-key FILE"
              : "--tls-key needs its certificate beside it: add --tls-cert FILE");
    }
    if (!resolve(address).isLoopbackAddress()) {
      checkOpen(address, tokenFile.isPresent(), tlsCertificate.isPresent() || insecure);
    }
  }

  /** Answers requests of this host only, on that port. */
  public static ServerConfig local(int port) {
    return new ServerConfig(
        "127.0.0.1",
        port,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        ServerLimits.standard());
  }

  /** The same with other bounds. */
  public ServerConfig withLimits(ServerLimits other) {
    return new ServerConfig(
        address, port, tokenFile, tlsCertificate, tlsKey, insecure, netconsole, merging, other);
  }

  /** The same, taking netconsole datagrams. */
  public ServerConfig withNetconsole(ListenAddress other) {
    return new ServerConfig(
        address,
        port,
        tokenFile,
        tlsCertificate,
        tlsKey,
        insecure,
        Optional.of(other),
        merging,
        limits);
  }

  /** The same with a merge queue. */
  public ServerConfig withMerging(MergeSettings other) {
    return new ServerConfig(
        address,
        port,
        tokenFile,
        tlsCertificate,
        tlsKey,
        insecure,
        netconsole,
        Optional.of(other),
        limits);
  }

  private static void checkOpen(String address, boolean tokens, boolean encryption) {
    List<String> missing = new ArrayList<>();
    if (!tokens) {
      missing.add("--token-file FILE (one line \"admin TOKEN\", made with: openssl rand -hex 32)");
    }
    if (!encryption) {
      missing.add(
          "--tls-cert FILE and --tls-key FILE, or --insecure to let tokens and data be read on the"
              + " way");
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "listening on %s opens this server to other hosts; add %s"
              .formatted(address, String.join("; and add ", missing)));
    }
  }

  static InetAddress resolve(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new ConfigException(
          "listen address \"%s\": no such host or IP address".formatted(address), e);
    }
  }

  /** True when requests are encrypted. */
  public boolean tls() {
    return tlsCertificate.isPresent();
  }
}
