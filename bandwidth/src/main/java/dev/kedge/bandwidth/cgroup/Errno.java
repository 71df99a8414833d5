package dev.kedge.bandwidth.cgroup;

/** Why the kernel refuses to read, write, make or remove something (errno(3)). */
public enum Errno {
  ENOENT("no such file or directory"),
  ESRCH("no such process"),
  EAGAIN("resource temporarily unavailable"),
  E2BIG("argument list too long"),
  EACCES("permission denied"),
  EBUSY("device or resource busy"),
  EEXIST("file exists"),
  ENOTDIR("not a directory"),
  EISDIR("is a directory"),
  EINVAL("invalid argument"),
  ERANGE("numerical result out of range"),
  ENAMETOOLONG("file name too long"),
  EOPNOTSUPP("operation not supported");

  private final String text;

  Errno(String text) {
    this.text = text;
  }

  /** What a shell prints for it. */
  public String text() {
    return text;
  }
}
