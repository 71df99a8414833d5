package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerSettingsTest {
  @TempDir Path root;

  @Test
  void readsWhatIsThere() throws IOException {
    assertThat(SchedulerSettings.read(root, "6.1").tickNanos()).isEmpty();
    Files.createDirectories(root.resolve("boot"));
    Files.writeString(root.resolve("boot/config-6.1"), "CONFIG_HZ_1000=y\nCONFIG_HZ=1000\n");
    Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.writeString(root.resolve("proc/sys/kernel/sched_cfs_bandwidth_slice_us"), "5000\n");

    SchedulerSettings settings = SchedulerSettings.read(root, "6.1");

    assertThat(settings.tickNanos()).hasValue(1_000_000);
    assertThat(settings.bandwidthSliceNanos()).hasValue(5_000_000);
    assertThat(settings.baseSliceNanos()).isEmpty();
  }

  @Test
  void readsTheConfigurationTheKernelCarries() throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Path file = root.resolve("proc/config.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("# CONFIG_HZ_100 is not set\nCONFIG_HZ=250\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(SchedulerSettings.read(root, "x").tickNanos()).hasValue(4_000_000);
    Files.writeString(file, "not gzip");
    assertThat(SchedulerSettings.read(root, "x").tickNanos()).isEmpty();
  }
}
