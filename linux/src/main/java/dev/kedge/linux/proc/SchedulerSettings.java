package dev.kedge.linux.proc;

import dev.kedge.linux.KernelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * The scheduler's settings of the running kernel, empty where they cannot be read.
 *
 * @param tickNanos one second by CONFIG_HZ, from the kernel's configuration in {@code
 *     /proc/config.gz}, {@code /boot} or {@code /lib/modules}
 * @param baseSliceNanos EEVDF base slice, from debugfs
 * @param bandwidthSliceNanos {@code sched_cfs_bandwidth_slice_us}
 */
public record SchedulerSettings(
    OptionalLong tickNanos, OptionalLong baseSliceNanos, OptionalLong bandwidthSliceNanos) {
  private static final int MAX_CONFIG_BYTES = 4 << 20;

  /**
   * Reads them.
   *
   * @param root the root directory, with procfs and sysfs mounted below
   * @param release of the running kernel
   */
  public static SchedulerSettings read(Path root, String release) {
    Optional<String> config =
        packedConfig(root.resolve("proc/config.gz"))
            .or(() -> KernelFile.text(root.resolve("boot").resolve("config-" + release)))
            .or(() ->
                KernelFile.text(root.resolve("lib/modules").resolve(release).resolve("config")));
    OptionalLong hz =
        config
            .flatMap(text -> text.lines().filter(line -> line.startsWith("CONFIG_HZ=")).findFirst())
            .map(line -> number(line.substring(line.indexOf('=') + 1)))
            .orElse(OptionalLong.empty());
    return new SchedulerSettings(
        hz.isPresent() && hz.getAsLong() > 0
            ? OptionalLong.of(1_000_000_000L / hz.getAsLong())
            : OptionalLong.empty(),
        file(root.resolve("sys/kernel/debug/sched/base_slice_ns"), 1),
        file(root.resolve("proc/sys/kernel/sched_cfs_bandwidth_slice_us"), 1_000));
  }

  private static Optional<String> packedConfig(Path file) {
    return KernelFile.bytes(file)
        .flatMap(packed -> {
          try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Optional.of(
                new String(in.readNBytes(MAX_CONFIG_BYTES), StandardCharsets.ISO_8859_1));
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  private static OptionalLong file(Path file, long unit) {
    OptionalLong value =
        KernelFile.text(file).map(SchedulerSettings::number).orElse(OptionalLong.empty());
    return value.isPresent() && value.getAsLong() > 0
        ? OptionalLong.of(value.getAsLong() * unit)
        : OptionalLong.empty();
  }

  private static OptionalLong number(String digits) {
    try {
      return OptionalLong.of(Integer.parseInt(digits.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
