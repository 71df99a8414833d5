package dev.kedge.bandwidth.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.PlausibleHost;
import dev.kedge.bandwidth.host.SnapshotFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A made-up host of a thousand containers, from its file to the answer. */
class LargeHostTest {
  @Test
  void answersAThousandContainersWhole() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    SnapshotFile.write(PlausibleHost.snapshot(1_000, 1), file);
    HostSnapshot host =
        SnapshotFile.read(new ByteArrayInputStream(file.toByteArray()), "large.json");

    HostAnswer answer = new WhatIf(host, Question.standard(1), text -> {}).survey(10);

    assertThat(answer.groups()).isGreaterThan(1_000);
    assertThat(answer.limited()).isGreaterThan(500);
    assertThat(answer.throttled()).isBetween(20, 200);
    assertThat(answer.details()).hasSize(10);
    assertThat(answer.details().size() + answer.others().size()).isEqualTo(answer.near());
    Set<String> pods = new HashSet<>();
    for (GroupAnswer group : answer.details()) {
      assertThat(group.levels()).as(group.path()).anyMatch(Level::closes);
      assertThat(group.meetsTarget()).as(group.path()).isFalse();
      assertThat(group.load().measured()).as(group.path()).isNotEmpty();
      assertThat(group.notes()).as(group.path()).isNotEmpty();
      assertThat(group.options())
          .as(group.path())
          .extracting(Option::name)
          .contains("as it is", "smallest quota");
      assertThat(pods.add(group.path().split("/", 5)[2])).as("one answer for each pod").isTrue();
    }
    assertThat(answer.details())
        .filteredOn(group -> group.alert().verdict() == Alert.Verdict.WAKE)
        .as("a few pods of the made-up host are far too tight")
        .isNotEmpty();
  }

  @Test
  void theSameSeedGivesTheSameHostAndTheSameAnswer() {
    HostSnapshot host = PlausibleHost.snapshot(40, 7);

    assertThat(PlausibleHost.snapshot(40, 7)).isEqualTo(host);
    assertThat(PlausibleHost.snapshot(40, 8)).isNotEqualTo(host);
    assertThat(new WhatIf(host, Question.standard(3), text -> {}).survey(1))
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(org.HdrHistogram.Histogram.class)
        .isEqualTo(new WhatIf(host, Question.standard(3), text -> {}).survey(1));
  }
}
