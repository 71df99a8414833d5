package dev.kedge.profile.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.CodeOrigin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingNamesTest {
  @ParameterizedTest
  @CsvSource({
    "[kernel.kallsyms], [kernel], KERNEL",
    "[kernel.kallsyms]_text, [kernel], KERNEL",
    "[ext4], [ext4], KERNEL",
    "/lib/modules/6.18.0/kernel/fs/ext4.ko, /lib/modules/6.18.0/kernel/fs/ext4.ko, KERNEL",
    "[vdso], [vdso], NATIVE",
    "/usr/lib/libc.so.6, /usr/lib/libc.so.6, NATIVE",
    "/tmp/perf-4711.map, /tmp/perf-4711.map, JIT",
    "jitted-12-34.so, jitted-12-34.so, JIT",
    "//anon, //anon, JIT",
    "[anon:v8], [anon:v8], JIT",
    "'', '', NATIVE",
  })
  void tellsTheOriginByTheName(String fileName, String path, CodeOrigin origin) {
    assertThat(MappingNames.fromPprof(fileName)).isEqualTo(path);
    assertThat(MappingNames.origin(path)).isEqualTo(origin);
  }
}
