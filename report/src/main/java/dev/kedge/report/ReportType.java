package dev.kedge.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Class of a kernel report, a function of its title. */
public enum ReportType {
  HANG("HANG"),
  WARNING("WARNING"),
  LOCKDEP("LOCKDEP"),
  DOS("DoS"),
  MEMORY_SAFETY_BUG("MEMORY_SAFETY_BUG"),
  MEMORY_SAFETY_UBSAN("MEMORY_SAFETY_UBSAN"),
  NULL_POINTER_DEREFERENCE("NULL-POINTER-DEREFERENCE"),
  KASAN_READ("KASAN-READ"),
  KASAN_WRITE("KASAN-WRITE"),
  KASAN_USE_AFTER_FREE_READ("KASAN-USE-AFTER-FREE-READ"),
  KASAN_USE_AFTER_FREE_WRITE("KASAN-USE-AFTER-FREE-WRITE"),
  KASAN_NULL_POINTER_DEREFERENCE_READ("KASAN-NULL-POINTER-DEREFERENCE-READ"),
  KASAN_NULL_POINTER_DEREFERENCE_WRITE("KASAN-NULL-POINTER-DEREFERENCE-WRITE"),
  KASAN_INVALID_FREE("KASAN-INVALID-FREE"),
  KASAN_UNKNOWN("KASAN-UNKNOWN"),
  KMSAN_UNINIT_VALUE("KMSAN-UNINIT-VALUE"),
  KMSAN_INFO_LEAK("KMSAN-INFO-LEAK"),
  KMSAN_USE_AFTER_FREE_READ("KMSAN-USE-AFTER-FREE-READ"),
  KMSAN_UNKNOWN("KMSAN-UNKNOWN"),
  KCSAN_DATA_RACE("KCSAN-DATARACE"),
  KCSAN_ASSERT("KCSAN-ASSERT"),
  KCSAN_UNKNOWN("KCSAN-UNKNOWN"),
  KFENCE_READ("KFENCE-READ"),
  KFENCE_WRITE("KFENCE-WRITE"),
  KFENCE_USE_AFTER_FREE_READ("KFENCE-USE-AFTER-FREE-READ"),
  KFENCE_USE_AFTER_FREE_WRITE("KFENCE-USE-AFTER-FREE-WRITE"),
  KFENCE_INVALID_FREE("KFENCE-INVALID-FREE"),
  KFENCE_MEMORY_CORRUPTION("KFENCE-MEMORY-CORRUPTION"),
  KFENCE_UNKNOWN("KFENCE-UNKNOWN"),
  UBSAN("UBSAN"),
  REFCOUNT_WARNING("REFCOUNT_WARNING"),
  ATOMIC_SLEEP("ATOMIC_SLEEP"),
  BUG("BUG"),
  LEAK("LEAK"),
  LOST_CONNECTION("LOST_CONNECTION"),
  UNEXPECTED_REBOOT("REBOOT"),
  SYZ_FAILURE("SYZ_FAILURE"),
  UNKNOWN("UNKNOWN");

  private final String label;

  ReportType(String label) {
    this.label = label;
  }

  /** The name used in the corpus, in JSON and in the store. */
  public String label() {
    return label;
  }

  /** The type of a label. */
  static Optional<ReportType> labelled(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  /** All labels, for messages. */
  static String labels() {
    return Arrays.stream(values()).map(ReportType::label).collect(Collectors.joining(", "));
  }
}
