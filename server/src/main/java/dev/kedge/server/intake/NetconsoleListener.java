package dev.kedge.server.intake;

import dev.kedge.store.Store;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what kernels send by netconsole, basic and extended, over UDP
 * (Documentation/networking/netconsole.rst). UDP has no sender one could trust: listen where only
 * hosts of the fleet can send.
 *
 * <p>One thread empties the socket into a bounded queue and nothing else, another finds and files;
 * what finds no room in the queue is dropped and counted.
 */
public final class NetconsoleListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetconsoleListener.class);

  /** netconsole sends 1000 bytes at most (MAX_PRINT_CHUNK); relays may send more. */
  private static final int MAX_DATAGRAM = 8192;

  private static final int QUEUE = 4096;
  private static final int SOCKET_BUFFER = 4 << 20;
  private static final long TICK_MILLIS = 250;

  /** Handed from the receiving thread to the filing one, which owns the bytes from then on. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Datagram(InetAddress from, byte[] bytes) {}

  private final DatagramSocket socket;
  private final BlockingQueue<Datagram> queue = new ArrayBlockingQueue<>(QUEUE);
  private final NetconsoleSources sources;
  private final Counter datagrams;
  private final Thread receiver;
  private final Thread filer;
  private volatile boolean stopped;

  private NetconsoleListener(
      DatagramSocket socket, NetconsoleSources sources, PrometheusRegistry registry) {
    this.socket = socket;
    this.sources = sources;
    this.datagrams =
        Counter.builder()
            .name("kedge_netconsole_datagrams_total")
            .help("Datagrams by result: taken, or dropped because too many came at once.")
            .labelNames("result")
            .register(registry);
    this.receiver = Thread.ofPlatform().name("netconsole").daemon().unstarted(this::receive);
    this.filer = Thread.ofPlatform().name("netconsole-filing").daemon().unstarted(this::file);
  }

  /**
   * Listens; datagrams are taken when this returns.
   *
   * @param address where
   * @param store where what is found goes
   * @throws IOException when the port is taken
   */
  public static NetconsoleListener start(
      InetSocketAddress address,
      Store store,
      IntakeCounters counters,
      InstantSource clock,
      PrometheusRegistry registry)
      throws IOException {
    DatagramSocket socket = new DatagramSocket(null);
    try {
      socket.setReceiveBufferSize(SOCKET_BUFFER);
      socket.bind(address);
    } catch (SocketException e) {
      socket.close();
      throw e;
    }
    Filing filing = new Filing(store, counters);
    NetconsoleSources sources = new NetconsoleSources(store.reports(), filing, clock, registry);
    NetconsoleListener listener = new NetconsoleListener(socket, sources, registry);
    listener.receiver.start();
    listener.filer.start();
    return listener;
  }

  /** The UDP port it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!stopped) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException e) {
        if (!stopped) {
          LOG.warn("netconsole: a datagram could not be received: {}", e.getMessage());
        }
        continue;
      }
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      boolean taken = queue.offer(new Datagram(packet.getAddress(), bytes));
      datagrams.labelValues(taken ? "taken" : "dropped").inc();
    }
  }

  private void file() {
    try {
      while (!stopped || !queue.isEmpty()) {
        Optional<Datagram> next =
            Optional.ofNullable(queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS));
        long now = System.nanoTime();
        next.ifPresent(datagram -> sources.take(datagram.from(), datagram.bytes(), now));
        sources.tick(now);
      }
      sources.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Files what came so far and ends. */
  @Override
  public void close() {
    stopped = true;
    socket.close();
    try {
      filer.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
