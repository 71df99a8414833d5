package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.pprof.PprofCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Profiles across hosts: two hosts of each of two kernels run the same work, and one of the old
 * kernel's hosts is moved to the new one half way. On the new kernel a function costs more.
 */
class FleetProfileTest {
  private static final String OLD = "6.12.93";
  private static final String NEW = "6.18.44";
  private static final int WINDOWS = 20;
  private static final String POD =
      "/kubepods/burstable/pod2f1b6c3d-1c2e-4a5b-9f00-0123456789ab/" + "4".repeat(64);

  private static final Namespaces IN_POD = new Namespaces("pid:4026532450/7 mnt:4026532448");

  @TempDir static Path directory;
  private static RunningServer running;
  private static Instant start = Instant.EPOCH;

  @BeforeAll
  static void fill() {
    running = RunningServer.in(directory);
    start = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 600);
    for (String host : List.of("old-1", "old-2", "new-1", "new-2")) {
      String kernel = host.startsWith("old") ? OLD : NEW;
      boot(host, kernel, start.minusSeconds(1000));
      windows(host, kernel, 0, WINDOWS);
    }
    boot("moved", OLD, start.minusSeconds(1000));
    windows("moved", OLD, 0, WINDOWS / 2);
    boot("moved", NEW, start.plusSeconds(10L * WINDOWS / 2));
    windows("moved", NEW, WINDOWS / 2, WINDOWS);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  private static void boot(String host, String kernel, Instant at) {
    Heartbeat sample = SampleData.heartbeat(new HostId(host), start);
    HostIdentity of = sample.identity();
    HostIdentity identity =
        new HostIdentity(
            of.host(),
            bootId(host, kernel),
            new KernelRelease(kernel),
            of.kernelBuildId(),
            of.kernelVersion(),
            of.architecture(),
            of.commandLine(),
            of.cpuModel(),
            of.cpus(),
            of.memoryBytes(),
            of.cgroupMode(),
            at);
    assertThat(
            running
                .upload(
                    new Heartbeat(identity, at, sample.agentVersion(), sample.cost(), List.of()))
                .statusCode())
        .isEqualTo(202);
  }

  private static BootId bootId(String host, String kernel) {
    return new BootId(UUID.nameUUIDFromBytes((host + kernel).getBytes(StandardCharsets.UTF_8)));
  }

  /** 100 samples a window: of the new kernel 20 in the function that costs more, else 10. */
  private static void windows(String host, String kernel, int from, int to) {
    FrameDefinition slow = kernel("reclaim_pages", 64);
    FrameDefinition fast = kernel("copy_page", 128);
    FrameDefinition work =
        frame(
            CodeOrigin.NATIVE,
            new CodeModule("/usr/bin/shop", Optional.of(new BuildId("ab12"))),
            "serve",
            4096);
    List<StackDefinition> stacks = List.of(stack(slow, work), stack(fast, work), stack(work));
    int costs = kernel.equals(NEW) ? 20 : 10;
    SampledTask shop = new SampledTask(100, "shop", 101, "shop-io", POD, IN_POD);
    SampledTask other = new SampledTask(200, "cron", 200, "cron", "/system.slice/cron.service");
    for (int i = from; i < to; i++) {
      int jitter = i % 3;
      List<SampleCount> samples = new ArrayList<>();
      samples.add(count(stacks.get(0), shop, costs + jitter, 0));
      samples.add(count(stacks.get(1), shop, 20 - jitter, 1));
      samples.add(count(stacks.get(2), shop, 60 - costs, 2));
      samples.add(count(stacks.get(2), other, 20, 3));
      Instant at = start.plusSeconds(10L * i);
      assertThat(
              running
                  .upload(
                      new ProfileWindow(
                          new HostId(host),
                          bootId(host, kernel),
                          i,
                          new TimeRange(at, at.plusSeconds(10)),
                          SampleKind.CPU,
                          Duration.ofMillis(52),
                          samples,
                          stacks,
                          List.of(slow, fast, work),
                          0))
                  .statusCode())
          .isEqualTo(202);
    }
  }

  private static SampleCount count(StackDefinition stack, SampledTask task, int count, int cpu) {
    int[] slots = IntStream.range(0, count).map(n -> n * 499 / Math.max(1, count)).toArray();
    int[] cpus = IntStream.range(0, count).map(_ -> cpu).toArray();
    return new SampleCount(stack.id(), task, count, SampleMoments.of(slots, cpus));
  }

  private static FrameDefinition kernel(String function, long offset) {
    return frame(CodeOrigin.KERNEL, new CodeModule("[kernel]", Optional.empty()), function, offset);
  }

  private static FrameDefinition frame(
      CodeOrigin origin, CodeModule module, String function, long offset) {
    NamedFrame named =
        new NamedFrame(new Frame.Code(origin, module, offset), Optional.of(function));
    return new FrameDefinition(StackIds.frame(named.frame()), named);
  }

  private static StackDefinition stack(FrameDefinition... frames) {
    List<Long> ids = List.of(frames).stream().map(FrameDefinition::id).toList();
    return new StackDefinition(StackIds.stack(ids), ids);
  }

  private static String range() {
    return "from=%d&to=%d"
        .formatted(start.toEpochMilli(), start.plusSeconds(10L * WINDOWS).toEpochMilli());
  }

  private static String encoded(String filter) {
    return URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 10000 | 5",
        "kernel=6.12 | 5000 | 3",
        "kernel=6.12.* | 5000 | 3",
        "kernel=6.18.44 | 5000 | 3",
        "kernel!=6.12.* | 5000 | 3",
        "kernel=6.* | 10000 | 5",
        "host=old-* | 4000 | 2",
        "host=old-* kernel=6.12 | 4000 | 2",
        "host=moved | 2000 | 1",
        "host=moved kernel=6.18 | 1000 | 1",
        "command=shop | 8000 | 5",
        "command=cron kernel=6.18 | 1000 | 3",
        "pid=100-200 | 10000 | 5",
        "pid=200 | 2000 | 5",
        "thread=shop-* | 8000 | 5",
        "thread!=shop-* | 2000 | 5",
        "tid=101 | 8000 | 5",
        "pod=2f1b6c3d-* | 8000 | 5",
        "pod!=* | 2000 | 5",
        "container=444444444444 | 8000 | 5",
        "cgroup=/kubepods | 8000 | 5",
        "cgroup=*/cron.service | 2000 | 5",
        "namespace=* | 0 | 5",
        "ns=pid:4026532450 | 8000 | 5",
        "ns=pid:host | 2000 | 5",
        "cpu=3 | 2000 | 5",
        "cpu=0-2 command=shop | 8000 | 5",
        "cpu!=3 command=cron | 0 | 5"
      })
  void aFilterTakesWhatItSays(String filter, long samples, int hosts) {
    String query = "?filter=%s&%s".formatted(encoded(filter), range());
    JsonNode flame = running.json("/api/v1/profiles/flame" + query);
    assertThat(flame.get("samples").longValue()).isEqualTo(samples);
    assertThat(flame.get("hosts")).hasSize(hosts);
    assertThat(running.json("/api/v1/profiles/heat" + query).get("samples").longValue())
        .isEqualTo(samples);
  }

  @Test
  void theFunctionThatCostsMoreOnTheNewKernelIsFound() {
    JsonNode found =
        running.json(
            "/api/v1/profiles/regressions?filter=%s&baseFilter=%s&%s"
                .formatted(
                    encoded("kernel=6.18.* command=shop"),
                    encoded("kernel=6.12.* command=shop"),
                    range()));
    assertThat(found.get("regression").booleanValue()).as(found.toString()).isTrue();
    assertThat(found.get("findings")).hasSize(1);
    assertThat(found.at("/findings/0/name").stringValue()).isEqualTo("reclaim_pages");
    assertThat(found.at("/findings/0/module").stringValue()).isEqualTo("[kernel]");
    assertThat(found.at("/findings/0/share").doubleValue()).isBetween(0.25, 0.28);
    assertThat(found.at("/findings/0/baseShare").doubleValue()).isBetween(0.12, 0.15);
    assertThat(found.at("/current/hosts").valueStream().map(JsonNode::stringValue))
        .containsExactly("moved", "new-1", "new-2");
    assertThat(found.at("/base/hosts").valueStream().map(JsonNode::stringValue))
        .containsExactly("moved", "old-1", "old-2");
    assertThat(found.at("/base/filter").stringValue()).isEqualTo("kernel=6.12.* command=shop");
  }

  @Test
  void theSameWorkIsComparedAcrossHosts() {
    JsonNode diff =
        running.json(
            "/api/v1/profiles/flame/diff?filter=kernel%3D6.18&baseFilter=kernel%3D6.12&" + range());
    assertThat(diff.get("samples").longValue()).isEqualTo(5000);
    assertThat(diff.get("baseSamples").longValue()).isEqualTo(5000);
    assertThat(diff.at("/functions/0/name").stringValue()).isIn("reclaim_pages", "serve");
    assertThat(diff.get("baseHosts")).hasSize(3);
    JsonNode ofHost =
        running.json(
            "/api/v1/hosts/moved/flame/diff?filter=kernel%3D6.18&baseFilter=kernel%3D6.12&"
                + range());
    assertThat(ofHost.get("samples").longValue()).isEqualTo(1000);
    assertThat(ofHost.get("baseSamples").longValue()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernel | '' | 6.12.93 3 hosts 0, 6.18.44 3 hosts 0",
        "kernel | host=new-1 kernel=nothing | 6.18.44 1 host 0",
        "host | kernel=6.18 | moved 6.12.93, 6.18.44 0, new-1 6.18.44 0, new-2 6.18.44 0",
        "command | '' | shop  8000, cron  2000",
        "command | command=nothing kernel=6.18 | shop  4000, cron  1000",
        "command | pod!=* | cron  2000",
        "pid | '' | 100 shop 8000, 200 cron 2000",
        "tid | pid=100 | 101 shop-io 8000",
        "thread | '' | shop-io  8000, cron  2000",
        "pod | '' | 2f1b6c3d-1c2e-4a5b-9f00-0123456789ab  8000",
        "namespace | '' | ''",
        "ns | '' | mnt:4026532448  8000, pid:4026532450  8000",
        "cpu | host=new-1 | 0  0, 1  0, 2  0, 3  0",
        "command | host=nobody | ''"
      })
  void valuesThereAreAreTold(String key, String filter, String expected) {
    JsonNode answer =
        running.json(
            "/api/v1/profiles/values?key=%s&filter=%s&%s".formatted(key, encoded(filter), range()));
    List<String> shown = new ArrayList<>();
    for (JsonNode one : answer.get("values")) {
      shown.add(
          "%s %s %d"
              .formatted(
                  one.get("value").stringValue(),
                  one.get("note").stringValue(),
                  one.get("samples").longValue()));
    }
    assertThat(String.join(", ", shown)).isEqualTo(expected);
    assertThat(answer.get("more").longValue()).isZero();
  }

  @Test
  void processesTellTheirNamespaces() {
    JsonNode processes = running.json("/api/v1/hosts/new-1/processes?" + range());
    assertThat(processes.at("/processes/0/namespaces").stringValue()).isEqualTo(IN_POD.text());
    assertThat(processes.at("/processes/1").has("namespaces")).isFalse();
  }

  @Test
  void valuesAreSearchedAndBounded() {
    String path = "/api/v1/profiles/values?key=command&limit=1&" + range();
    JsonNode first = running.json(path);
    assertThat(first.get("values")).hasSize(1);
    assertThat(first.get("more").longValue()).isEqualTo(1);
    JsonNode found = running.json(path + "&find=CRO");
    assertThat(found.at("/values/0/value").stringValue()).isEqualTo("cron");
    assertThat(found.get("more").longValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernl=6.18 | filter: character 1: unknown key \"kernl\": did you mean kernel?",
        "kernel=5.10 | filter: no host ran such a kernel in the range; these ran: 6.12.93, 6.18.44",
        "host=nobody | filter: no host has such a name; these are known: moved, new-1",
        "cpu=x | filter: character 5: cpu=x: expected a number"
      })
  void whatIsWrongIsSaid(String filter, String message) {
    HttpResponse<byte[]> answer =
        running.get("/api/v1/profiles/flame?filter=%s&%s".formatted(encoded(filter), range()));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningServer.tree(answer).get("detail").stringValue()).startsWith(message);
  }

  @Test
  void manyHostsOverALongTimeAreRefused() {
    HttpResponse<byte[]> answer =
        running.get(
            "/api/v1/profiles/flame?from=%d&to=%d"
                .formatted(
                    start.minus(Duration.ofDays(200)).toEpochMilli(),
                    start.plusSeconds(60).toEpochMilli()));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningServer.tree(answer).get("detail").stringValue())
        .contains("5 hosts", "at most 128 hosts", "host=");
  }

  @Test
  void aSelectionOfTheFleetIsAFile() throws IOException {
    HttpResponse<byte[]> pprof =
        running.get("/api/v1/profiles/profile?filter=kernel%3D6.18&" + range());
    assertThat(pprof.headers().firstValue("Content-Disposition").orElse("")).contains("fleet-cpu-");
    Profile read = PprofCodec.read(new ByteArrayInputStream(pprof.body()));
    assertThat(read.samples()).isEqualTo(5000);
    assertThat(ProfileFilter.parse("ns=pid:4026532450").of(read).samples()).isEqualTo(4000);
  }
}
