package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a boot leaves behind is deleted: by itself, or by the next one. */
class WorkFoldersTest {
  @TempDir private Path parent;

  @Test
  void aFolderIsGoneWhenItsBootIsOver() throws IOException {
    try (WorkFolders.WorkFolder work = new WorkFolders(parent).create()) {
      Files.createDirectories(work.path().resolve("a/b"));
      assertThat(entries()).hasSize(1);
    }

    assertThat(entries()).isEmpty();
  }

  @Test
  void twoBootsOfOneProcessLeaveEachOtherAlone() throws IOException {
    try (WorkFolders.WorkFolder one = new WorkFolders(parent).create();
        WorkFolders.WorkFolder two = new WorkFolders(parent).create()) {
      assertThat(one.path()).isDirectory();
      assertThat(two.path()).isDirectory();
    }
  }

  @Test
  void whatAProcessThatIsGoneLeftIsDeleted() throws IOException {
    Path left = left("kedge-boot-4194305-1", true);
    Files.write(left.resolve("initramfs"), new byte[10]);

    try (WorkFolders.WorkFolder work = new WorkFolders(parent).create()) {
      assertThat(entries()).containsExactly(work.path());
    }
  }

  @Test
  void aFolderOfAnEarlierProcessOfTheSameNumberIsDeleted() throws IOException {
    Path left = left("kedge-boot-" + ProcessHandle.current().pid() + "-1", true);
    Files.setLastModifiedTime(left, ago(Duration.ofDays(400)));

    try (WorkFolders.WorkFolder work = new WorkFolders(parent).create()) {
      assertThat(entries()).containsExactly(work.path());
    }
  }

  @Test
  void aFolderWithoutALockIsKeptForADay() throws IOException {
    Path fresh = left("kedge-boot-1", false);
    Path old = left("kedge-boot-2", false);
    Files.setLastModifiedTime(old, ago(Duration.ofHours(25)));

    try (WorkFolders.WorkFolder work = new WorkFolders(parent).create()) {
      assertThat(entries()).containsExactlyInAnyOrder(fresh, work.path());
    }
  }

  @Test
  void linksAndFilesAreNotFollowed() throws IOException {
    Path other = Files.createDirectory(parent.resolve("other"));
    Files.createFile(other.resolve("owner"));
    Files.createSymbolicLink(parent.resolve("kedge-boot-4194305-2"), other);
    Files.createFile(parent.resolve("kedge-boot-4194305-3"));

    try (WorkFolders.WorkFolder work = new WorkFolders(parent).create()) {
      assertThat(entries()).hasSize(4).contains(work.path());
      assertThat(other.resolve("owner")).exists();
    }
  }

  private Path left(String name, boolean locked) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    if (locked) {
      Files.createFile(folder.resolve("owner"));
    }
    return folder;
  }

  private static FileTime ago(Duration age) {
    return FileTime.from(Instant.now().minus(age));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.toList();
    }
  }
}
