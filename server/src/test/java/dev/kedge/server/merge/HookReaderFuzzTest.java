package dev.kedge.server.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.server.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever is sent is an event with sound fields or the sender's mistake. */
class HookReaderFuzzTest {
  private static final String HEAD = "0123456789abcdef0123456789abcdef01234567";
  private static final String GITHUB =
      """
      {"action":"labeled","label":{"name":"merge"},"pull_request":{"number":7,"state":"open",
       "draft":false,"title":"net: add it","base":{"ref":"main"},"head":{"sha":"%s"},
       "user":{"login":"anna"},"labels":[{"name":"merge"}]}}
      """
          .formatted(HEAD);
  private static final String GITLAB =
      """
      {"object_kind":"merge_request","user":{"username":"anna"},"labels":[{"title":"merge"}],
       "object_attributes":{"iid":7,"state":"opened","draft":false,"title":"net: add it",
       "target_branch":"main","action":"open","last_commit":{"id":"%s"}},
       "changes":{"labels":{"previous":[],"current":[{"title":"merge"}]}}}
      """
          .formatted(HEAD);

  private final HookReader reader = new HookReader("main", "merge");

  @Test
  void theSeedsAreReady() {
    assertThat(reader.gitHub("pull_request", bytes(GITHUB))).isInstanceOf(HookEvent.Ready.class);
    assertThat(reader.gitLab(bytes(GITLAB))).isInstanceOf(HookEvent.Ready.class);
  }

  @Property
  void anyBytes(@ForAll @Size(max = 300) byte[] body) {
    both(body);
  }

  @Property(tries = 3_000)
  void damagedBodies(@ForAll @IntRange(max = 500) int at, @ForAll byte put, @ForAll boolean cut) {
    for (String seed : List.of(GITHUB, GITLAB)) {
      byte[] body = bytes(seed);
      int place = at % body.length;
      body[place] = put;
      both(cut ? java.util.Arrays.copyOf(body, place) : body);
    }
  }

  @Property(tries = 3_000)
  void valuesOfOtherTypes(@ForAll("values") String from, @ForAll("odd") String to) {
    both(bytes(GITHUB.replace(from, to)));
    both(bytes(GITLAB.replace(from, to)));
  }

  @Test
  void nestedBeyondReason() {
    both(bytes("{\"pull_request\":" + "[".repeat(100_000)));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
        "7",
        "false",
        "\"net: add it\"",
        "\"" + HEAD + "\"",
        "\"main\"",
        "\"open\"",
        "\"opened\"",
        "\"anna\"",
        "\"merge\"",
        "[{\"name\":\"merge\"}]",
        "[{\"title\":\"merge\"}]",
        "[]",
        "{\"name\":\"merge\"}");
  }

  @Provide
  Arbitrary<String> odd() {
    return Arbitraries.of(
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e3",
        "1e400",
        "9223372036854775808",
        "7".repeat(1_500),
        "\"\"",
        "\"7\"",
        "\"\\u0000\\n\\ud800\"",
        "\"" + "x".repeat(5_000) + "\"",
        "{}",
        "[]",
        "[null,1,\"a\",[],{}]",
        "{\"name\":{\"name\":\"merge\"}}",
        "\"refs/heads/main\"",
        "\"" + "0".repeat(64) + "\"",
        "\"--upload-pack=x\"");
  }

  private void both(byte[] body) {
    sound(body, bytes -> reader.gitHub("pull_request", bytes));
    sound(body, reader::gitLab);
  }

  private static void sound(byte[] body, Function<byte[], HookEvent> read) {
    HookEvent event;
    try {
      event = read.apply(body);
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(400);
      return;
    }
    if (event instanceof HookEvent.Ready ready) {
      assertThat(CommitId.isId(ready.head().hex())).isTrue();
      assertThat(ready.title()).hasSizeLessThanOrEqualTo(300);
      assertThat(ready.author()).hasSizeLessThanOrEqualTo(100);
      assertThat(ready.ref()).matches("refs/(pull|merge-requests)/[1-9][0-9]{0,18}/head");
      assertThat(ready.source()).matches("(github#|gitlab!)[1-9][0-9]{0,18}");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
