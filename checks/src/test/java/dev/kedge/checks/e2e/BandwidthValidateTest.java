package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth validate} over a measurement of one row. */
class BandwidthValidateTest {
  private static final String MEASURED =
      """
      kernel,row,rep,group,parent,quota_us,period_us,burst_us,shares,nspin,nper,C_us,T_us,phase,\
      nkspin,kKiB,cpumask,dur_ns,nr_periods,nr_throttled,throttled_ns,throttled_local_ns,\
      nr_bursts,burst_ns,usage_ns,task_cpu_ns,task_user_ns,jobs_done,resp_p50_us,resp_p99_us,\
      stall_max_us,outside_busy_ns
      6.12,hogs,1,a,-,20000,100000,0,1024,2,0,0,0,z,0,0,1,10000000000,100,100,7960000000,\
      7960000000,0,0,2010000000,1005000000;1005000000,1000000000;1000000000,0,0,0,90000,0
      """;

  @Test
  void saysForEachValueWhereItLies(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("measured.csv"), MEASURED);

    Command validate =
        Command.kedge("bandwidth", "validate", file.toString(), "--phases", "8", "--json");

    assertThat(validate.exitCode()).as(validate.err()).isZero();
    JsonNode document = JsonMapper.shared().readTree(validate.out());
    assertThat(document.path("rows")).hasSize(5);
    JsonNode usage = document.path("rows").get(4);
    assertThat(usage.path("metric").asString()).isEqualTo("usage");
    assertThat(usage.path("low").asDouble())
        .isLessThanOrEqualTo(usage.path("median").asDouble())
        .isLessThanOrEqualTo(usage.path("high").asDouble());
    assertThat(document.path("classes").get(0).path("within").asInt()).isPositive();

    Command table =
        Command.kedge("bandwidth", "validate", file.toString(), "--phases", "4", "--all");
    assertThat(table.out()).contains("nr_throttled", "rows near");
  }

  @Test
  void aBrokenFileNamesTheLine(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(directory.resolve("bad.csv"), MEASURED.replace("20000,", "much,"));

    Command validate = Command.kedge("bandwidth", "validate", file.toString());

    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.err()).contains("bad.csv:2: column quota_us holds 'much'");
  }
}
