package dev.kedge.profile.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileFilterTest {
  private static List<List<String>> table(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ProfileFilterTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }

  static List<List<String>> matches() throws IOException {
    return table("matches.txt");
  }

  static List<List<String>> mistakes() throws IOException {
    return table("mistakes.txt");
  }

  @ParameterizedTest
  @MethodSource("matches")
  void decides(List<String> row) {
    ProfileFilter filter = ProfileFilter.parse(row.get(0));
    SampledTask task =
        new SampledTask(
            Integer.parseInt(row.get(4)),
            row.get(3),
            Integer.parseInt(row.get(6)),
            row.get(5),
            row.get(8));
    boolean found =
        filter.matchesHost(row.get(1))
            && filter.matchesKernel(row.get(2))
            && filter.matchesCpu(Integer.parseInt(row.get(7)))
            && filter.tasks(WorkloadPatterns.shipped()).test(task);
    assertThat(found).isEqualTo(row.get(9).equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "ns=pid:4026532450, true",
    "ns=pid:4026532451, false",
    "ns=pid:host, false",
    "ns!=pid:host, true",
    "ns=net:host, true",
    "ns=user:4026531837, true",
    "ns=pid:1 ns=mnt:4026532448, true",
    "ns=pid:4026532450 ns!=mnt:4026532448, false",
    "ns=pid:4026532450 command=b, false"
  })
  void decidesOnNamespaces(String filter, boolean expected) {
    Namespaces in = new Namespaces("pid:4026532450/7 mnt:4026532448");
    SampledTask task = new SampledTask(1, "a", 1, "a", "/", in);
    assertThat(ProfileFilter.parse(filter).tasks(WorkloadPatterns.shipped()).test(task))
        .isEqualTo(expected);
    assertThat(ProfileFilter.parse(filter)).hasToString(filter);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatIsWrong(List<String> row) {
    assertThatThrownBy(() -> ProfileFilter.parse(row.get(0)))
        .isInstanceOf(FilterException.class)
        .hasMessage(row.get(1));
  }

  @Test
  void isBounded() {
    assertThatThrownBy(() -> ProfileFilter.parse("pid=1 ".repeat(65)))
        .hasMessage("character 385: more than 64 terms: use patterns");
    assertThatThrownBy(() -> ProfileFilter.parse("x".repeat(6001)))
        .hasMessage("character 6001: the filter is longer than 6000 characters");
  }

  @Test
  void tellsValuesThatMustBe() {
    ProfileFilter filter = ProfileFilter.parse("command=a\\* thread=b* pid=7 tid=1-2 cpu!=3");
    assertThat(filter.literal(FilterKey.COMMAND)).contains("a*");
    assertThat(filter.literal(FilterKey.THREAD)).isEmpty();
    assertThat(filter.number(FilterKey.PID)).hasValue(7);
    assertThat(filter.number(FilterKey.TID)).isEmpty();
    assertThat(filter.number(FilterKey.CPU)).isEmpty();
    assertThat(filter.only(key -> key == FilterKey.PID)).hasToString("pid=7");
  }

  @Provide
  static Arbitrary<String> almostFilters() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "command", "pid", "cgroup", "=", "!=", "\"", "\\", " ", "*", "?", "/", "7", "-", "ü");
    return pieces.list().ofMaxSize(24).map(list -> String.join("", list));
  }

  @Property(tries = 3000)
  void whatIsReadIsWrittenTheSame(@ForAll("almostFilters") String text) {
    ProfileFilter filter;
    try {
      filter = ProfileFilter.parse(text);
    } catch (FilterException expected) {
      assertThat(expected).hasMessageStartingWith("character ");
      return;
    }
    assertThat(ProfileFilter.parse(filter.toString())).isEqualTo(filter);
    assertThat(filter.tasks(WorkloadPatterns.shipped()))
        .satisfiesAnyOf(
            test -> assertThat(test).accepts(task(text)),
            test -> assertThat(test).rejects(task(text)));
  }

  private static SampledTask task(String cgroup) {
    return new SampledTask(1, "a*\\\"", 1, "", cgroup);
  }

  @Property
  void refusesOrReadsAnyText(@ForAll String text) {
    try {
      assertThat(ProfileFilter.parse(text)).isNotNull();
    } catch (FilterException expected) {
      assertThat(expected).hasMessageStartingWith("character ");
    }
  }

  @Property
  void aPatternOfTheTextItselfMatches(@ForAll String text) {
    String escaped = text.replaceAll("[*?\\\\]", "\\\\$0");
    assertThat(Glob.of(escaped).matches(text)).isTrue();
    assertThat(Glob.of("*").matches(text)).isTrue();
    assertThat(Glob.of("*" + escaped + "*").matches("a" + text + "b")).isTrue();
  }

  @Test
  void aHostilePatternEndsSoon() {
    assertThat(Glob.of("*a".repeat(1000) + "b").matches("a".repeat(4096))).isFalse();
  }
}
