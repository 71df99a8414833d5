package dev.kedge.report.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeBytesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "0f 0b,2",
    "90,1",
    "48 8b 04 25 28 00 00 00,8",
    "65 48 8b 3d 17 b8 5d 02,8",
    "f0 48 0f c1 07,5",
    "48 b8 00 00 00 00 00 fc ff df,10",
    "66 2e 0f 1f 84 00 00 00 00 00,10",
    "f6 04 24 01,4",
    "f7 c7 00 00 00 01,6",
    "66 f7 c7 00 01,5",
    "c5 f8 77,3",
    "c4 e2 79 18 05 00 00 00 00,9",
    "62 f1 fe 48 6f 07,6",
    "0f 38 f0 07,4",
    "66 0f 3a 0f c1 08,6",
    "e8 9d 00 00 00,5",
    "c2 08 00,3",
    "c8 10 00 00,4",
    "0f 22 d8,3",
    "a1 11 22 33 44 55 66 77 88,9",
    "06,0",
    "48,0"
  })
  void lengths(String bytes, int length) {
    int[] code =
        Arrays.stream(bytes.split(" ", -1)).mapToInt(b -> Integer.parseInt(b, 16)).toArray();
    assertThat(X86Length.at(code, 0)).isEqualTo(length);
  }

  @Test
  void lengthsAgreeWithObjdump() {
    Path binary = Compiled.build(directory, "-O3", "-mavx2");
    String listing = Compiled.run(directory, List.of("objdump", "-d", "-w", binary.toString()));
    assumeTrue(listing != null, "no objdump");
    int seen = 0;
    for (String line : (listing == null ? "" : listing).lines().toList()) {
      String[] columns = line.split("\t", -1);
      if (columns.length == 3) {
        String[] bytes = columns[1].strip().split(" +", -1);
        int[] code = Arrays.stream(bytes).mapToInt(b -> Integer.parseInt(b, 16)).toArray();
        assertThat(X86Length.at(code, 0)).as(line).isEqualTo(code.length);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(50);
  }

  @Test
  void wordsOfArm64() {
    assertThat(CodeBytes.read("cb000260 d34cfc00 97fcf6fe 35fffc20 (d4210000)"))
        .containsExactly(
            new CodeBytes.Instruction(-16, "cb000260"),
            new CodeBytes.Instruction(-12, "d34cfc00"),
            new CodeBytes.Instruction(-8, "97fcf6fe"),
            new CodeBytes.Instruction(-4, "35fffc20"),
            new CodeBytes.Instruction(0, "d4210000"));
  }

  @Test
  void aCutInsideAnInstructionIsPassed() {
    assertThat(CodeBytes.read("9d 00 00 00 e8 01 02 03 04 <0f> 0b 90"))
        .contains(new CodeBytes.Instruction(0, "0f 0b"), new CodeBytes.Instruction(2, "90"))
        .anySatisfy(i -> assertThat(i.offset()).isNegative());
  }

  @Test
  void linesWithoutCodeAreLeftAlone() {
    assertThat(CodeBytes.read("Bad RIP value.")).isEmpty();
    assertThat(CodeBytes.read("Unable to access opcode bytes at RIP 0x0.")).isEmpty();
    assertThat(CodeBytes.read("")).isEmpty();
  }

  @Property(tries = 2000)
  void anyBytesAreListedWhole(@ForAll byte[] bytes, @ForAll int mark) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 200); i++) {
      boolean trap = i == Math.floorMod(mark, Math.max(1, Math.min(bytes.length, 200)));
      text.append((trap ? "<%02x> " : "%02x ").formatted(bytes[i] & 0xff));
    }
    String all =
        String.join(" ", CodeBytes.read(text.toString()).stream().map(i -> i.bytes()).toList());
    assertThat(all).isEqualTo(text.toString().replaceAll("[<>]", "").strip());
  }

  @Property(tries = 500)
  void anyTextIsRead(@ForAll @StringLength(max = 300) String text) {
    assertThat(CodeBytes.read(text)).isNotNull();
  }
}
