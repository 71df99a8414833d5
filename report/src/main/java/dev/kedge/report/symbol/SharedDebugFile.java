package dev.kedge.report.symbol;

import dev.kedge.model.BuildId;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where what several debug files have in common is kept: {@code .gnu_debugaltlink} as dwz(1) writes
 * it, a path and a build-id.
 *
 * @param path as in the file, absolute or from the directory of the debug file
 * @param buildId of that file
 */
public record SharedDebugFile(String path, BuildId buildId) {
  static Optional<SharedDebugFile> read(Cursor in) {
    if (in.end() > 8192) {
      return Optional.empty();
    }
    String path = in.text();
    int length = (int) (in.end() - in.at());
    if (path.isEmpty() || length < 1 || length > 64) {
      return Optional.empty();
    }
    byte[] id = new byte[length];
    for (int i = 0; i < length; i++) {
      id[i] = (byte) in.u8();
    }
    return Optional.of(new SharedDebugFile(path, new BuildId(HexFormat.of().formatHex(id))));
  }
}
