package dev.kedge.patches.missing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelVulnerabilitiesTest {
  private static final String MAINLINE = "a".repeat(40);
  private static final String STABLE = "b".repeat(40);
  private static final String INTRODUCED = "c".repeat(40);

  @TempDir private Path clone;

  private void file(String name, String text) throws IOException {
    Path year = clone.resolve("cve/published/2026");
    Files.createDirectories(year);
    Files.writeString(year.resolve(name), text);
  }

  @Test
  void fixesAreFoundByTheirOwnIdAndByWhatTheyCarry() throws IOException {
    file("CVE-2026-12345.sha1", MAINLINE + "\n");
    file(
        "CVE-2026-12345.dyad",
        "# comment\n5.1:%s:6.9:%s\n5.1:%s:6.6.30:%s\n6.0:%s:0:0\n"
            .formatted(INTRODUCED, MAINLINE, INTRODUCED, STABLE, INTRODUCED));
    file("CVE-2026-00007.sha1", STABLE + "\n");
    file("CVE-2026-00007.json", "{}");
    file("README", STABLE);
    KernelVulnerabilities data = KernelVulnerabilities.read(clone);
    assertThat(data.closedBy(new CommitId(MAINLINE), List.of())).containsExactly("CVE-2026-12345");
    assertThat(data.closedBy(new CommitId("d".repeat(40)), List.of(STABLE)))
        .containsExactly("CVE-2026-00007", "CVE-2026-12345");
    assertThat(data.closedBy(new CommitId(INTRODUCED), List.of())).isEmpty();
    assertThat(data.size()).isEqualTo(2);
  }

  @Test
  void whatIsNoSuchCloneIsRefused() {
    assertThatThrownBy(() -> KernelVulnerabilities.read(clone))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("cve/published");
  }

  @Test
  void fixesAreToldOnceAcrossStarts() {
    Path state = clone.resolve("told.txt");
    CommitId fix = new CommitId(MAINLINE);
    assertThat(ToldFixes.read(state).contains(fix)).isFalse();
    ToldFixes.read(state).add(state, List.of(fix));
    assertThat(ToldFixes.read(state).contains(fix)).isTrue();
    assertThat(ToldFixes.read(state).contains(new CommitId(STABLE))).isFalse();
  }
}
