package dev.kedge.wire;

import dev.kedge.model.AgentCost;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Limitation;
import dev.kedge.wire.proto.CgroupModeValue;
import dev.kedge.wire.proto.CostMessage;
import dev.kedge.wire.proto.HeartbeatMessage;
import dev.kedge.wire.proto.IdentityMessage;
import dev.kedge.wire.proto.LimitationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Heartbeats as protobuf bytes ({@code heartbeat.proto}). Stateless. */
public final class HeartbeatCodec {
  private static final String WHAT = "heartbeat";

  private HeartbeatCodec() {}

  /**
   * Writes a heartbeat.
   *
   * @throws WireException when a value is beyond {@link WireLimits}
   */
  public static byte[] encode(Heartbeat heartbeat) {
    HeartbeatMessage.Builder message =
        HeartbeatMessage.newBuilder()
            .setIdentity(identity(heartbeat.identity()))
            .setAt(WireValues.nanos("at", heartbeat.at()))
            .setAgentVersion(shortText("agent version", heartbeat.agentVersion()))
            .setCost(cost(heartbeat.cost()));
    WireLimits.count("limitations", heartbeat.limitations().size(), WireLimits.SHORT_LIST);
    for (Limitation limitation : heartbeat.limitations()) {
      message.addLimitations(
          LimitationMessage.newBuilder()
              .setFeature(text("limitation's feature", limitation.feature()))
              .setCause(text("limitation's cause", limitation.cause()))
              .setRemedy(text("limitation's remedy", limitation.remedy())));
    }
    return MessageBytes.of(WHAT, message.build());
  }

  /**
   * Reads a heartbeat.
   *
   * @throws WireException when the bytes are no heartbeat or go beyond {@link WireLimits}
   */
  public static Heartbeat decode(byte[] bytes) {
    return MessageBytes.read(
        WHAT,
        bytes,
        2 * WireLimits.SHORT_LIST,
        HeartbeatMessage.parser(),
        HeartbeatCodec::heartbeat);
  }

  private static Heartbeat heartbeat(HeartbeatMessage message) {
    if (!message.hasIdentity() || !message.hasCost()) {
      throw new WireException(
          "heartbeat: %s is missing".formatted(message.hasIdentity() ? "cost" : "identity"));
    }
    WireLimits.count("limitations", message.getLimitationsCount(), WireLimits.SHORT_LIST);
    List<Limitation> limitations = new ArrayList<>(message.getLimitationsCount());
    for (LimitationMessage limitation : message.getLimitationsList()) {
      limitations.add(
          new Limitation(
              text("limitation's feature", limitation.getFeature()),
              text("limitation's cause", limitation.getCause()),
              text("limitation's remedy", limitation.getRemedy())));
    }
    return new Heartbeat(
        identity(message.getIdentity()),
        WireValues.instant(message.getAt()),
        shortText("agent version", message.getAgentVersion()),
        cost(message.getCost()),
        limitations);
  }

  private static IdentityMessage identity(HostIdentity identity) {
    return IdentityMessage.newBuilder()
        .setHost(identity.host().value())
        .setBoot(WireValues.bytes(identity.boot()))
        .setKernel(identity.kernel().value())
        .setKernelBuildId(WireValues.bytes(identity.kernelBuildId()))
        .setKernelVersion(text("kernel version", identity.kernelVersion()))
        .setArchitecture(shortText("architecture", identity.architecture()))
        .setCommandLine(text("command line", identity.commandLine()))
        .setCpuModel(text("CPU model", identity.cpuModel()))
        .setCpus(WireLimits.notNegative("cpus", identity.cpus()))
        .setMemoryBytes(WireLimits.notNegative("memory bytes", identity.memoryBytes()))
        .setCgroupMode(
            switch (identity.cgroupMode()) {
              case V1 -> CgroupModeValue.CGROUP_MODE_V1;
              case HYBRID -> CgroupModeValue.CGROUP_MODE_HYBRID;
              case V2 -> CgroupModeValue.CGROUP_MODE_V2;
              case NONE -> CgroupModeValue.CGROUP_MODE_NONE;
            })
        .setBootedAt(WireValues.nanos("booted at", identity.bootedAt()))
        .build();
  }

  private static HostIdentity identity(IdentityMessage message) {
    return new HostIdentity(
        new HostId(message.getHost()),
        WireValues.boot(message.getBoot()),
        new KernelRelease(message.getKernel()),
        WireValues.buildId("kernel build-id", message.getKernelBuildId()),
        text("kernel version", message.getKernelVersion()),
        shortText("architecture", message.getArchitecture()),
        text("command line", message.getCommandLine()),
        text("CPU model", message.getCpuModel()),
        WireLimits.notNegative("cpus", message.getCpus()),
        WireLimits.notNegative("memory bytes", message.getMemoryBytes()),
        switch (message.getCgroupMode()) {
          case CGROUP_MODE_V1 -> CgroupMode.V1;
          case CGROUP_MODE_HYBRID -> CgroupMode.HYBRID;
          case CGROUP_MODE_V2 -> CgroupMode.V2;
          case CGROUP_MODE_NONE -> CgroupMode.NONE;
          case CGROUP_MODE_UNSPECIFIED, UNRECOGNIZED ->
              throw new WireException(
                  "cgroup mode: %d, expected 1 to 4".formatted(message.getCgroupModeValue()));
        },
        WireValues.instant(message.getBootedAt()));
  }

  private static CostMessage cost(AgentCost cost) {
    return CostMessage.newBuilder()
        .setUptime(counter("uptime", WireValues.nanos("uptime", cost.uptime())))
        .setCpu(counter("cpu", WireValues.nanos("cpu", cost.cpu())))
        .setRssBytes(counter("rss bytes", cost.rssBytes()))
        .setSamples(counter("samples", cost.samples()))
        .setLostSamples(counter("lost samples", cost.lostSamples()))
        .setTruncatedStacks(counter("truncated stacks", cost.truncatedStacks()))
        .setWindows(counter("windows", cost.windows()))
        .setUploadedBytes(counter("uploaded bytes", cost.uploadedBytes()))
        .setSpoolBytes(counter("spool bytes", cost.spoolBytes()))
        .setDroppedUploads(counter("dropped uploads", cost.droppedUploads()))
        .setUnreadableReadings(counter("unreadable readings", cost.unreadableReadings()))
        .build();
  }

  private static AgentCost cost(CostMessage message) {
    return new AgentCost(
        Duration.ofNanos(counter("uptime", message.getUptime())),
        Duration.ofNanos(counter("cpu", message.getCpu())),
        counter("rss bytes", message.getRssBytes()),
        counter("samples", message.getSamples()),
        counter("lost samples", message.getLostSamples()),
        counter("truncated stacks", message.getTruncatedStacks()),
        counter("windows", message.getWindows()),
        counter("uploaded bytes", message.getUploadedBytes()),
        counter("spool bytes", message.getSpoolBytes()),
        counter("dropped uploads", message.getDroppedUploads()),
        counter("unreadable readings", message.getUnreadableReadings()));
  }

  private static long counter(String field, long value) {
    return WireLimits.notNegative("agent cost: " + field, value);
  }

  private static String text(String field, String value) {
    return WireLimits.text(field, value, WireLimits.TEXT);
  }

  private static String shortText(String field, String value) {
    return WireLimits.text(field, value, WireLimits.SHORT_TEXT);
  }
}
