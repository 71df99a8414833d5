package dev.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
  private static final List<String> NAMES = List.of("from", "to", "points", "kind");

  @Test
  void values() {
    Query query = Query.of("from=0&to=2026-11-22T14%3A00%3A00%2B02:00&points=12&&kind=", NAMES);
    assertThat(query.range("from", "to", Duration.ofDays(100_000)).end())
        .isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(query.integer("points", 10, 20)).hasValue(12);
    assertThat(query.choice("kind", List.of("cpu"), "cpu")).isEqualTo("cpu");
    assertThat(query.text("kind", 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "from=0&from=1&to=2, from is given twice",
    "from=0&to=2&fro%6D=3, from is given twice",
    "from=0&too=1, 'unknown parameter \"too\"; known here: from, to, points, kind'",
    "from=%zz&to=1, bad percent escape",
    "from=5&to=5, not before",
    "from=6&to=5, not before",
    "to=5, from is missing",
    "from=&to=5, from is missing",
    "from=0&to=864000001, more than 10 days",
    "from=yesterday&to=5, 'from=yesterday: expected'",
    "from=2026-11-22T14:00:00+02:00&to=5, write + as %2B",
    "from=999999999999999999&to=5, expected an RFC 3339",
    "from=99999999999999999999&to=5, expected an RFC 3339",
    "from=+1000000000-01-01T00:00:00Z&to=5, expected an RFC 3339",
    "from=0&to=1&points=9, expected an integer from 10 to 20",
    "from=0&to=1&points=21, expected an integer from 10 to 20",
    "from=0&to=1&points=1e1, expected an integer from 10 to 20",
    "from=0&to=1&points=%0a%1b[31m, \\u000a\\u001b[31m",
    "from=0&to=1&kind=wall, expected one of cpu",
  })
  void mistakes(String raw, String message) {
    assertThatThrownBy(() -> readAll(raw))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  @Property
  void anythingIsAQueryOrAProblem(@ForAll String raw) {
    try {
      readAll(raw);
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(400);
    }
  }

  private static void readAll(String raw) {
    Query query = Query.of(raw, NAMES);
    query.range("from", "to", Duration.ofDays(10));
    query.integer("points", 10, 20);
    query.choice("kind", List.of("cpu"), "cpu");
  }
}
