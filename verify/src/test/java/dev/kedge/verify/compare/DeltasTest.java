package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.DeltaKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltasTest {

  @Test
  void tellsGoneAddedAndChanged() {
    Delta delta =
        Deltas.of(
            DeltaKind.CONFIG,
            Map.of("A", "y", "B", "m", "C", "1"),
            Map.of("A", "y", "B", "y", "D", "2"));

    assertThat(delta.same()).isEqualTo(1);
    assertThat(delta.entries())
        .containsExactly(
            new Delta.Entry("C", Delta.Sign.GONE, "1", ""),
            new Delta.Entry("D", Delta.Sign.ADDED, "", "2"),
            new Delta.Entry("B", Delta.Sign.CHANGED, "m", "y"));
  }

  @Property(tries = 300)
  void everyNameIsCountedOnce(
      @ForAll @Size(max = 20) Map<String, String> a,
      @ForAll @Size(max = 20) Map<String, String> b) {
    Delta delta = Deltas.of(DeltaKind.MODULES, a, b);

    assertThat(delta.same() + delta.goneCount() + delta.changedCount()).isEqualTo(a.size());
    assertThat(delta.same() + delta.addedCount() + delta.changedCount()).isEqualTo(b.size());
    assertThat(Deltas.of(DeltaKind.MODULES, a, a).isEmpty()).isTrue();
  }

  @Test
  void aMessageThatComesAndGoesIsNoDifference() {
    Delta delta =
        Deltas.ofMessages(
            List.of(Set.of("old", "at times", "both"), Set.of("old", "both")),
            List.of(Set.of("new", "both"), Set.of("new", "both", "rare")));

    assertThat(delta.entries().stream().map(Delta.Entry::name)).containsExactly("old", "new");
    assertThat(delta.same()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [    0.123456] Memory: 1003052K/1048048K available | Memory: #K/#K available
          <6>[   12.5] eth0: link up 1000Mbps                | eth0: link up #Mbps
          [ 1.2][    T1] pid 12 at ffffffff81000000          | pid # at #
          [ 1.2] ACPI: DSDT 0x000000003FFE0040 001A2B        | ACPI: DSDT # #
          """)
  void templatesLoseTheirNumbers(String line, String template) {
    assertThat(MessageTemplates.of(Stream.of(line))).containsExactly(template);
  }

  @Test
  void onlyLinesOfTheKernelAreMessages() {
    assertThat(MessageTemplates.of(Stream.of("SeaBIOS (version 1.16)", ""))).isEmpty();
  }

  @Test
  void readsTheListsOfAKernel() {
    assertThat(
            NameLists.moduleSymvers("m", Stream.of("0x1a2b3c4d\tkfree\tvmlinux\tEXPORT_SYMBOL\t")))
        .containsExactly(Map.entry("kfree", "0x1a2b3c4d EXPORT_SYMBOL"));
    assertThat(NameLists.systemMap("s", Stream.of("ffffffff81000000 T _stext", "")))
        .containsExactly(Map.entry("_stext", "T"));
    assertThatThrownBy(() -> NameLists.systemMap("s", Stream.of("ffffffff81000000 T a", "what")))
        .isInstanceOf(VerifyException.class)
        .hasMessageStartingWith("s:2:");
  }
}
