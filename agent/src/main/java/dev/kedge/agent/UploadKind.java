package dev.kedge.agent;

import java.util.Arrays;
import java.util.Optional;

/** The four things an agent sends, each to its own path below {@code /api/v1/hosts/HOST/}. */
public enum UploadKind {
  /** The sign of life. */
  HEARTBEAT("heartbeat"),
  /** A profile window. */
  WINDOW("windows"),
  /** Readings of vital signs. */
  VITALS("vitals"),
  /** Kernel reports and events. */
  REPORTS("reports");

  private final String path;

  UploadKind(String path) {
    this.path = path;
  }

  /** Last segment of the path, and the suffix of spool files. */
  String path() {
    return path;
  }

  static Optional<UploadKind> ofPath(String path) {
    return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
  }
}
