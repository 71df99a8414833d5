package dev.kedge.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.model.BuildId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownPlacesTest {
  private static final Set<String> WANTED = Set.of("_PyRuntime");
  private static final Optional<BuildId> BUILD_ID = Optional.of(new BuildId("0badcafe0badcafe"));

  private final KnownPlaces known = new KnownPlaces();

  private static Mapping mapping(long start, long inode, Optional<BuildId> buildId) {
    return new Mapping(
        start, start + 0x8000, 0x1000, MappedFile.of("/usr/lib/libpython3.so", 8, inode, buildId));
  }

  @Test
  void placesMoveWithTheMapping() {
    known.keep(
        mapping(0x40_0000, 7, BUILD_ID),
        WANTED,
        Map.of("_PyRuntime", new SymbolRange(0x40_2000, 64)));
    assertThat(known.find(mapping(0x7f00_0000, 7, BUILD_ID), WANTED))
        .hasValue(Map.of("_PyRuntime", new SymbolRange(0x7f00_2000, 64)));
  }

  @Test
  void anotherFileOrOtherVariablesAreNotKnown() {
    known.keep(mapping(0x40_0000, 7, BUILD_ID), WANTED, Map.of());
    assertThat(known.find(mapping(0x40_0000, 8, BUILD_ID), WANTED)).isEmpty();
    assertThat(known.find(mapping(0x40_0000, 7, BUILD_ID), Set.of("Py_Version"))).isEmpty();
  }

  @Test
  void aFileWithoutBuildIdMayBeAnotherNextTime() {
    known.keep(mapping(0x40_0000, 7, Optional.empty()), WANTED, Map.of());
    assertThat(known.find(mapping(0x40_0000, 7, Optional.empty()), WANTED)).isEmpty();
  }

  @Test
  void holdsSoManyAndGoesOn() {
    for (int inode = 0; inode < 2_000; inode++) {
      known.keep(mapping(0x40_0000, inode, BUILD_ID), WANTED, Map.of());
      assertThat(known.find(mapping(0x40_0000, inode, BUILD_ID), WANTED)).isPresent();
    }
  }
}
