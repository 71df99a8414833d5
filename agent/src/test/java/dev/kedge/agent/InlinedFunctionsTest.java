package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.Symbol;
import dev.kedge.linux.elf.SymbolTable;
import dev.kedge.linux.proc.DebugDataFiles;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.model.BuildId;
import dev.kedge.model.HostIdentity;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import dev.kedge.report.symbol.SourceFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inlined functions of a program compiled here, place by place and sampled. */
class InlinedFunctionsTest {
  private static final Path PROC = Path.of("/proc");
  private static final int OWN_PID = Math.toIntExact(ProcessHandle.current().pid());

  /** Fifths of a second. */
  private static final int LONGEST_WAIT = 140;

  @TempDir Path directory;

  private final AtomicLong nanos = new AtomicLong();
  private Path program = Path.of("");

  private static boolean isWhole(String stack) {
    return stack.endsWith("main around_[i] whole middle_[i] innermost_[i] ");
  }

  @BeforeEach
  void compile() throws IOException, InterruptedException {
    Path source = directory.resolve("inliner.c");
    try (var in = InlinedFunctionsTest.class.getResourceAsStream("inliner.c")) {
      Files.write(source, in == null ? new byte[0] : in.readAllBytes());
    }
    program = compiled(source, "inliner");
  }

  private Path compiled(Path source, String name) throws IOException, InterruptedException {
    Path output = directory.resolve(name);
    int exit = -1;
    try {
      exit =
          new ProcessBuilder(
                  "gcc", "-O2", "-g", "-Wl,--build-id", source.toString(), "-o", output.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("gcc.log").toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      // Not there: the assumption says so.
    }
    assumeTrue(exit == 0, "no compiler, inlined functions are not checked");
    return output;
  }

  private InlinedFunctions functions(DebugDataOptions options) {
    return new InlinedFunctions(
        new DebugDataFiles(PROC, directory.resolve("debug")), options, nanos::get);
  }

  private Mapping mapping() {
    return new Mapping(
        0,
        1 << 20,
        0,
        new MappedFile(MappedFile.Kind.FILE, program.toString(), 1, 1, Optional.empty(), false));
  }

  private Symbol symbol(String name) throws IOException {
    try (ElfFile elf = ElfFile.open(program);
        SymbolTable table = elf.symbols()) {
      for (long at = 0; at < elf.size(); at++) {
        Optional<Symbol> found = table.lookup(at);
        if (found.isPresent() && found.get().name().equals(name)) {
          return found.get();
        }
      }
    }
    throw new AssertionError(name + " is not in the symbol table");
  }

  private static List<String> names(List<SourceFrame> frames) {
    return frames.stream().map(SourceFrame::function).toList();
  }

  @Test
  void tellsWhatWasInlinedAtAPlace() throws IOException {
    Symbol whole = symbol("whole");
    Set<List<String>> chains = new HashSet<>();
    try (InlinedFunctions inlined = functions(DebugDataOptions.SPARING)) {
      for (long at = 0; at < whole.size(); at++) {
        chains.add(names(inlined.user(OWN_PID, mapping(), whole.startFileOffset() + at)));
        assertThat(inlined.waiting()).isFalse();
      }
      assertThat(inlined.limitation()).isEmpty();
    }
    assertThat(chains).contains(List.of("innermost", "middle", "whole"));
    assertThat(chains).allMatch(chain -> chain.getLast().equals("whole"));
  }

  @Test
  void placesWaitWhenTheWorkIsSpent() throws IOException {
    Symbol whole = symbol("whole");
    DebugDataOptions poor = new DebugDataOptions(true, false, Optional.empty(), 20);
    try (InlinedFunctions inlined = functions(poor)) {
      assertThat(inlined.user(OWN_PID, mapping(), whole.startFileOffset())).isNotEmpty();
      assertThat(inlined.user(OWN_PID, mapping(), whole.startFileOffset())).isEmpty();
      assertThat(inlined.waiting()).isTrue();
      assertThat(inlined.limitation()).isPresent();
      nanos.set(Duration.ofDays(2).toNanos());
      assertThat(inlined.user(OWN_PID, mapping(), whole.startFileOffset())).isNotEmpty();
      assertThat(inlined.waiting()).isFalse();
    }
  }

  @Test
  void linesAreToldWhereTheyAreWanted() throws IOException {
    Symbol whole = symbol("whole");
    DebugDataOptions lines = DebugDataOptions.THOROUGH.withLines(true);
    try (InlinedFunctions both = functions(lines);
        InlinedFunctions only = functions(lines.withInlined(false))) {
      for (long at = 0; at < whole.size(); at++) {
        List<SourceFrame> frames = both.user(OWN_PID, mapping(), whole.startFileOffset() + at);
        assertThat(frames).allMatch(frame -> frame.file().endsWith("inliner.c"));
        assertThat(names(only.user(OWN_PID, mapping(), whole.startFileOffset() + at)))
            .containsExactly("whole");
      }
    }
  }

  /** A kernel is told by its build-id and read by the distance from the start of its code. */
  @Test
  void theKernelsDebugDataMustBeOfTheRunningKernel() throws IOException {
    DebugDataOptions options = DebugDataOptions.THOROUGH.withKernel(Optional.of(program));
    Optional<BuildId> own;
    long textStart;
    try (ElfFile elf = ElfFile.open(program)) {
      own = elf.buildId();
      textStart = elf.section(".init").orElseThrow().fileOffset();
    }
    try (InlinedFunctions inlined = functions(options)) {
      inlined.openKernel(own);
      Symbol whole = symbol("whole");
      assertThat(names(inlined.kernel(whole.startFileOffset() - textStart + whole.size() / 2)))
          .containsExactly("innermost", "middle", "whole");
    }
    try (InlinedFunctions inlined = functions(options)) {
      assertThatThrownBy(() -> inlined.openKernel(Optional.of(new BuildId("abcd"))))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("not of the running kernel");
    }
  }

  @Test
  void filesWithoutDebugDataAreNotOpenedAgain() throws IOException, InterruptedException {
    Process strip = new ProcessBuilder("strip", program.toString()).start();
    assumeTrue(strip.waitFor() == 0, "no strip");
    try (InlinedFunctions inlined = functions(DebugDataOptions.SPARING)) {
      assertThat(inlined.user(OWN_PID, mapping(), 0x1100)).isEmpty();
      Files.delete(program);
      assertThat(inlined.user(OWN_PID, mapping(), 0x1100)).isEmpty();
      assertThat(inlined.limitation()).isEmpty();
    }
  }

  /** The whole way: what was inlined stands between the callers and is the leaf. */
  @Test
  void sampledStacksShowInlinedFunctions() throws IOException, InterruptedException {
    HostIdentity identity = new HostIdentityReader(PROC, Path.of("/sys")).read();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Process burner = new ProcessBuilder(program.toString()).start();
    Profiler profiler =
        Profiler.start(
            identity,
            ProfilerOptions.of(199, Duration.ofSeconds(1), directory.resolve("tables"))
                .withDebugData(DebugDataOptions.THOROUGH),
            windows::add,
            InstantSource.system());
    try {
      assumeTrue(profiler.canSample(), () -> "may not sample here: " + profiler.limitations());
      for (int i = 0;
          i < LONGEST_WAIT
              && stacks(windows, burner.pid()).noneMatch(InlinedFunctionsTest::isWhole);
          i++) {
        Thread.sleep(200);
      }
    } finally {
      profiler.close();
      burner.destroy();
    }
    List<String> stacks = stacks(windows, burner.pid()).toList();
    assumeTrue(
        stacks.stream().anyMatch(stack -> stack.contains("main ")),
        "the machine is too busy to unwind in time");
    assertThat(stacks).anyMatch(InlinedFunctionsTest::isWhole);
  }

  private static Stream<String> stacks(List<ProfileWindow> windows, long pid) {
    if (windows.isEmpty()) {
      return Stream.empty();
    }
    return merged(windows).stacks().stream()
        .filter(stack -> stack.pid() == pid)
        .map(InlinedFunctionsTest::text);
  }

  private static String text(WeightedStack stack) {
    StringBuilder out = new StringBuilder();
    for (NamedFrame frame : stack.frames().reversed()) {
      boolean inlined =
          frame.frame() instanceof Frame.Code code && code.origin() == CodeOrigin.INLINED;
      out.append(frame.displayName()).append(inlined ? "_[i] " : " ");
    }
    return out.toString();
  }

  private static Profile merged(List<ProfileWindow> windows) {
    WindowMerger merger = new WindowMerger();
    synchronized (windows) {
      windows.forEach(merger::add);
    }
    return merger.merge();
  }
}
