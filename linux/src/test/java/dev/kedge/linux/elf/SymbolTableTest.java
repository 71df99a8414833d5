package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups against a model made of plain collections, and files that change under a table. */
class SymbolTableTest {
  private static final int TEXT = 0x100;
  private static final int TEXT_SIZE = 0x400;
  private static final int SYMBOLS = 0x1000;

  @TempDir Path directory;

  /** A function as it is written into the file; binding 0 is local, 1 global, 2 weak. */
  record Written(int place, int size, int binding) {
    int known() {
      int rank = binding == 1 ? 2 : binding == 2 ? 1 : 0;
      return 2 * rank + (size > 0 ? 1 : 0);
    }
  }

  @Provide
  Arbitrary<List<Written>> functions() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, TEXT_SIZE - 1);
    Arbitrary<Integer> size = Arbitraries.integers().between(0, 200);
    Arbitrary<Integer> binding = Arbitraries.integers().between(0, 2);
    return Combinators.combine(place, size, binding).as(Written::new).list().ofMaxSize(120);
  }

  /** A file with one text segment and the functions f0, f1 ... */
  static byte[] file(List<Written> functions) {
    int strings = SYMBOLS + 24 * (functions.size() + 1);
    int sections = strings + 16 * (functions.size() + 1);
    ByteBuffer out = ByteBuffer.allocate(sections + 4 * 64).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 62);
    out.putLong(32, 64).putLong(40, sections);
    out.putShort(54, (short) 56).putShort(56, (short) 1);
    out.putShort(58, (short) 64).putShort(60, (short) 4);
    out.putInt(64, 1).putInt(68, 5).putLong(80, 0x40_0000).putLong(96, SYMBOLS);
    section(out, sections + 64, 1, 6, 0x40_0000 + TEXT, TEXT, TEXT_SIZE, 0, 0);
    section(out, sections + 128, 2, 0, 0, SYMBOLS, 24L * (functions.size() + 1), 3, 24);
    section(out, sections + 192, 3, 0, 0, strings, 16L * (functions.size() + 1), 0, 0);
    for (int i = 0; i < functions.size(); i++) {
      Written function = functions.get(i);
      int at = SYMBOLS + 24 * (i + 1);
      out.putInt(at, 16 * (i + 1)).put(at + 4, (byte) (function.binding() << 4 | 2));
      out.putShort(at + 6, (short) 1);
      out.putLong(at + 8, 0x40_0000 + TEXT + function.place()).putLong(at + 16, function.size());
      out.put(strings + 16 * (i + 1), ("f" + i).getBytes(StandardCharsets.US_ASCII));
    }
    return out.array();
  }

  private static void section(
      ByteBuffer out,
      int at,
      int type,
      long flags,
      long address,
      long offset,
      long size,
      int link,
      long entry) {
    out.putInt(at + 4, type).putLong(at + 8, flags).putLong(at + 16, address);
    out.putLong(at + 24, offset).putLong(at + 32, size).putInt(at + 40, link);
    out.putLong(at + 56, entry);
  }

  private static List<Symbol> model(List<Written> functions) {
    TreeMap<Integer, Integer> best = new TreeMap<>();
    for (int i = 0; i < functions.size(); i++) {
      int index = i;
      best.merge(
          functions.get(i).place(),
          i,
          (old, fresh) -> functions.get(index).known() > functions.get(old).known() ? fresh : old);
    }
    List<Symbol> symbols = new ArrayList<>();
    best.forEach((place, index) -> {
      Integer next = best.higherKey(place);
      int room = TEXT_SIZE - place;
      int size = functions.get(index).size();
      int unsized = next == null ? room : Math.min(room, next - place);
      symbols.add(new Symbol("f" + index, TEXT + place, size > 0 ? Math.min(size, room) : unsized));
    });
    return symbols;
  }

  private static Optional<Symbol> find(List<Symbol> model, long offset) {
    return model.stream()
        .filter(symbol -> symbol.startFileOffset() <= offset)
        .sorted(Comparator.comparingLong(Symbol::startFileOffset).reversed())
        .limit(8)
        .filter(symbol -> offset < symbol.startFileOffset() + symbol.size())
        .findFirst();
  }

  @Property(tries = 300)
  void findsWhatTheModelFinds(@ForAll("functions") List<Written> functions) {
    List<Symbol> model = model(functions);
    try (ElfFile file = ElfFile.of(MemorySegment.ofArray(file(functions)));
        SymbolTable table = file.symbols()) {
      assertThat(table.size()).isEqualTo(model.size());
      assertThat(table.leftOut()).isZero();
      for (long at = TEXT - 1; at <= TEXT + TEXT_SIZE; at++) {
        assertThat(table.lookup(at)).as("offset %d", at).isEqualTo(find(model, at));
      }
    }
  }

  @Property(tries = 300)
  void keepsTheBestKnownOfTooMany(@ForAll("functions") List<Written> functions) {
    int most = 20;
    try (ElfFile file = ElfFile.of(MemorySegment.ofArray(file(functions)));
        SymbolTable table = file.symbols((long) most * SymbolTable.BYTES_PER_SYMBOL)) {
      assertThat(table.leftOut()).isEqualTo(Math.max(0, functions.size() - most));
      List<Written> kept = new ArrayList<>();
      functions.stream().filter(f -> f.binding() > 0).limit(most).forEach(kept::add);
      functions.stream().filter(f -> f.binding() == 0).limit(most - kept.size()).forEach(kept::add);
      assertThat((long) table.size())
          .isEqualTo(kept.stream().mapToInt(Written::place).distinct().count());
      for (Written function : kept) {
        assertThat(table.lookup(TEXT + function.place()).map(Symbol::startFileOffset))
            .hasValue((long) TEXT + function.place());
      }
    }
  }

  @Test
  void sortsMoreThanFitsTheHeapsArray() {
    int count = 150_000;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(8L * count, 8);
      long[] expected = new Random(7).longs(count).toArray();
      MemorySegment.copy(expected, 0, numbers, ValueLayout.JAVA_LONG, 0, count);
      LongSort.sort(numbers, count);
      long[] sorted = numbers.toArray(ValueLayout.JAVA_LONG);
      assertThat(sorted)
          .containsExactly(
              Arrays.stream(expected)
                  .boxed()
                  .sorted(Long::compareUnsigned)
                  .mapToLong(Long::longValue)
                  .toArray());
    }
  }

  private static List<Written> many() {
    List<Written> functions = new ArrayList<>();
    for (int i = 0; i < 4 * TEXT_SIZE; i++) {
      functions.add(new Written(i % TEXT_SIZE, 1, 1));
    }
    return functions;
  }

  /** After many lookups, so that the compiled code meets the loss too. */
  @Test
  void aFileCutUnderATableHasNoNames() throws IOException {
    Path path = directory.resolve("cut.so");
    Files.write(path, file(many()));
    try (SymbolTable table = open(path)) {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < TEXT_SIZE; i++) {
          assertThat(table.lookup(TEXT + i)).hasValue(new Symbol("f" + i, TEXT + i, 1));
        }
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      int missing = 0;
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < TEXT_SIZE; i++) {
          missing += table.lookup(TEXT + i).isEmpty() ? 1 : 0;
        }
      }
      assertThat(missing).isEqualTo(20 * TEXT_SIZE);
    }
  }

  private static SymbolTable open(Path path) {
    try (ElfFile file = ElfFile.open(path)) {
      return file.symbols();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTableMayBeClosedDuringLookups() throws Exception {
    Path path = directory.resolve("closed.so");
    Files.write(path, file(many()));
    AtomicReference<Throwable> failure = new AtomicReference<>(new AssertionError("not run"));
    for (int round = 0; round < 50; round++) {
      SymbolTable table = open(path);
      Thread reader =
          new Thread(() -> {
            try {
              while (table.lookup(TEXT).isPresent()) {
                Thread.onSpinWait();
              }
              failure.set(new AssertionError("none"));
            } catch (RuntimeException | Error e) {
              failure.set(e);
            }
          });
      reader.start();
      Thread.sleep(1);
      table.close();
      table.close();
      reader.join();
      assertThat(failure.get()).hasMessage("none");
      assertThat(table.closed()).isTrue();
      assertThat(table.lookup(TEXT)).isEmpty();
    }
  }
}
