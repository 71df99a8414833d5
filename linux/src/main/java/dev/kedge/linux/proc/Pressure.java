package dev.kedge.linux.proc;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stall totals of one resource since boot (psi_show, kernel/sched/psi.c).
 *
 * @param someMicros time in which at least one task was stalled
 * @param fullMicros time in which all non-idle tasks were; empty on kernels that do not tell it for
 *     CPU (before 5.13)
 */
public record Pressure(long someMicros, OptionalLong fullMicros) {

  /**
   * Reads the text of a pressure file; empty when it holds no "some" line.
   *
   * @throws NumberFormatException when a total is not a number
   */
  public static Optional<Pressure> parse(String text) {
    OptionalLong some = OptionalLong.empty();
    OptionalLong full = OptionalLong.empty();
    for (String line : text.split("\n", -1)) {
      int at = line.indexOf("total=");
      if (at < 0) {
        continue;
      }
      long total = Long.parseLong(line.substring(at + 6).strip());
      if (line.startsWith("some ")) {
        some = OptionalLong.of(total);
      } else if (line.startsWith("full ")) {
        full = OptionalLong.of(total);
      }
    }
    return some.isPresent() ? Optional.of(new Pressure(some.getAsLong(), full)) : Optional.empty();
  }
}
