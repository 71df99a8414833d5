package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that programs use count, and values only where the kernel chose them. */
class GuestInterfacesTest {
  private final GuestInterfaces interfaces = new GuestInterfaces();

  @Test
  void sysctlsAndFilesOfAGroupAreToldApart() {
    List<Stream<String>> boot =
        List.of(
            Stream.of(
                "> sysctl kernel.panic = 0",
                "> sysctl net.ipv4.route.flush",
                "> cgroup cpu.max = max 100000",
                "> cgroup memory.stat",
                "> cgroup memory.stat:anon",
                "not a line of it",
                "> sysctl"));

    assertThat(interfaces.of(GuestInterfaces.Kind.SYSCTL, boot))
        .containsOnly(entry("kernel.panic", "0"), entry("net.ipv4.route.flush", ""));
  }

  @Test
  void filesOfAGroupHaveKeys() {
    List<Stream<String>> boot =
        List.of(Stream.of("> cgroup cpu.max = max 100000", "> cgroup memory.stat:anon"));

    assertThat(interfaces.of(GuestInterfaces.Kind.CGROUP, boot))
        .containsOnly(entry("cpu.max", "max 100000"), entry("memory.stat:anon", ""));
  }

  @Test
  void aValueThatDiffersBetweenBootsIsNone() {
    List<Stream<String>> boots =
        List.of(
            Stream.of("> sysctl vm.some = 1", "> sysctl vm.other = 2"),
            Stream.of("> sysctl vm.some = 3", "> sysctl vm.other = 2"),
            Stream.of("> sysctl vm.some = 3"));

    assertThat(interfaces.of(GuestInterfaces.Kind.SYSCTL, boots))
        .containsOnly(entry("vm.some", ""), entry("vm.other", "2"));
  }

  @Test
  void valuesOfTheBootAreLeftOut() {
    List<Stream<String>> boot =
        List.of(
            Stream.of(
                "> sysctl kernel.random.boot_id = 1-2-3",
                "> sysctl fs.file-max = 94321",
                "> sysctl net.ipv4.tcp_mem = 1 2 3",
                "> sysctl net.ipv4.tcp_ecn = 2"));

    assertThat(interfaces.of(GuestInterfaces.Kind.SYSCTL, boot).values())
        .containsExactlyInAnyOrder("", "", "", "2");
  }
}
