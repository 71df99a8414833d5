package dev.kedge.patches.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.history.DownstreamLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The parser on the log of a real tree. A plain search for the words and an id on one line, made
 * here, must find nothing that the parser does not know.
 */
class DownstreamLogProvenanceTest {
  private static final Pattern CLAIM =
      Pattern.compile(
          "^\\W*(?:commit ([0-9a-f]{12,40}) upstream|upstream commit ([0-9a-f]{12,40})"
              + "|cherry[- ]picked from commit ([0-9a-f]{12,40}))");

  @Test
  void knowsEveryClaimOfTheLog() {
    ProvenanceParser parser = new ProvenanceParser();
    Map<ProvenanceClass, Integer> classes = new EnumMap<>(ProvenanceClass.class);
    List<String> missed = new ArrayList<>();
    int claims = 0;
    for (DownstreamLog.Line line : DownstreamLog.lines()) {
      Provenance provenance = parser.parse(line.subject(), line.body(), false);
      classes.merge(provenance.kind(), 1, Integer::sum);
      for (String text : (Iterable<String>) line.body().lines()::iterator) {
        Matcher claim = CLAIM.matcher(text.toLowerCase(Locale.ROOT));
        if (claim.find()) {
          claims++;
          String id = claim.group(1) != null ? claim.group(1) : claim.group(2);
          id = id != null ? id : claim.group(3);
          boolean known =
              provenance.upstreamIds().contains(id)
                  || provenance.reverts().stream().map(r -> r.commit().hex()).toList().contains(id);
          if (!known) {
            missed.add(line.sha() + ": " + text);
          }
        }
      }
    }
    System.out.println("provenance of the log: " + classes + ", claims " + claims);
    assertThat(claims).isGreaterThan(3_900);
    assertThat(missed).isEmpty();
  }
}
