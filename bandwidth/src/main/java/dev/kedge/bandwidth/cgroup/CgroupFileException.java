package dev.kedge.bandwidth.cgroup;

import dev.kedge.model.Printable;

/**
 * The file system refuses, as the kernel would, with an {@link Errno} and a reason the kernel keeps
 * to itself.
 */
public final class CgroupFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final String reason;

  CgroupFileException(Errno errno, String reason) {
    super("%s (%s): %s".formatted(errno, errno.text(), reason));
    this.errno = errno;
    this.reason = reason;
  }

  private CgroupFileException(String path, CgroupFileException cause) {
    super(
        "%s: %s (%s): %s"
            .formatted(Printable.of(path, 200), cause.errno, cause.errno.text(), cause.reason),
        cause);
    this.errno = cause.errno;
    this.reason = cause.reason;
  }

  /** The same refusal, with the path it is about in the message. */
  CgroupFileException at(String path) {
    return new CgroupFileException(path, this);
  }

  /** What the system call would have failed with. */
  public Errno errno() {
    return errno;
  }

  /** Which rule was broken, in words. */
  public String reason() {
    return reason;
  }
}
