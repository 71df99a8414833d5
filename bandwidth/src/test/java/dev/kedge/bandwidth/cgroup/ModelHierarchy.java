package dev.kedge.bandwidth.cgroup;

/** The model's cgroup file system as a {@link WriteTable.Hierarchy}. */
final class ModelHierarchy implements WriteTable.Hierarchy {
  private final CgroupFs fs;

  ModelHierarchy(CgroupFs fs) {
    this.fs = fs;
  }

  @Override
  public String mkdir(String path) {
    return answer(() -> fs.mkdir(path));
  }

  @Override
  public String rmdir(String path) {
    return answer(() -> fs.rmdir(path));
  }

  @Override
  public String write(String path, String text) {
    return answer(() -> fs.write(path, text));
  }

  @Override
  public String read(String path) {
    try {
      return fs.read(path).stripTrailing();
    } catch (CgroupFileException e) {
      return "-";
    }
  }

  static String answer(Runnable call) {
    try {
      call.run();
      return "ok";
    } catch (CgroupFileException e) {
      return e.errno().name();
    }
  }
}
