package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.model.HostIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostIdentityReaderTest {
  @Test
  void readsThisHost() {
    assumeTrue(Files.isReadable(Path.of("/proc/sys/kernel/osrelease")), "no procfs here");
    HostIdentity host = new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read();
    assertThat(host.kernel().value()).isEqualTo(System.getProperty("os.version"));
    assertThat(host.cpus()).isPositive();
    assertThat(host.memoryBytes()).isPositive();
    assertThat(host.bootedAt()).isBefore(Instant.now());
    assertThat(host.architecture()).isNotEmpty().isNotEqualTo("unknown");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> new HostIdentityReader(Path.of("/no"), Path.of("/no")).read())
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot read /no/sys/kernel/random/boot_id: is procfs mounted and visible here?");
  }

  @ParameterizedTest
  @CsvSource({
    "web-1.example.org, web-1.example.org",
    "-bad name!, bad-name-",
    "ünïcode, n-code",
    "'', localhost",
    "'(none)', none-"
  })
  void makesHostNamesSafe(String name, String expected) {
    assertThat(HostIdentityReader.hostId(name).value()).isEqualTo(expected);
  }

  @Test
  void namesCapabilities() {
    Capabilities some = Capabilities.parse("Name:\tx\nCapEff:\t000001c400000002\nSeccomp: 0\n");
    assertThat(some.names())
        .containsExactlyInAnyOrder(
            "CAP_DAC_OVERRIDE", "CAP_SYSLOG", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE");
    assertThat(some.has("CAP_SYSLOG")).isTrue();
    assertThat(Capabilities.parse("CapEff:\t8000000000000000\n").names()).containsExactly("CAP_63");
    assertThat(Capabilities.parse("nonsense").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'0-3,8', 5", "'0', 1", "'', 0", "'5,1-2\n', 3"})
  void readsCpuLists(String text, int cpus) {
    assertThat(CpuList.parse(text)).hasSize(cpus).isSorted();
  }

  @ParameterizedTest
  @CsvSource({"x", "'3-1'", "'1,,2'", "'-1'", "99999999999", "'0-9000'"})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> CpuList.parse(text))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("CPU list");
  }
}
