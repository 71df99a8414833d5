package dev.kedge.profile;

import dev.kedge.model.BuildId;
import java.util.Optional;

/**
 * The file, kernel or kernel module that holds the code of a frame.
 *
 * @param path path as the process saw it; {@code [kernel]} for the kernel itself, {@code [ext4]}
 *     for a kernel module, {@code [vdso]} for the vDSO
 * @param buildId empty where the file has none or could not be read
 */
public record CodeModule(String path, Optional<BuildId> buildId) {
  /** The last component of the path, which is what people call the module. */
  public String shortName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
