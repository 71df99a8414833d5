package dev.kedge.patches.missing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any file is a list of whole decisions, or an error that names the line. */
class IgnoreListFuzzTest {
  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of(
            "ignore",
            "ignore ",
            " until ",
            "owner",
            " owner ",
            ": ",
            ":",
            "0123456789ab",
            "0123456",
            "2027-03-31",
            "2027-02-30",
            "+999999999-01-01",
            "9999999999-01-01",
            "net-team",
            "reason",
            "#",
            " ",
            "\t",
            "\u00a0",
            "\u2028",
            "\u0000",
            "\u001b[31m",
            "\ud83d\ude00",
            "x")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5_000)
  void anyLines(@ForAll @Size(max = 6) List<@net.jqwik.api.From("lines") String> lines) {
    try {
      for (IgnoreList.Entry entry : IgnoreList.parse("list", lines).entries()) {
        assertThat(entry.hex()).matches("[0-9a-f]{7,64}");
        assertThat(entry.owner()).isNotBlank();
        assertThat(entry.reason()).isNotBlank();
      }
    } catch (PatchesException e) {
      assertThat(e.getMessage()).startsWith("list:").doesNotContain("\u001b", "\u0000");
    }
  }

  @Test
  void aLongLineIsReadInTime() {
    String line = "ignore 0123456789ab until " + " ".repeat(200_000) + "x";
    assertThatThrownBy(() -> IgnoreList.parse("list", List.of(line)))
        .hasMessageStartingWith("list:1: expected");
  }

  @Test
  void aFileThatIsNoTextIsTheUsersMistake(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("list"), new byte[] {'#', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> IgnoreList.read(file))
        .isInstanceOfSatisfying(
            PatchesException.class,
            e -> assertThat(e.side()).isEqualTo(PatchesException.Side.INPUT))
        .hasMessageContaining("no UTF-8");
  }
}
