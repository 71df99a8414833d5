package dev.kedge.report.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupingTest {
  private static final String STACK = "a b c";

  /** titles / blocker / module / stack of both sides, {@code -} for none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BUG x;bad x / - / - / -        | KASAN x;bad x / - / - / -     | true  | same title: bad"
            + " x",
        "BUG x / - / - / -              | BUG y / - / - / -             | false | no title in"
            + " common",
        "hung x / mutex f / - / -       | hung y / mutex f / - / -      | true  | same blocker:"
            + " mutex held in f",
        "hung x / mutex f / - / -       | hung x / mutex g / - / -      | false | same title: hung"
            + " x, but another blocker: mutex held in f, not mutex held in g",
        "hung x / mutex f / - / -       | hung x / - / - / -            | true  | same title: hung"
            + " x",
        "BUG probe / - / nic / -        | BUG probe / - / disk / -      | false | same title: BUG"
            + " probe, but another module: nic, not disk",
        "BUG probe / - / nic / -        | BUG probe / - / - / -         | true  | same title: BUG"
            + " probe",
        "BUG x / - / - / a b c          | BUG x / - / - / d e f         | true  | same title: BUG"
            + " x",
        "BUG x / - / - / a b c          | BUG y / - / - / a b c         | false | no title in"
            + " common",
        "hung in corrupted / - / - / a b c | hung in corrupted / - / - / d e f | false | same"
            + " title: hung in corrupted, which names no place",
        "hung in corrupted / - / - / a b c | hung in corrupted / - / - / a b c | true | same title",
        "hung in corrupted / - / - / a b   | hung in corrupted / - / - / d e f | true | same title",
      })
  void decidesAndSaysWhy(String one, String other, boolean same, String reason) {
    Match match = Grouping.compare(print(one), IssueMarks.of(print(other)));
    Match reverse = Grouping.compare(print(other), IssueMarks.of(print(one)));

    assertThat(match.reason()).startsWith(reason);
    assertThat(match.same()).isEqualTo(same);
    assertThat(reverse.same()).isEqualTo(same);
    assertThat(match.findings()).extracting(Finding::part).containsExactly(Finding.Part.values());
  }

  @Test
  void anIssueGrowsByTheNamesOfItsReports() {
    IssueBook book = new IssueBook();
    assertThat(file(book, "KASAN read x;bad x / - / - / -")).isZero();
    assertThat(file(book, "KASAN write x;bad x / - / - / -")).isZero();
    assertThat(file(book, "KASAN write x / - / - / -")).isZero();
    assertThat(file(book, "KASAN read y / - / - / -")).isEqualTo(1);
  }

  @Test
  void victimsOfOneHolderMeetAndAnotherHoldersDoNot() {
    IssueBook book = new IssueBook();
    assertThat(file(book, "hung x / mutex f / - / -")).isZero();
    assertThat(file(book, "hung y / mutex f / - / -")).isZero();
    assertThat(file(book, "hung x / mutex g / - / -")).isEqualTo(1);
    assertThat(file(book, "hung x / - / - / -")).as("no holder known: the older").isZero();
    assertThat(file(book, "hung z / mutex g / - / -")).isEqualTo(1);
  }

  @Test
  void aSplitIssueIsFoundAgain() {
    IssueBook book = new IssueBook();
    assertThat(file(book, "BUG probe / - / nic / -")).isZero();
    assertThat(file(book, "BUG probe / - / disk / -")).isEqualTo(1);
    assertThat(file(book, "BUG probe / - / disk / -")).isEqualTo(1);
    assertThat(file(book, "BUG probe / - / nic / -")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, true",
    "245, 123, true",
    "120, 120, true",
    "122, 124, true",
    "122, 125, false",
    "2, 3600, false"
  })
  void aHangGoesOnWhenItBeganBeforeTheLastReport(long lasted, long apart, boolean same) {
    Ongoing before = new Ongoing("cat:7 stack", Duration.ofMinutes(2));
    Ongoing now = new Ongoing("cat:7 stack", Duration.ofSeconds(lasted));
    Ongoing other = new Ongoing("cat:8 stack", Duration.ofSeconds(lasted));

    assertThat(now.continues(before, Duration.ofSeconds(apart))).isEqualTo(same);
    assertThat(other.continues(before, Duration.ofSeconds(apart))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " probe+0x12/0x40 [nic_core] | probe | nic_core",
        " probe.cold+0x12/0x40 [nic-core 1f2e3d] | probe | nic_core",
        "RIP: 0010:probe+0x12/0x40 [nic] | probe | nic",
        " probe+0x12/0x40 drivers/a.c:12 [inline] | probe | ''",
        " probe+0x12/0x40 | probe | ''",
        " other [nic] | probe | ''",
        " probe+0x1 [<ffffffff81000000>] | probe | ''",
      })
  void readsTheModule(String line, String function, String module) {
    assertThat(ModuleReader.read(line, function).orElse("")).isEqualTo(module);
  }

  @Test
  void shortStacksTellNothing() {
    assertThat(print("x / - / - / a b").stackHash()).isEmpty();
    assertThat(print("x / - / - / " + STACK).stackHash())
        .hasValueSatisfying(hash -> assertThat(hash).matches("[0-9a-f]{16}"));
  }

  private static int file(IssueBook book, String report) {
    return book.file(print(report));
  }

  private static Fingerprint print(String text) {
    List<String> parts = Arrays.stream(text.split("/", -1)).map(String::strip).toList();
    List<String> stack = parts.get(3).equals("-") ? List.of() : words(parts.get(3));
    return new Fingerprint(
        new LinkedHashSet<>(Arrays.asList(parts.get(0).split(";", -1))),
        stack,
        value(parts.get(1)).map(b -> new Blocker(words(b).getFirst(), words(b).getLast())),
        value(parts.get(2)),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> value(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(text);
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" ", -1));
  }
}
