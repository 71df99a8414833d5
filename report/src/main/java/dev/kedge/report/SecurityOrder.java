package dev.kedge.report;

import static dev.kedge.report.ReportType.*;

import java.util.Comparator;
import java.util.List;

/**
 * Orders types of reports by how much an attacker could make of them: memory freed or written
 * wrongly, then read wrongly, counters, leaks of values, races, and last what only stops the
 * machine. Types that say nothing about memory come in between by what they usually hide.
 */
public final class SecurityOrder implements Comparator<ReportType> {
  private static final List<ReportType> ORDER =
      List.of(
          KASAN_INVALID_FREE,
          KFENCE_INVALID_FREE,
          KASAN_USE_AFTER_FREE_WRITE,
          KFENCE_USE_AFTER_FREE_WRITE,
          KASAN_WRITE,
          KFENCE_WRITE,
          KFENCE_MEMORY_CORRUPTION,
          MEMORY_SAFETY_BUG,
          MEMORY_SAFETY_UBSAN,
          KASAN_USE_AFTER_FREE_READ,
          KFENCE_USE_AFTER_FREE_READ,
          KMSAN_USE_AFTER_FREE_READ,
          KASAN_READ,
          KFENCE_READ,
          KASAN_UNKNOWN,
          KFENCE_UNKNOWN,
          REFCOUNT_WARNING,
          KASAN_NULL_POINTER_DEREFERENCE_WRITE,
          KASAN_NULL_POINTER_DEREFERENCE_READ,
          NULL_POINTER_DEREFERENCE,
          KMSAN_INFO_LEAK,
          KMSAN_UNINIT_VALUE,
          KMSAN_UNKNOWN,
          KCSAN_DATA_RACE,
          KCSAN_ASSERT,
          KCSAN_UNKNOWN,
          UBSAN,
          BUG,
          WARNING,
          ATOMIC_SLEEP,
          LOCKDEP,
          LEAK,
          DOS,
          HANG,
          UNKNOWN,
          UNEXPECTED_REBOOT,
          LOST_CONNECTION,
          SYZ_FAILURE);

  @Override
  public int compare(ReportType a, ReportType b) {
    return Integer.compare(ORDER.indexOf(a), ORDER.indexOf(b));
  }
}
