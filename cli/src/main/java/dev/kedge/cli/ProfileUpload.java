package dev.kedge.cli;

import dev.kedge.agent.ServerLink;
import dev.kedge.agent.ServerLink.Outcome;
import dev.kedge.agent.UploadKind;
import dev.kedge.model.AgentCost;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Printable;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.wire.HeartbeatCodec;
import dev.kedge.wire.WindowCodec;
import dev.kedge.wire.WireException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends windows of a host to a server as an agent does. */
final class ProfileUpload {
  private final URI server;
  private final HostId host;
  private final ServerLink link;

  /**
   * Uploads to a server.
   *
   * @param certificate PEM file of the certificate the server must show, empty to trust what the
   *     system trusts
   * @throws IllegalArgumentException when the address is no URL
   */
  ProfileUpload(URI server, Optional<String> token, HostId host, Optional<Path> certificate) {
    String address = server.toString();
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new IllegalArgumentException(
          "--server %s: expected a URL such as http://127.0.0.1:7878/"
              .formatted(Printable.of(address, 100)));
    }
    this.server = server;
    this.host = host;
    ServerLink trusting = new ServerLink(server, token, host);
    this.link = certificate.map(trusting::pinnedTo).orElse(trusting);
  }

  /** Whether the server has a host of that name; empty when the token may not ask. */
  Optional<Boolean> isKnown() throws IOException {
    try {
      return switch (link.askForHost()) {
        case HttpURLConnection.HTTP_OK -> Optional.of(true);
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.of(false);
        default -> Optional.empty();
      };
    } catch (IOException e) {
      throw new IOException("%s: %s; is the server running?".formatted(server, e.getMessage()), e);
    }
  }

  /** Makes a host known that no agent of Kedge runs on, by a heartbeat that says so. */
  void introduce(ProfileWindow first, KernelRelease kernel, Instant now) throws IOException {
    HostIdentity identity =
        new HostIdentity(
            host,
            first.boot(),
            kernel,
            Optional.empty(),
            "",
            "",
            "",
            "",
            0,
            0,
            CgroupMode.NONE,
            first.range().start());
    AgentCost none = new AgentCost(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    send(
        UploadKind.HEARTBEAT,
        HeartbeatCodec.encode(new Heartbeat(identity, now, "import", none, List.of())));
  }

  /**
   * Sends one window.
   *
   * @throws IOException when the server refuses it or cannot be reached; the message says why
   */
  void send(ProfileWindow window) throws IOException {
    try {
      send(UploadKind.WINDOW, WindowCodec.encode(window));
    } catch (WireException e) {
      throw new IOException(
          "the window of %s cannot be sent: %s".formatted(window.range().start(), e.getMessage()),
          e);
    }
  }

  private void send(UploadKind kind, byte[] message) throws IOException {
    switch (link.send(kind, ServerLink.compress(message))) {
      case Outcome.Acknowledged() -> {}
      case Outcome.Refused(String reason) -> throw new IOException(reason);
      case Outcome.Unavailable(String reason) -> throw new IOException(reason);
    }
  }
}
