package dev.kedge.bandwidth.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Group;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CgroupPropertiesTest {
  private static final List<String> V1 =
      List.of(
          "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.cfs_burst_us", "cpu.shares", "cpu.idle");
  private static final List<String> V2 =
      List.of("cpu.max", "cpu.max.burst", "cpu.weight", "cpu.weight.nice", "cpu.idle");

  @Property
  void numbersReadBack(@ForAll long value) {
    assertThat(KernelText.signed(Long.toString(value))).isEqualTo(value);
    assertThat(KernelText.unsigned(Long.toUnsignedString(value) + "\n")).isEqualTo(value);
    assertThat(KernelText.unsigned("0x" + Long.toHexString(value))).isEqualTo(value);
    assertThat(KernelText.unsigned("0" + Long.toOctalString(value))).isEqualTo(value);
  }

  @Property
  void tooManyDigitsAreOutOfRangeForOneNumberAndWrapInCpuMax(
      @ForAll @LongRange(min = 0) long low, @ForAll @IntRange(min = 1, max = 1000) int high) {
    BigInteger value = BigInteger.ONE.shiftLeft(64).multiply(BigInteger.valueOf(high));
    String text = value.add(BigInteger.valueOf(low)).toString();

    assertThat(KernelText.decimal(text)).isEqualTo(low);
    assertThat(ModelHierarchy.answer(() -> KernelText.unsigned(text))).isEqualTo("ERANGE");
  }

  @Property(tries = 300)
  void whatAFileShowsCanBeWrittenBackAndChangesNothing(
      @ForAll("limits") CpuLimit limit, @ForAll @IntRange(min = 1, max = 10_000) int weight) {
    CgroupFs fs = Mounted.groups(CgroupVersion.V2, Group.of("/g", limit)).fs();
    fs.write("/g/cpu.weight", Integer.toString(weight));

    for (String file : List.of("cpu.max", "cpu.max.burst", "cpu.weight")) {
      String shown = fs.read("/g/" + file);
      fs.write("/g/" + file, shown);
      assertThat(fs.read("/g/" + file)).isEqualTo(shown);
    }
    assertThat(fs.read("/g/cpu.weight")).isEqualTo(weight + "\n");
  }

  @Property(tries = 300)
  void anyTextIsTakenOrRefusedAndARefusalChangesNothing(
      @ForAll("files") String file, @ForAll("texts") String text) {
    CgroupVersion version = V1.contains(file) ? CgroupVersion.V1 : CgroupVersion.V2;
    CgroupFs fs = Mounted.groups(version, Group.of("/g", CpuLimit.of(50_000, 100_000))).fs();
    String before = fs.read("/g/" + file);

    String answer = ModelHierarchy.answer(() -> fs.write("/g/" + file, text));

    if (!answer.equals("ok")) {
      assertThat(fs.read("/g/" + file)).isEqualTo(before);
    }
  }

  @Property(tries = 300)
  void anyPathIsAnswered(@ForAll String path) {
    CgroupFs fs = Mounted.groups(CgroupVersion.V2).fs();

    assertThat(ModelHierarchy.answer(() -> fs.mkdir("/" + path))).isNotNull();
    assertThat(ModelHierarchy.answer(() -> fs.read("/" + path))).isNotEqualTo("ok");
  }

  @Property
  void ratiosOrderLimitsAsTheirSharesDo(
      @ForAll("limits") CpuLimit first, @ForAll("limits") CpuLimit second) {
    if (first.cpus() < second.cpus()) {
      assertThat(QuotaRatio.of(first)).isLessThanOrEqualTo(QuotaRatio.of(second));
    }
  }

  @Provide
  Arbitrary<CpuLimit> limits() {
    return Arbitraries.longs()
        .between(CpuLimit.MIN_QUOTA_US, CpuLimit.MAX_QUOTA_US / 2)
        .flatMap(quota ->
            Arbitraries.longs()
                .between(CpuLimit.MIN_PERIOD_US, CpuLimit.MAX_PERIOD_US)
                .flatMap(period ->
                    Arbitraries.longs()
                        .between(0, quota)
                        .map(burst -> new CpuLimit(quota, period, burst))));
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.oneOf(Arbitraries.of(V1), Arbitraries.of(V2));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789 +-xmaXf\n\t\0").ofMaxLength(24),
        Arbitraries.longs().map(Long::toUnsignedString),
        Arbitraries.integers().between(-30, 300_000).map(String::valueOf),
        Arbitraries.strings().ofMaxLength(30));
  }
}
