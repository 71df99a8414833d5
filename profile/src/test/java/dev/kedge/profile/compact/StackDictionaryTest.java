package dev.kedge.profile.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Dictionaries give back every frame and every stack, in few bytes. */
class StackDictionaryTest {
  /** What is written: frames by id, and frame ids of stacks by id. */
  record Content(Map<Long, NamedFrame> frames, Map<Long, List<Long>> stacks) {
    byte[] written() {
      Map<Long, long[]> arrays = new HashMap<>();
      stacks.forEach((id, frames) -> arrays.put(id, array(frames)));
      return StackDictionaryWriter.write(frames, arrays);
    }
  }

  private static long[] array(List<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static Map<Long, List<Long>> stacks(StackDictionary read) {
    Map<Long, List<Long>> stacks = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      List<Long> frames = new ArrayList<>();
      for (long id : read.frameIds(i)) {
        frames.add(id);
      }
      stacks.put(read.id(i), frames);
    }
    return stacks;
  }

  private static Map<Long, NamedFrame> frames(StackDictionary read) {
    Map<Long, NamedFrame> frames = new HashMap<>();
    read.names().forEach(name -> name.named().ifPresent(frame -> frames.put(name.id(), frame)));
    return frames;
  }

  @Property(tries = 300)
  void givesBackFramesAndStacks(@ForAll("contents") Content content) {
    StackDictionary read = StackDictionary.read(content.written());
    assertThat(frames(read)).isEqualTo(content.frames());
    assertThat(stacks(read)).isEqualTo(content.stacks());
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.number(read.id(i))).hasValue(i);
    }
    long unknown = 0x0123_4567_89ab_cdefL;
    assertThat(read.number(unknown).isPresent()).isEqualTo(content.stacks().containsKey(unknown));
  }

  @Property(tries = 300)
  void damagedBytesAreRefusedOrGiveADictionary(
      @ForAll("contents") Content content, @ForAll Random random) {
    byte[] damaged = content.written();
    for (int i = 0; i < 3; i++) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    readOrRefused(damaged);
  }

  @Property(tries = 100)
  void anyBytesAreRefusedOrGiveADictionary(@ForAll byte[] bytes) {
    readOrRefused(bytes);
  }

  private static void readOrRefused(byte[] bytes) {
    try {
      StackDictionary read = StackDictionary.read(bytes);
      assertThat(read.size()).isLessThanOrEqualTo(StackDictionary.MAX_STACKS);
      for (int i = 0; i < read.size(); i += 1 + read.size() / 100) {
        assertThat(read.frameIds(i)).hasSizeGreaterThanOrEqualTo(0);
      }
    } catch (CompactException refused) {
      assertThat(refused).hasMessageMatching("(?s)(dictionary|coded bytes): .*");
    }
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> StackDictionary.read(new byte[] {0x70, 0, 0, 0, 0}))
        .isInstanceOf(CompactException.class)
        .hasMessageContaining("version 0, this program knows 1");
  }

  /** Two thousand stacks of a program with a thousand functions: each differs in its last calls. */
  @Test
  void stacksOfOneProgramCostWhatIsNewInThem() {
    Random random = new Random(4);
    Map<Long, NamedFrame> frames = new LinkedHashMap<>();
    List<Long> ids = new ArrayList<>();
    CodeModule module = new CodeModule("/usr/bin/service", Optional.empty());
    for (int i = 0; i < 1000; i++) {
      NamedFrame named =
          new NamedFrame(
              new Frame.Code(CodeOrigin.NATIVE, module, 4096 + 160L * i),
              Optional.of("handle_request_" + i % 50));
      FrameDefinition frame = FrameDefinition.of(named);
      frames.put(frame.id(), frame.frame());
      ids.add(frame.id());
    }
    Map<Long, long[]> stacks = new LinkedHashMap<>();
    while (stacks.size() < 2000) {
      List<Long> path = new ArrayList<>();
      int at = 0;
      for (int depth = 0; depth < 20; depth++) {
        path.add(ids.get(at));
        // Each function calls one of two others.
        at = (at * 2 + 1 + random.nextInt(2)) % ids.size();
      }
      Collections.reverse(path);
      stacks.put(StackIds.stack(array(path)), array(path));
    }
    byte[] written = StackDictionaryWriter.write(frames, stacks);
    // 16 KiB would be eight bytes for each stack alone.
    assertThat(written.length).isLessThan(9_000);
    assertThat(StackDictionary.read(written).size()).isEqualTo(2000);
  }

  @Provide
  Arbitrary<Content> contents() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of("do_syscall_64", "a", "", "ünï", "名前", "nul\0inside", "\ud800"),
            Arbitraries.strings().ascii().ofMaxLength(40));
    Arbitrary<CodeModule> modules =
        Arbitraries.of(
            new CodeModule("[kernel]", Optional.empty()),
            new CodeModule("/lib/libc.so", Optional.of(new BuildId("0123456789abcdef"))),
            new CodeModule("", Optional.empty()));
    Arbitrary<Frame> code =
        Combinators.combine(
                Arbitraries.of(CodeOrigin.values()),
                modules,
                Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(0, 1 << 20)))
            .as(Frame.Code::new);
    Arbitrary<NamedFrame> named =
        Combinators.combine(
                Arbitraries.oneOf(
                    code, Arbitraries.of(UnknownReason.values()).map(Frame.Unknown::new)),
                names.optional())
            .as(NamedFrame::new);
    Arbitrary<NamedFrame> byName =
        names.map(name ->
            new NamedFrame(
                new Frame.Code(
                    CodeOrigin.JIT,
                    new CodeModule("[java]", Optional.empty()),
                    StackIds.function(name)),
                Optional.of(name)));
    return Combinators.combine(
            Arbitraries.oneOf(named, byName).list().ofMaxSize(12),
            Arbitraries.integers().between(0, 15).list().ofMaxSize(9).list().ofMaxSize(12),
            Arbitraries.longs().list().ofMaxSize(2))
        .as(StackDictionaryTest::content);
  }

  /** Some frames have no definition, some ids are not those of their content. */
  private static Content content(
      List<NamedFrame> frames, List<List<Integer>> paths, List<Long> otherIds) {
    Map<Long, NamedFrame> defined = new HashMap<>();
    List<Long> ids = new ArrayList<>(List.of(1L, -1L, Long.MIN_VALUE));
    for (int i = 0; i < frames.size(); i++) {
      long id = i < otherIds.size() ? otherIds.get(i) : StackIds.frame(frames.get(i).frame());
      defined.put(id, frames.get(i));
      ids.add(id);
    }
    Map<Long, List<Long>> stacks = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      List<Long> stack = paths.get(i).stream().map(at -> ids.get(at % ids.size())).toList();
      stacks.put(
          i == 3 && !otherIds.isEmpty() ? otherIds.getFirst() : StackIds.stack(stack), stack);
    }
    return new Content(defined, stacks);
  }
}
