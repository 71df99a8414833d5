package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.issues.IssueFilter;
import dev.kedge.store.issues.IssueOrder;
import dev.kedge.store.issues.IssueSummary;
import dev.kedge.store.issues.OccurrenceRecord;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kernels that send by netconsole to the real UDP port. */
@Timeout(120)
class NetconsoleTest {
  private static final List<String> REPORT =
      List.of(
          "WARNING: CPU: 1 PID: 4242 at mm/pond.c:77 pond_fill+0x5a/0x90",
          "CPU: 1 UID: 0 PID: 4242 Comm: pump Not tainted 6.18.44-test #1",
          "RIP: 0010:pond_fill+0x5a/0x90",
          "Call Trace:",
          " <TASK>",
          " pond_open+0x11/0x40",
          " do_syscall_64+0x64/0x130",
          " </TASK>",
          "---[ end trace 0000000000000000 ]---");
  private static final String TIMEOUT = "nvme nvme0: I/O 7 QID 5 timeout, aborting";

  private final Store store;
  private final KedgeServer server;
  private final DatagramSocket socket;
  private long sequence = 1000;

  NetconsoleTest(@TempDir Path directory) throws IOException {
    store = Store.open(StoreConfig.in(directory), InstantSource.system());
    server =
        KedgeServer.start(
            ServerConfig.local(0).withNetconsole(new ListenAddress("127.0.0.1", 0)),
            store,
            InstantSource.system());
    socket = new DatagramSocket();
  }

  @AfterEach
  void stop() {
    socket.close();
    server.close();
    store.close();
  }

  @Test
  void basicDatagramsAreAConsole() throws Exception {
    for (String line : REPORT) {
      send("[   12.345678] " + line + "\n");
    }
    OccurrenceRecord report = occurrence("WARNING in pond_fill");
    assertThat(report.host().value()).isEqualTo("127.0.0.1");
    assertThat(report.source()).isEqualTo("netconsole");
    assertThat(report.kernel()).contains("6.18.44-test");
  }

  @Test
  void extendedDatagramsComeInFragmentsAndInAnyOrder() throws Exception {
    List<String> datagrams = new ArrayList<>();
    for (String line : REPORT) {
      long number = ++sequence;
      int half = line.length() / 2;
      String head = "6.18.44-test,4,%d,12345678,-,caller=T4242,ncfrag=%d/%d;%s";
      datagrams.add(head.formatted(number, 0, line.length(), line.substring(0, half)));
      datagrams.add(head.formatted(number, half, line.length(), line.substring(half)));
    }
    Collections.shuffle(datagrams, new Random(4));
    for (String datagram : datagrams) {
      send(datagram);
    }
    OccurrenceRecord report = occurrence("WARNING in pond_fill");
    assertThat(report.text()).contains("pond_open+0x11/0x40").doesNotContain("[lost]");
    assertThat(report.text().lines().count()).isEqualTo(REPORT.size());
  }

  @Test
  void whatIsLostIsCountedAndTheReportComesAllTheSame() throws Exception {
    for (int i = 0; i < REPORT.size(); i++) {
      long number = ++sequence;
      if (i != 5) {
        send("4,%d,12345678,-,caller=T4242;%s\n".formatted(number, REPORT.get(i)));
      }
    }
    assertThat(occurrence("WARNING in pond_fill").text()).doesNotContain("pond_open");
    assertThat(metrics()).contains("kedge_netconsole_lost_records_total 1.0");
  }

  @Test
  void anEventThatGoesOnIsOneOccurrence() throws Exception {
    for (int i = 0; i < 5; i++) {
      send(
          "4,%d,%d,-,caller=T9;%s\n".formatted(++sequence, 100_000_000L + i * 1_000_000L, TIMEOUT));
    }
    OccurrenceRecord first = event();
    send("4,%d,%d,-,caller=T9;%s\n".formatted(++sequence, 130_000_000L, TIMEOUT));
    OccurrenceRecord event = await(() -> Optional.of(event()).filter(e -> e.times() == 6));
    assertThat(event.id()).isEqualTo(first.id());
    assertThat(event.lasted()).isEqualTo(Duration.ofSeconds(30));
    assertThat(event.device()).isPresent();
    assertThat(metrics())
        .contains("kedge_occurrences_total{kind=\"storage\"")
        .contains("kedge_netconsole_datagrams_total{result=\"taken\"} 6.0")
        .contains("kedge_netconsole_sources 1.0");
  }

  @Test
  void anyBytesAreTaken() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(1500)];
      random.nextBytes(noise);
      send(noise);
    }
    for (String line : REPORT) {
      send("\n[   12.345678] " + line + "\n");
    }
    assertThat(occurrence("WARNING in pond_fill").host().value()).isEqualTo("127.0.0.1");
  }

  private OccurrenceRecord event() throws InterruptedException {
    return await(
        () -> issues(Optional.of(IssueFilter.EVENT)).stream().findFirst().map(this::newest));
  }

  private OccurrenceRecord occurrence(String title) throws InterruptedException {
    return await(() ->
        issues(Optional.empty()).stream()
            .filter(issue -> issue.title().equals(title))
            .findFirst()
            .map(this::newest));
  }

  private OccurrenceRecord newest(IssueSummary issue) {
    return store.issues().occurrences(issue.issue(), Optional.empty(), 1).items().getFirst();
  }

  private List<IssueSummary> issues(Optional<String> kind) {
    IssueFilter all =
        new IssueFilter(
            kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return store.issues().list(all, IssueOrder.FLEET, Optional.empty(), 100).issues();
  }

  private interface Look<T> {
    Optional<T> now() throws InterruptedException;
  }

  private static <T> T await(Look<T> look) throws InterruptedException {
    while (true) {
      Optional<T> found = look.now();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(50);
    }
  }

  private String metrics() throws Exception {
    URI uri = URI.create(server.url()).resolve("metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  private void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] bytes) throws IOException {
    socket.send(
        new DatagramPacket(
            bytes,
            bytes.length,
            InetAddress.getLoopbackAddress(),
            server.netconsolePort().orElseThrow()));
  }
}
