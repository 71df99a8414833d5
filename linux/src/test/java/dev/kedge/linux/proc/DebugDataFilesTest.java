package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.elf.ElfFile;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where debug data are found, tried with programs compiled here. */
class DebugDataFilesTest {
  private static final Path PROC = Path.of("/proc");
  private static final String NOTHING_TAKEN = "nothing";

  @TempDir Path directory;

  private Path program = Path.of("");
  private Path root = Path.of("");

  @BeforeEach
  void compile() throws IOException, InterruptedException {
    program = directory.resolve("program");
    root = Files.createDirectory(directory.resolve("debug"));
    Files.writeString(directory.resolve("main.c"), "int main(void) { return 0; }\n");
    run("gcc -g -Wl,--build-id=sha1 main.c -o program");
  }

  private void run(String command) throws IOException, InterruptedException {
    boolean done = false;
    try {
      done =
          new ProcessBuilder(command.split(" ", -1))
                  .directory(directory.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      // Not there: the assumption says so.
    }
    assumeTrue(done, () -> command + ": not possible here, finding debug files is not checked");
  }

  private String buildId() throws IOException {
    try (ElfFile elf = ElfFile.open(program)) {
      return elf.buildId().map(BuildId::hex).orElse("");
    }
  }

  /** The path that was offered, {@code itself} for the program, else why there was none. */
  private String found(Optional<BuildId> mapped) {
    String[] offered = {NOTHING_TAKEN};
    Mapping mapping =
        new Mapping(
            0x1000,
            0x2000,
            0,
            new MappedFile(MappedFile.Kind.FILE, program.toString(), 1, 1, mapped, false));
    String problem =
        new DebugDataFiles(PROC, root)
            .find(
                Math.toIntExact(ProcessHandle.current().pid()),
                mapping,
                (segments, data, path) -> {
                  assertThat(segments.address(0)).hasValue(0);
                  try (ElfFile elf = ElfFile.open(data)) {
                    assertThat(elf.section(".debug_info")).isPresent();
                  }
                  offered[0] = path.map(file -> root.relativize(file).toString()).orElse("itself");
                  return true;
                });
    return offered[0].equals(NOTHING_TAKEN) ? problem : offered[0];
  }

  @Test
  void inTheProgramItself() throws IOException {
    assertThat(found(Optional.of(new BuildId(buildId())))).isEqualTo("itself");
    assertThat(found(Optional.empty())).isEqualTo("itself");
  }

  @Test
  void anotherFileUnderThePathIsNotTaken() {
    assertThat(found(Optional.of(new BuildId("abcd")))).contains("another file");
  }

  @Test
  void byBuildId() throws IOException, InterruptedException {
    String id = buildId();
    Path debug = root.resolve(".build-id/" + id.substring(0, 2));
    Files.createDirectories(debug);
    run("objcopy --only-keep-debug program " + debug.resolve(id.substring(2) + ".debug"));
    run("strip program");
    assertThat(found(Optional.empty()))
        .isEqualTo(".build-id/" + id.substring(0, 2) + "/" + id.substring(2) + ".debug");
  }

  @Test
  void byLink() throws IOException, InterruptedException {
    run("objcopy --only-keep-debug program program.debug");
    run("objcopy --strip-all --add-gnu-debuglink=program.debug program");
    assertThat(found(Optional.empty())).isEqualTo(DebugDataFiles.NONE);
    Path linked = Path.of(root + directory.toString()).resolve("program.debug");
    Files.createDirectories(directory(linked));
    Files.move(directory.resolve("program.debug"), linked);
    assertThat(found(Optional.empty())).isEqualTo(root.relativize(linked).toString());
  }

  private static Path directory(Path file) {
    return Optional.ofNullable(file.getParent()).orElseThrow();
  }

  @Test
  void aDebugFileOfAnotherBuildIsNotTaken() throws IOException, InterruptedException {
    String id = buildId();
    Path debug = Files.createDirectories(root.resolve(".build-id/" + id.substring(0, 2)));
    Files.writeString(directory.resolve("other.c"), "int main(void) { return 1; }\n");
    run("gcc -g -Wl,--build-id=sha1 other.c -o other");
    Files.move(directory.resolve("other"), debug.resolve(id.substring(2) + ".debug"));
    run("strip program");
    assertThat(found(Optional.empty())).isEqualTo(DebugDataFiles.NONE);
  }

  @Test
  void sharedFilesAreBelowTheDirectoryOfDebugFiles() throws IOException {
    Path shared = root.resolve(".dwz/some.debug");
    Files.createDirectories(directory(shared));
    Files.writeString(shared, "");
    Files.writeString(directory.resolve("outside.debug"), "");
    DebugDataFiles files = new DebugDataFiles(PROC, root);
    Optional<Path> from = Optional.of(root.resolve(".build-id/ab/cd.debug"));
    BuildId id = new BuildId("abcd");
    assertThat(files.shared(from, "../../.dwz/some.debug", id)).containsExactly(shared);
    assertThat(files.shared(from, "../../../outside.debug", id)).isEmpty();
    assertThat(files.shared(Optional.empty(), shared.toString(), id)).containsExactly(shared);
    assertThat(files.shared(from, "bad\0path", id)).isEmpty();
  }
}
