package dev.kedge.bandwidth.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A mounted cgroup hierarchy of the running kernel. */
final class KernelHierarchy implements WriteTable.Hierarchy {
  private final Path mount;

  private KernelHierarchy(Path mount) {
    this.mount = mount;
  }

  /** The hierarchy of the version in which groups below the root group have cpu files. */
  static Optional<KernelHierarchy> writable(CgroupVersion version) throws IOException {
    Path mounts = Path.of("/proc/self/mounts");
    if (!Files.isReadable(mounts)) {
      return Optional.empty();
    }
    for (String line : Files.readAllLines(mounts)) {
      List<String> fields = Arrays.asList(line.split(" ", -1));
      Path mount = Path.of(fields.get(1));
      boolean cpu =
          switch (version) {
            case V1 ->
                fields.get(2).equals("cgroup")
                    && Arrays.asList(fields.get(3).split(",", -1)).contains("cpu");
            case V2 -> fields.get(2).equals("cgroup2") && delegatesCpu(mount);
          };
      if (cpu && Files.isWritable(mount) && fields.get(3).startsWith("rw")) {
        return Optional.of(new KernelHierarchy(mount));
      }
    }
    return Optional.empty();
  }

  private static boolean delegatesCpu(Path mount) throws IOException {
    Path control = mount.resolve("cgroup.subtree_control");
    return Files.isReadable(control)
        && Arrays.asList(Files.readString(control).strip().split(" ", -1)).contains("cpu");
  }

  @Override
  public String mkdir(String path) {
    return answer(() -> Files.createDirectory(at(path)));
  }

  @Override
  public String rmdir(String path) {
    return answer(() -> {
      // Files.delete would unlink a file instead.
      if (Files.isRegularFile(at(path))) {
        throw new NotDirectoryException(path);
      }
      Files.delete(at(path));
    });
  }

  @Override
  public String write(String path, String text) {
    return answer(() -> {
      try (FileChannel file = FileChannel.open(at(path), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      }
    });
  }

  @Override
  public String read(String path) {
    try {
      return Files.readString(at(path)).stripTrailing();
    } catch (IOException e) {
      return "-";
    }
  }

  private Path at(String path) {
    return mount.resolve(path.substring(1));
  }

  private interface Call {
    void run() throws IOException;
  }

  private static String answer(Call call) {
    try {
      call.run();
      return "ok";
    } catch (IOException e) {
      return switch (e) {
        case NoSuchFileException missing -> "ENOENT";
        case FileNotFoundException missing -> "ENOENT";
        case FileAlreadyExistsException there -> "EEXIST";
        case NotDirectoryException file -> "ENOTDIR";
        case DirectoryNotEmptyException full -> "ENOTEMPTY";
        default -> errno(e);
      };
    }
  }

  private static String errno(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return Arrays.stream(Errno.values())
        .filter(errno -> errno.text().equals(String.valueOf(reason).toLowerCase(Locale.ROOT)))
        .map(Errno::name)
        .findFirst()
        .orElse(String.valueOf(reason));
  }
}
