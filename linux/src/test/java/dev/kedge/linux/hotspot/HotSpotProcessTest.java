package dev.kedge.linux.hotspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** This process is a Java process: it is looked at as if it were another. */
class HotSpotProcessTest {
  private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

  private static Map<String, Long> variables() throws IOException {
    AddressSpace memory = new ProcessFiles(Path.of("/proc")).memory(PID).orElseThrow();
    Mapping library =
        memory.mappings().stream()
            .filter(mapping -> mapping.file().path().endsWith("/libjvm.so"))
            .findFirst()
            .orElseThrow();
    Map<String, Long> variables = new HashMap<>();
    try (ElfFile elf = ElfFile.open(Path.of(library.file().path()))) {
      long base = library.start() - elf.address(library.fileOffset()).orElseThrow();
      elf.places(HotSpotProcess.exported())
          .forEach((name, place) -> variables.put(name, base + place.address()));
    }
    return variables;
  }

  @Test
  void findsTheCodeOfThisProcessAndItsNames() throws IOException {
    HotSpotProcess process = HotSpotProcess.open(ProcessMemory.of(PID), variables());
    CodeRegions regions = process.code();
    assertThat(regions.size()).isGreaterThan(100);
    Set<CodeRegions.Kind> kinds = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < regions.size(); i++) {
      kinds.add(regions.kind(i));
      long place = regions.start(i) + Math.max(0, regions.complete(i));
      process.functions(place, regions, true).stream()
          .map(RuntimeFunction::name)
          .forEach(names::add);
    }
    assertThat(kinds).contains(CodeRegions.Kind.SIZED, CodeRegions.Kind.INTERPRETER);
    assertThat(names).anyMatch(name -> name.startsWith("java.lang.String"));
  }

  @Test
  void singlePiecesAreThoseOfAllCode() throws IOException {
    HotSpotProcess process = HotSpotProcess.open(ProcessMemory.of(PID), variables());
    CodeRegions regions = process.code();
    int same = 0;
    for (int i = 0; i < regions.size(); i++) {
      CodeRegions.Region region = regions.region(i);
      long inside = region.start() + (region.end() - region.start()) / 2;
      if (process.code(inside).equals(Optional.of(region))) {
        same++;
      }
    }
    // This process goes on compiling, and code goes.
    assertThat(same).isGreaterThan(regions.size() * 9 / 10);
    assertThat(process.code(0x1000)).isEmpty();
  }

  /** A process may show anything: every answer is a result or the one exception. */
  @Test
  void memoryThatLiesIsRefused() throws IOException {
    Map<String, Long> variables = variables();
    ProcessMemory truth = ProcessMemory.of(PID);
    int refused = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      ProcessMemory lying =
          new ProcessMemory((address, into) -> {
            byte[] page = truth.bytes(address, (int) into.byteSize());
            for (int i = 0; i < page.length; i++) {
              if (random.nextInt(400) == 0) {
                page[i] = (byte) random.nextInt();
              }
            }
            MemorySegment.copy(page, 0, into, ValueLayout.JAVA_BYTE, 0, page.length);
            return page.length;
          });
      try {
        HotSpotProcess process = HotSpotProcess.open(lying, variables);
        CodeRegions regions = process.code();
        for (int i = 0; i < regions.size(); i += 50) {
          List<RuntimeFunction> ignored = process.functions(regions.start(i), regions, true);
        }
      } catch (ForeignMemoryException e) {
        refused++;
      }
      truth.forget();
    }
    assumeTrue(refused > 0, "nothing was changed where it matters");
  }
}
