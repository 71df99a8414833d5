package dev.kedge.bandwidth.cgroup;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A file every group has, or every group but the root.
 *
 * @param name its name
 * @param onRoot whether the root group has it
 * @param show its text
 * @param store what a write does; it has no effect when it throws
 */
record ControlFile(
    String name,
    boolean onRoot,
    Function<GroupDirectory, String> show,
    BiConsumer<GroupDirectory, String> store) {

  static ControlFile readOnly(String name, Function<GroupDirectory, String> show) {
    return new ControlFile(
        name,
        true,
        show,
        (group, text) -> {
          throw new CgroupFileException(Errno.EINVAL, "this file cannot be written");
        });
  }
}
