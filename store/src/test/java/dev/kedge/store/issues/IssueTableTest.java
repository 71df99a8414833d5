package dev.kedge.store.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.HostId;
import dev.kedge.report.Occurrence;
import dev.kedge.store.Examples;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.sql.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueTableTest {
  private final Store store;
  private long sequence;

  IssueTableTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), InstantSource.fixed(Examples.NOON));
  }

  @AfterEach
  void end() {
    store.close();
  }

  private Filed file(String title, String... alternativeTitles) {
    sequence++;
    return store
        .issues()
        .file(
            Examples.occurrence(
                Examples.HOST,
                sequence,
                Examples.NOON.minusSeconds(100 - sequence),
                title,
                alternativeTitles));
  }

  @Test
  void sameReportTwiceIsOneOccurrence() {
    Occurrence report = Examples.occurrence(Examples.HOST, 5, Examples.NOON, "BUG: a");
    assertThat(store.issues().file(report)).isEqualTo(new Filed(1, 1, true, false, false));
    assertThat(store.issues().file(report)).isEqualTo(new Filed(1, 1, false, false, true));
    assertThat(store.issues().find(1).orElseThrow().summary().occurrences()).isEqualTo(1);
  }

  @Test
  void titlesAndAlternativeTitlesMeet() {
    assertThat(file("KASAN: read in f", "bad-access in f").issue()).isEqualTo(1);
    assertThat(file("KASAN: write in f", "bad-access in f").issue()).isEqualTo(1);
    assertThat(file("KASAN: write in f").issue()).isEqualTo(1);
    assertThat(file("bad-access in f").issue()).isEqualTo(1);
    assertThat(file("KASAN: read in g").issue()).isEqualTo(2);
    assertThat(store.issues().find(1).orElseThrow().alternativeTitles())
        .containsExactly("KASAN: write in f", "bad-access in f");
  }

  @Test
  void namesOfTwoIssuesGoToTheOlderAndBothSaySo() {
    file("BUG: a");
    file("BUG: b");
    assertThat(file("BUG: b", "BUG: a")).isEqualTo(new Filed(1, 3, false, false, false));
    assertThat(file("BUG: b").issue()).isEqualTo(2);
    assertThat(store.issues().find(1).orElseThrow().grouping()).contains("issue 2");
    assertThat(store.issues().find(2).orElseThrow().grouping()).contains("issue 1");
  }

  @Test
  void anIssueThatSharesTwoTitlesDoesNotMeetItself() {
    file("KASAN: read in f", "bad-access in f");
    file("KASAN: read in f", "bad-access in f");
    assertThat(store.issues().find(1).orElseThrow().grouping()).doesNotContain("fit both");
  }

  @Test
  void summaryCountsHostsKernelsAndDays() {
    store
        .issues()
        .file(Examples.occurrence(Examples.HOST, 1, Examples.NOON.minus(Duration.ofDays(13)), "x"));
    store
        .issues()
        .file(
            Examples.occurrence(new HostId("b"), 1, Examples.NOON.minus(Duration.ofDays(14)), "x"));
    store.issues().file(Examples.occurrence(new HostId("b"), 2, Examples.NOON, "x"));
    IssueDetail issue = store.issues().find(1).orElseThrow();
    assertThat(issue.summary().trend())
        .containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    assertThat(issue.summary().hosts()).isEqualTo(2);
    assertThat(issue.summary().occurrences()).isEqualTo(3);
    assertThat(issue.summary().firstSeen()).isEqualTo(Examples.NOON.minus(Duration.ofDays(14)));
    assertThat(issue.summary().lastSeen()).isEqualTo(Examples.NOON);
    assertThat(issue.summary().kernels())
        .containsExactly(new IssueSummary.KernelCount("6.18.1", 3));
    assertThat(issue.perHost())
        .extracting(host -> host.host().value())
        .containsExactly("b", "web-1.example");
  }

  @Test
  void pagesNeitherRepeatNorSkipWhileReportsComeIn() {
    for (int i = 0; i < 10; i++) {
      file("BUG: number " + i);
    }
    List<String> titles = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      IssuePage page = store.issues().list(IssueFilter.all(), IssueOrder.TIME, cursor, 3);
      page.issues().forEach(issue -> titles.add(issue.title()));
      cursor = page.next();
      file("BUG: newcomer");
    } while (cursor.isPresent());
    assertThat(titles).hasSize(10).doesNotHaveDuplicates().startsWith("BUG: number 9");
    Page<OccurrenceRecord> first = store.issues().occurrences(11, Optional.empty(), 2);
    assertThat(first.items()).hasSize(2);
    assertThat(store.issues().occurrences(11, first.next(), 10).items()).hasSize(2);
  }

  @Test
  void filtersAndFacets() {
    file("WARNING in Foo_bar", "alias%one");
    store.issues().file(Examples.occurrence(new HostId("b"), 1, Examples.NOON, "BUG: 100%"));
    assertThat(titles(Optional.of("foo_"), Optional.empty())).containsExactly("WARNING in Foo_bar");
    assertThat(titles(Optional.of("ALIAS%"), Optional.empty()))
        .containsExactly("WARNING in Foo_bar");
    assertThat(titles(Optional.of("fooxbar"), Optional.empty())).isEmpty();
    assertThat(titles(Optional.empty(), Optional.of(new HostId("b")))).containsExactly("BUG: 100%");
    IssuePage page = store.issues().list(IssueFilter.all(), IssueOrder.FLEET, Optional.empty(), 10);
    assertThat(page.types()).containsExactly(new IssuePage.Facet("BUG", 2));
    assertThat(page.hosts()).hasSize(2);
    assertThat(page.kernels()).containsExactly(new IssuePage.Facet("6.18.1", 2));
  }

  private List<String> titles(Optional<String> text, Optional<HostId> host) {
    return store
        .issues()
        .list(
            new IssueFilter(Optional.empty(), text, Optional.empty(), host, Optional.empty()),
            IssueOrder.FLEET,
            Optional.empty(),
            10)
        .issues()
        .stream()
        .map(IssueSummary::title)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE issue; --",
        "%",
        "\\",
        "\0",
        "a\0b",
        "\ud83d\ude00 emoji",
        "line\nbreak",
        "",
        "?1 $1 :x"
      })
  void hostileTitlesAreKeptAsTheyAre(String title) {
    long issue = file(title).issue();
    assertThat(store.issues().find(issue).orElseThrow().summary().title()).isEqualTo(title);
    assertThat(file(title)).isEqualTo(new Filed(issue, 2, false, false, false));
    assertThat(titles(Optional.of(title), Optional.empty())).containsExactly(title);
    OccurrenceRecord occurrence =
        store.issues().occurrences(issue, Optional.empty(), 1).items().getFirst();
    assertThat(occurrence.title()).isEqualTo(title);
    assertThat(occurrence.blameLine()).hasValue(2);
  }
}
