package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MapsTest {
  private static MappedFile file(String name) {
    return MappedFile.of(name, 1, 2, Optional.empty());
  }

  @Test
  void readsExecutableMappings() throws IOException {
    MapsParser parser = new MapsParser();
    List<Mapping> mappings =
        parser.parse(
            new StringReader(
                """
                55d0c0000000-55d0c0004000 r--p 00000000 fe:01 1234                       /usr/bin/a b
                55d0c0004000-55d0c0010000 r-xp 00004000 fe:01 1234                       /usr/bin/a b
                7f0000000000-7f0000001000 rwxp 00000000 00:00 0\s
                7f0000002000-7f0000003000 r-xp 00001000 00:2e 77 /lib/old.so (deleted)
                7f0000004000-7f0000005000 r-xp 00000000 00:01 9 /memfd:jit\\012x (deleted)
                7fff00000000-7fff00002000 r-xp 00000000 00:00 0                          [vdso]
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                nonsense
                7f-7e r-xp 0 0:0 0
                """));
    assertThat(mappings)
        .extracting(mapping -> mapping.file().kind() + " " + mapping.file().path())
        .containsExactly(
            "FILE /usr/bin/a b",
            "ANONYMOUS //anon",
            "FILE /lib/old.so",
            "FILE /memfd:jit\nx",
            "VDSO [vdso]",
            "SPECIAL [vsyscall]");
    Mapping program = mappings.getFirst();
    assertThat(program.fileOffset(0x55d0c0004010L)).isEqualTo(0x4010);
    assertThat(program.file().device()).isEqualTo(0xfe00001);
    assertThat(program.file().inode()).isEqualTo(1234);
    assertThat(mappings.get(2).file().deleted()).isTrue();
    assertThat(parser.malformed()).isEqualTo(2);
    AddressSpace space = AddressSpace.of(mappings);
    assertThat(space.find(0xffffffffff600010L).orElseThrow().file().path()).isEqualTo("[vsyscall]");
    assertThat(space.find(0x1000)).isEmpty();
  }

  @Property
  void acceptsAnyText(@ForAll String text) throws IOException {
    assertThat(new MapsParser().parse(new StringReader(text))).isNotNull();
  }

  /** Pages 0 to 63 painted one after the other, against the simplest model there is. */
  @Property
  void laterMappingsTakeThePlaceOfEarlierOnes(
      @ForAll @Size(max = 40) List<@IntRange(max = 63) Integer> starts,
      @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 20) Integer> lengths) {
    Mapping[] pages = new Mapping[128];
    AddressSpace space = AddressSpace.EMPTY;
    List<Mapping> all = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int from = starts.get(i);
      int to = from + lengths.get(i);
      Mapping mapping = new Mapping(from * 4096L, to * 4096L, i * 1_000_000L, file("/f" + i % 3));
      space = space.with(mapping);
      if (to > from) {
        all.add(mapping);
      }
      for (int page = from; page < to; page++) {
        pages[page] = mapping;
      }
    }
    AddressSpace built = AddressSpace.of(all);
    for (int page = 0; page < pages.length; page++) {
      long address = page * 4096L + 17;
      Mapping expected = pages[page];
      for (AddressSpace each : List.of(space, built)) {
        Optional<Mapping> found = each.find(address);
        assertThat(found.isPresent()).isEqualTo(expected != null);
        if (expected != null) {
          assertThat(found.orElseThrow().file()).isEqualTo(expected.file());
          assertThat(found.orElseThrow().fileOffset(address))
              .isEqualTo(expected.fileOffset(address));
        }
      }
    }
  }

  @Test
  void joinsWhatAJitCommitsPieceByPiece() {
    AddressSpace space = AddressSpace.EMPTY;
    for (int i = 0; i < 100; i++) {
      space = space.with(new Mapping(i * 4096L, (i + 1) * 4096L, i * 4096L, file("//anon")));
    }
    assertThat(space.size()).isEqualTo(1);
  }
}
