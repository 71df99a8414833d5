package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Console logs sent in by people and scripts. */
class ConsoleTest {
  private static final String LOG =
      """
      [    1.000000] systemd[1]: Started <img src=x onerror=alert(1)>.
      [   12.345678] ------------[ cut here ]------------
      [   12.345680] WARNING: CPU: 1 PID: 4242 at mm/sample.c:77 sample_unpin+0x5a/0x90
      [   12.345690] Modules linked in: <script>alert(document.domain)</script>
      [   12.345700] CPU: 1 UID: 0 PID: 4242 Comm: </pre><b>x Not tainted 6.18.44-test #1
      [   12.345710] RIP: 0010:sample_unpin+0x5a/0x90
      [   12.345720] Call Trace:
      [   12.345730]  <TASK>
      [   12.345740]  sample_release+0x11/0x40
      [   12.345750]  do_syscall_64+0x64/0x130
      [   12.345760]  </TASK>
      [   12.345770] ---[ end trace 0000000000000000 ]---
      """;

  @TempDir static Path directory;
  private static RunningServer running;

  @BeforeAll
  static void start() {
    running = RunningServer.in(directory);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aLogBecomesAnIssueOnce() {
    JsonNode first = reports(post("host=lab-1&name=run.log", LOG.getBytes(StandardCharsets.UTF_8)));
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.get(0).get("title").stringValue()).contains("sample_unpin");
    assertThat(first.get(0).get("newIssue").booleanValue()).isTrue();
    assertThat(first.get(0).get("duplicate").booleanValue()).isFalse();
    assertThat(first.get(0).get("startLine").intValue()).isBetween(2, 3);

    JsonNode again = reports(post("host=lab-1&name=run.log", LOG.getBytes(StandardCharsets.UTF_8)));
    assertThat(again.get(0).get("duplicate").booleanValue()).isTrue();
    assertThat(again.get(0).get("issue")).isEqualTo(first.get(0).get("issue"));

    long issue = first.get(0).get("issue").longValue();
    HttpResponse<byte[]> occurrences = running.get("/api/v1/issues/" + issue + "/occurrences");
    JsonNode occurrence = RunningServer.tree(occurrences).get("occurrences").get(0);
    assertThat(occurrence.get("source").stringValue()).isEqualTo("run.log");
    assertThat(occurrence.get("atIsExact").booleanValue()).isFalse();
    // The text comes back as it was, as data: never as a page.
    assertThat(occurrence.get("text").stringValue()).contains("<script>alert(document.domain)");
    assertThat(occurrences.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(occurrences.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void gzipIsTaken() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = out.toByteArray();
    var request =
        running
            .request("/api/v1/console?host=lab-2&name=z.gz")
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("Content-Encoding", "gzip");
    assertThat(
            reports(running.send(request.copy().POST(BodyPublishers.ofByteArray(bytes)).build()))
                .size())
        .isEqualTo(1);
    HttpResponse<byte[]> cut =
        running.send(
            request
                .copy()
                .POST(BodyPublishers.ofByteArray(Arrays.copyOf(bytes, bytes.length - 5)))
                .build());
    assertThat(cut.statusCode()).isEqualTo(400);
  }

  private static final String HUNG =
      """
      [%5d.000000] INFO: task ferry:%d blocked for more than 122 seconds.
      [%5d.000001]       Not tainted 6.17.2 #1
      [%5d.000002] task:ferry           state:D stack:0     pid:%d
      [%5d.000003] Call Trace:
      [%5d.000004]  <TASK>
      [%5d.000005]  schedule+0x27/0xf0
      [%5d.000006]  schedule_preempt_disabled+0x15/0x30
      [%5d.000007]  __mutex_lock.constprop.0+0x3a1/0x6f0
      [%5d.000008]  dock_land+0x28/0x60
      [%5d.000009]  </TASK>
      [%5d.000010] INFO: task ferry:%d is blocked on a mutex likely owned by task crane:77.
      [%5d.000011] task:crane           state:R  running task     stack:0     pid:77
      [%5d.000012] Call Trace:
      [%5d.000013]  <TASK>
      [%5d.000014]  crane_lift+0x10/0x20
      [%5d.000015]  </TASK>
      """;

  private static String hung(int second, int pid) {
    return HUNG.replace("ferry:%d", "ferry:" + pid)
        .replace("pid:%d", "pid:" + pid)
        .replace("%5d", "%5d".formatted(second));
  }

  @Test
  void aHangTellsWhoWaitsForWhomAndWhyItIsHere() {
    String log = hung(500, 41) + hung(501, 42) + hung(622, 41);
    JsonNode reports =
        reports(post("host=port-1&name=hung.log", log.getBytes(StandardCharsets.UTF_8)));
    assertThat(reports.size())
        .as("reported again is the same occurrence: %s", reports)
        .isEqualTo(2);
    JsonNode first = reports.get(0);
    assertThat(first.get("times").intValue()).isEqualTo(2);
    assertThat(first.get("severity").stringValue()).isEqualTo("work-lost");
    String path = "/api/v1/occurrences/" + first.get("occurrence").longValue();

    JsonNode hang = running.json(path + "/hang").get("hangs").get(0);
    assertThat(hang.at("/roots/0/class").stringValue()).isIn("runnable", "running");
    assertThat(hang.at("/roots/0/task").stringValue()).isEqualTo("crane");
    assertThat(hang.get("waits").size())
        .as("the other victim is another occurrence of the same log")
        .isEqualTo(2);
    assertThat(hang.get("text").stringValue()).contains("held by crane:77 (named)");
    HttpResponse<byte[]> dot = running.get(path + "/hang?format=dot");
    assertThat(RunningServer.text(dot)).startsWith("digraph hangs {").contains("crane:77");
    assertThat(dot.headers().firstValue("Content-Disposition").orElse("")).contains(".dot");
    assertThat(RunningServer.text(running.get(path + "/hang?format=text"))).contains("root crane");

    JsonNode why = running.json(path + "/explain");
    assertThat(why.get("same").booleanValue()).isTrue();
    assertThat(why.at("/fingerprint/titles/0").stringValue())
        .isEqualTo("INFO: task hung in dock_land");
    assertThat(why.get("parts").size()).isEqualTo(5);
    long other =
        reports(post("host=port-1&name=w.log", LOG.getBytes(StandardCharsets.UTF_8)))
            .get(0)
            .get("issue")
            .longValue();
    JsonNode not = running.json(path + "/explain?issue=" + other);
    assertThat(not.get("same").booleanValue()).isFalse();
    assertThat(not.get("reason").stringValue()).isEqualTo("no title in common");
    assertThat(running.get(path + "/explain?issue=99999").statusCode()).isEqualTo(404);
    assertThat(running.get("/api/v1/occurrences/99999/hang").statusCode()).isEqualTo(404);
    assertThat(running.get(path + "/hang?format=png").statusCode()).isEqualTo(400);
  }

  @Test
  void eventsAreFiledBesideReports() {
    String line = "[  %d.000000] nvme nvme0: I/O 7 QID 5 timeout, aborting%n";
    byte[] log = (line.formatted(100) + line.formatted(101)).getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> response = post("host=lab-5&name=e.log", log);
    assertThat(reports(response).size()).isZero();
    JsonNode event = RunningServer.tree(response).get("events").get(0);
    assertThat(event.get("kind").stringValue()).isEqualTo("storage");
    assertThat(event.get("times").intValue()).isEqualTo(2);
    JsonNode again = RunningServer.tree(post("host=lab-5&name=e.log", log)).get("events").get(0);
    assertThat(again.get("duplicate").booleanValue()).isTrue();
    JsonNode listed = running.json("/api/v1/issues?kind=event").get("issues");
    assertThat(listed.valueStream().map(one -> one.get("kind").stringValue())).contains("storage");
    assertThat(running.json("/api/v1/issues?kind=report").get("issues").valueStream())
        .allMatch(one -> one.get("kind").stringValue().equals("report"));
    assertThat(running.get("/api/v1/issues?order=loud").statusCode()).isEqualTo(400);
  }

  @Test
  void packedFilesAndOtherCarriersAreRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(reports(post("host=lab-6&name=console.log.gz", out.toByteArray())).size())
        .isEqualTo(1);

    StringBuilder journal = new StringBuilder();
    for (String line : LOG.lines().toList()) {
      journal.append(
          """
          __CURSOR=s=1;i=1
          __REALTIME_TIMESTAMP=1795348800000000
          _BOOT_ID=00112233445566778899aabbccddeeff
          _HOSTNAME=alpha
          _TRANSPORT=kernel
          PRIORITY=4
          SYSLOG_IDENTIFIER=kernel
          MESSAGE=%s

          """
              .formatted(line.substring(15)));
    }
    byte[] export = journal.toString().getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> response = post("host=lab-7&name=j.export", export);
    JsonNode report = reports(response).get(0);
    assertThat(RunningServer.tree(response).get("carriers").get(0).stringValue())
        .isEqualTo("journal-export");
    JsonNode occurrence =
        running
            .json("/api/v1/issues/" + report.get("issue").longValue() + "/occurrences?limit=500")
            .get("occurrences")
            .valueStream()
            .filter(one -> one.get("id").equals(report.get("occurrence")))
            .findFirst()
            .orElseThrow();
    assertThat(occurrence.get("host").stringValue()).isEqualTo("lab-7");
    assertThat(occurrence.get("atIsExact").booleanValue()).isTrue();
    assertThat(occurrence.get("at").stringValue()).startsWith("2026-11-22T");
    assertThat(occurrence.get("boot").stringValue())
        .isEqualTo("00112233-4455-6677-8899-aabbccddeeff");

    String stream =
        LOG.lines()
                .map(line -> "Nov 22 10:00:00 beta kernel: " + line + "\n")
                .reduce("", String::concat)
            + LOG.lines()
                .map(line -> "Nov 22 10:00:00 gamma kernel: " + line + "\n")
                .reduce("", String::concat);
    JsonNode both =
        RunningServer.tree(post("host=lab-8&name=syslog", stream.getBytes(StandardCharsets.UTF_8)));
    assertThat(both.get("hosts").intValue()).isEqualTo(2);
    assertThat(running.json("/api/v1/issues?host=gamma").get("issues").size()).isEqualTo(1);
    assertThat(running.json("/api/v1/issues?host=lab-8").get("issues").size()).isZero();

    HttpResponse<byte[]> vmcore =
        post("host=lab-9&name=vmcore", "KDUMP   xxxxxxxx".getBytes(StandardCharsets.UTF_8));
    assertThat(vmcore.statusCode()).isEqualTo(400);
    assertThat(RunningServer.text(vmcore)).contains("vmcore-dmesg.txt");
  }

  @Test
  void garbageHoldsNoReport() {
    byte[] noise = new byte[1 << 20];
    new Random(3).nextBytes(noise);
    assertThat(reports(post("host=lab-3", noise)).size()).isZero();
    assertThat(reports(post("host=lab-3", new byte[0])).size()).isZero();
  }

  @Test
  void aGzipBombEndsAtTheBound() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        gzip.write(zeros);
      }
    }
    HttpResponse<byte[]> response =
        running.send(
            running
                .request("/api/v1/console?host=lab-4")
                .header("Content-Type", "text/plain")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(out.toByteArray()))
                .build());
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void theHostIsNeeded() {
    assertThat(post("name=x", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("host=%0d%0aX", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("host=a&hots=b", new byte[0]).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<byte[]> post(String query, byte[] log) {
    return running.send(
        running
            .request("/api/v1/console?" + query)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(log))
            .build());
  }

  private static JsonNode reports(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(200);
    return RunningServer.tree(response).get("reports");
  }
}
