package dev.kedge.server;

import dev.kedge.patches.PatchesException;
import dev.kedge.server.api.FlameApi;
import dev.kedge.server.api.HeatApi;
import dev.kedge.server.api.HostApi;
import dev.kedge.server.api.IssueApi;
import dev.kedge.server.api.OccurrenceApi;
import dev.kedge.server.api.ProfileApi;
import dev.kedge.server.api.RegressionApi;
import dev.kedge.server.api.ValueApi;
import dev.kedge.server.api.VitalApi;
import dev.kedge.server.auth.Guard;
import dev.kedge.server.auth.TokenFileException;
import dev.kedge.server.auth.Tokens;
import dev.kedge.server.bandwidth.BandwidthApi;
import dev.kedge.server.debt.DebtApi;
import dev.kedge.server.debt.DebtRoom;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.HttpMetrics;
import dev.kedge.server.http.InFlight;
import dev.kedge.server.http.PeerProbe;
import dev.kedge.server.http.Route;
import dev.kedge.server.http.Routes;
import dev.kedge.server.http.Watchdog;
import dev.kedge.server.intake.AgentIntake;
import dev.kedge.server.intake.ConsoleIntake;
import dev.kedge.server.intake.IntakeCounters;
import dev.kedge.server.intake.LiveHosts;
import dev.kedge.server.intake.NetconsoleListener;
import dev.kedge.server.intake.OtlpIntake;
import dev.kedge.server.merge.MergeApi;
import dev.kedge.server.merge.MergeRoom;
import dev.kedge.server.metrics.Health;
import dev.kedge.server.metrics.OperationsApi;
import dev.kedge.server.verification.VerificationApi;
import dev.kedge.server.web.WebPages;
import dev.kedge.store.Store;
import io.helidon.http.DirectHandler;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the HTTP API of openapi.yaml, intake, the pages, and the store's upkeep. The
 * store belongs to the caller, who closes it after the server.
 */
public final class KedgeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KedgeServer.class);

  /** Together with the pause below: an end within five seconds. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private static final Duration UPKEEP = Duration.ofSeconds(1);

  private final ServerConfig config;
  private final WebServer web;
  private final int port;
  private final Optional<NetconsoleListener> netconsole;
  private final InFlight inFlight;
  private final Watchdog watchdog;
  private final Maintenance maintenance;
  private final Optional<MergeRoom> merging;

  private KedgeServer(
      ServerConfig config,
      WebServer web,
      Optional<NetconsoleListener> netconsole,
      InFlight inFlight,
      Watchdog watchdog,
      Maintenance maintenance,
      Optional<MergeRoom> merging) {
    this.config = config;
    this.netconsole = netconsole;
    this.web = web;
    this.port = web.port();
    this.inFlight = inFlight;
    this.watchdog = watchdog;
    this.maintenance = maintenance;
    this.merging = merging;
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @param config where and to whom
   * @param store what it fills and asks; stays open when the server closes
   * @param clock wall clock
   * @throws ConfigException when the port is taken, or a token, certificate or key file is no good
   */
  public static KedgeServer start(ServerConfig config, Store store, InstantSource clock) {
    return start(config, store, clock, KedgeServer.class.getClassLoader(), "web/");
  }

  static KedgeServer start(
      ServerConfig config, Store store, InstantSource clock, ClassLoader pages, String root) {
    Guard guard = new Guard(tokens(config));
    PrometheusRegistry registry = new PrometheusRegistry();
    InFlight inFlight = new InFlight();
    Watchdog watchdog = new Watchdog();
    PeerProbe probe = new PeerProbe();
    Health health = new Health(store);
    IntakeCounters counters = new IntakeCounters(registry);
    Optional<MergeRoom> merging = merging(config, store, clock);
    Optional<DebtRoom> debt = debt(config, clock);
    Routes routes =
        new Routes(
            routes(config.limits(), store, clock, registry, counters, health, merging, debt),
            guard,
            new HttpMetrics(registry),
            inFlight,
            watchdog,
            probe);
    WebServer web = build(config, routes, new WebPages(pages, root), watchdog, probe);
    Maintenance maintenance = new Maintenance(store, health, config.limits().maintenance());
    listen(config, web);
    Optional<NetconsoleListener> netconsole =
        config
            .netconsole()
            .map(address -> netconsole(address, store, counters, clock, registry, web));
    maintenance.start();
    merging.ifPresent(MergeRoom::start);
    return new KedgeServer(config, web, netconsole, inFlight, watchdog, maintenance, merging);
  }

  private static Optional<DebtRoom> debt(ServerConfig config, InstantSource clock) {
    try {
      return config.debt().map(settings -> DebtRoom.open(settings, clock));
    } catch (PatchesException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<MergeRoom> merging(
      ServerConfig config, Store store, InstantSource clock) {
    try {
      return config
          .merging()
          .map(settings ->
              MergeRoom.open(settings, store.directory().resolve("merge-queue"), clock));
    } catch (TokenFileException | PatchesException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<Tokens> tokens(ServerConfig config) {
    try {
      return config.tokenFile().map(Tokens::read);
    } catch (TokenFileException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  static List<Route> routes(
      ServerLimits limits,
      Store store,
      InstantSource clock,
      PrometheusRegistry registry,
      IntakeCounters counters,
      Health health,
      Optional<MergeRoom> merging,
      Optional<DebtRoom> debt) {
    LiveHosts live = new LiveHosts(clock);
    Gate queries =
        Gate.of("queries", limits.queries().concurrentQueries(), limits.queries().patience());
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new OperationsApi(
                store, health, counters, live, registry, ServerVersion.text(), clock.instant())
            .routes());
    routes.addAll(new AgentIntake(store, clock, counters, live, limits.intake()).routes());
    routes.addAll(new OtlpIntake(store, clock, counters, live, limits.intake()).routes());
    routes.addAll(new ConsoleIntake(store, clock, counters, limits.intake()).routes());
    routes.addAll(new HostApi(store, clock, limits.queries()).routes(queries));
    routes.addAll(new VitalApi(store, limits.queries()).routes(queries));
    routes.addAll(new ProfileApi(store, limits.queries()).routes(queries));
    routes.addAll(new FlameApi(store, limits.queries()).routes(queries));
    routes.addAll(new HeatApi(store, limits.queries()).routes(queries));
    routes.addAll(new RegressionApi(store, limits.queries()).routes(queries));
    routes.addAll(new ValueApi(store, limits.queries()).routes(queries));
    routes.addAll(new IssueApi(store).routes(queries));
    routes.addAll(new OccurrenceApi(store).routes(queries));
    routes.addAll(new BandwidthApi(limits.simulations()).routes(queries));
    routes.addAll(new VerificationApi(store.directory().resolve("verifications")).routes(queries));
    routes.addAll(new MergeApi(merging).routes(queries));
    routes.addAll(new DebtApi(debt).routes(queries));
    return routes;
  }

  private static NetconsoleListener netconsole(
      ListenAddress address,
      Store store,
      IntakeCounters counters,
      InstantSource clock,
      PrometheusRegistry registry,
      WebServer web) {
    try {
      return NetconsoleListener.start(
          new InetSocketAddress(ServerConfig.resolve(address.address()), address.port()),
          store,
          counters,
          clock,
          registry);
    } catch (IOException e) {
      web.stop();
      throw new ConfigException(
          "cannot take netconsole datagrams on %s UDP port %d: %s"
              .formatted(address.address(), address.port(), e.getMessage()),
          e);
    }
  }

  private static WebServer build(
      ServerConfig config, Routes routes, WebPages pages, Watchdog watchdog, PeerProbe probe) {
    ServerLimits limits = config.limits();
    var builder =
        WebServer.builder()
            .address(ServerConfig.resolve(config.address()))
            .port(config.port())
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            // The bound of what is read to its end although it was refused.
            .maxPayloadSize(limits.intake().largestBody() + (1 << 20))
            .maxTcpConnections(limits.connections())
            .idleConnectionTimeout(limits.idleTimeout())
            .idleConnectionPeriod(limits.idleTimeout().dividedBy(4))
            // Bodies are decoded by the intake, within its bounds, and answers by the calls.
            .contentEncoding(
                ContentEncodingContext.builder()
                    .contentEncodingsDiscoverServices(false)
                    .addContentEncoding(new UndecodedBody())
                    .build())
            // With one protocol a connection counts as idle from its first moment, not its first
            // byte.
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .maxHeadersSize(16 * 1024)
                    .addReceiveListener(new HeadDeadline(watchdog, limits.headTime(), probe))
                    .build())
            .directHandlers(protocolErrors())
            .routing(routes.routing(pages::answer));
    if (config.tls()) {
      var context =
          TlsFiles.context(config.tlsCertificate().orElseThrow(), config.tlsKey().orElseThrow());
      builder.tls(tls -> tls.sslContext(context));
    }
    return builder.build();
  }

  private static DirectHandlers protocolErrors() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    ProtocolErrors handler = new ProtocolErrors();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, handler);
    }
    return handlers.build();
  }

  /** The web server tells a taken port only to its log, so that is tried before. */
  private static void listen(ServerConfig config, WebServer web) {
    InetSocketAddress address =
        new InetSocketAddress(ServerConfig.resolve(config.address()), config.port());
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot listen on %s port %d: %s; choose another with --port N (0 = any free one)"
              .formatted(config.address(), config.port(), e.getMessage()),
          e);
    }
    web.start();
    if (!web.isRunning()) {
      throw new ConfigException(
          "cannot listen on %s port %d".formatted(config.address(), config.port()));
    }
  }

  /** The TCP port it listens on. */
  public int port() {
    return port;
  }

  /** The UDP port netconsole datagrams are taken on, where they are. */
  public OptionalInt netconsolePort() {
    return netconsole.stream().mapToInt(NetconsoleListener::port).findFirst();
  }

  /** Where a browser on this host finds it, with a slash at the end. */
  public String url() {
    InetAddress address = ServerConfig.resolve(config.address());
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : config.address();
    return "%s://%s:%d/"
        .formatted(
            config.tls() ? "https" : "http", host.contains(":") ? "[" + host + "]" : host, port);
  }

  /**
   * Stops: takes no more requests, waits for those being answered and for the upkeep, at most four
   * seconds in all. Stopping twice does nothing.
   */
  @Override
  public void close() {
    netconsole.ifPresent(NetconsoleListener::close);
    merging.ifPresent(MergeRoom::close);
    int left = inFlight.stop(DRAIN);
    if (left > 0) {
      LOG.warn("{} requests were cut off: they took too long to end", left);
    }
    web.stop();
    watchdog.close();
    if (!maintenance.stop(UPKEEP)) {
      LOG.warn("the store's upkeep still runs; closing the store waits for it");
    }
  }
}
