package dev.kedge.bandwidth.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementFileTest {
  private static final String HEADER =
      "kernel,row,rep,group,parent,quota_us,period_us,burst_us,shares,nspin,nper,C_us,T_us,phase,"
          + "nkspin,kKiB,cpumask,dur_ns,nr_periods,nr_throttled,throttled_ns,throttled_local_ns,"
          + "nr_bursts,burst_ns,usage_ns,task_cpu_ns,task_user_ns,jobs_done,resp_p50_us,"
          + "resp_p99_us,stall_max_us,outside_busy_ns\n";

  /** Two hogs in a fifth of a CPU on one CPU, with the counters such a group has. */
  private static final String HOGS =
      "6.12,hogs,1,a,-,20000,100000,0,1024,2,0,0,0,z,0,0,1,10000000000,100,100,7960000000,"
          + "7960000000,0,0,2010000000,1005000000;1005000000,1000000000;1000000000,0,0,0,90000,0\n";

  private static Path file(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve("measured.csv"), text);
  }

  @Test
  void readsALine(@TempDir Path directory) throws IOException {
    List<MeasuredRun> runs = MeasurementFile.read(file(directory, HEADER + HOGS));

    assertThat(runs).hasSize(1);
    MeasuredGroup group = runs.getFirst().groups().getFirst();
    assertThat(runs.getFirst().kernel()).isEqualTo("6.12");
    assertThat(group.limit()).isEqualTo(CpuLimit.of(20_000, 100_000));
    assertThat(group.load().hogs()).isEqualTo(2);
    assertThat(group.values().taskCpuNs()).isEqualTo(2_010_000_000);
    assertThat(group.values().responseP50Us()).isEmpty();
  }

  @Test
  void aPlausibleMeasurementLiesInTheBand(@TempDir Path directory) throws IOException {
    ValidationReport report =
        new Validation(Kernel::release, 8, 1, _ -> {}).validate(file(directory, HEADER + HOGS));

    assertThat(report.comparisons()).hasSize(5).allMatch(Comparison::within);
    assertThat(report.summaries()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20000|twenty|:2: column quota_us holds 'twenty', expected a whole number",
        "20000|999|:2: quota of 999 us",
        "hogs,1,a|hogs,one,a|:2: column rep holds 'one'",
        ",-,|,top,|:2: group 'a' is below 'top'",
        "z,0,0,1,|z,0,0,0,|:2: column cpumask holds '0'",
        "1024,2,|1024,-2,|:2: column nspin holds '-2'",
        "90000,0|90000|:2: 31 values, but the header names 32 columns",
        "1005000000;|10050x;|:2: column task_cpu_ns holds '10050x'",
      })
  void saysWhereAndWhatIsWrong(
      String found, String replaced, String message, @TempDir Path directory) throws IOException {
    Path file = file(directory, HEADER + HOGS.replaceFirst(found, replaced));

    assertThatThrownBy(() -> MeasurementFile.read(file))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhichColumnIsMissing(@TempDir Path directory) throws IOException {
    Path file = file(directory, "row,rep\nhogs,1\n");

    assertThatThrownBy(() -> MeasurementFile.read(file))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("there is no column parent");
  }

  @Property(tries = 300)
  void damagedFilesAreRefusedOrRead(
      @ForAll @IntRange(min = 0, max = 700) int at, @ForAll byte damage) throws IOException {
    byte[] bytes = (HEADER + HOGS).getBytes(StandardCharsets.UTF_8);
    bytes[at % bytes.length] = damage;
    Path file = Files.createTempFile("measured", ".csv");
    try {
      Files.write(file, bytes);
      assertThat(MeasurementFile.read(file)).isNotNull();
    } catch (BandwidthException e) {
      assertThat(e).hasMessageContaining(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
