package dev.kedge.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Status;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** KTAP as the kernel's own tests and user scripts print it. */
class KtapReaderTest {
  @Test
  void testsInsideTestsHaveDottedNames() {
    assertThat(
            read(
                """
                KTAP version 1
                1..3
                  KTAP version 1
                  1..2
                    KTAP version 1
                    1..1
                    # test_1: initializing test_1
                    ok 1 test_1
                  ok 1 example_test_1
                  ok 2 example_test_2 # SKIP no such device
                ok 1 main_test_1
                not ok 2 - main test 2
                ok 3 main_test_3 # TODO not there yet
                """))
        .containsExactly(
            "main_test_1.example_test_1.test_1 PASS ",
            "main_test_1.example_test_2 SKIP SKIP no such device",
            "main_test_2 FAIL ",
            "main_test_3 DONE TODO not there yet");
  }

  @Test
  void aParentThatIsWorseThanItsTestsIsACase() {
    assertThat(read("1..1\n  1..1\n  ok 1 inner\nnot ok 1 outer # leaked memory\n"))
        .containsExactly("outer.inner PASS ", "outer FAIL leaked memory");
  }

  @Test
  void fewerTestsThanPlannedAreAnError() {
    assertThat(read("1..3\nok 1 a\nok 2 b\n"))
        .containsExactly("a PASS ", "b PASS ", "plan ERROR 2 of 3 tests ran");
  }

  @Test
  void kselftestTimeoutsFail() {
    assertThat(read("TAP version 13\n1..1\nnot ok 1 selftests: timers: nanosleep # TIMEOUT 45 s\n"))
        .containsExactly("selftests:_timers:_nanosleep FAIL TIMEOUT 45 s");
  }

  @Test
  void bailingOutIsAnError() {
    assertThat(read("ok 1 a\nBail out! no memory\n"))
        .containsExactly("a PASS ", "bail-out ERROR no memory");
  }

  @Test
  void otherTextIsNoTest() {
    assertThat(read("okay then\nnot okay\nnothing is ok\n# ok 1 comment\n1...2\n")).isEmpty();
  }

  /** A test, and the tests inside it. */
  record Tree(boolean ok, List<Tree> inside) {}

  @Provide
  Arbitrary<Tree> trees() {
    Arbitrary<Boolean> ok = Arbitraries.of(true, false);
    return Arbitraries.recursive(
        () -> ok.map(one -> new Tree(one, List.of())),
        inner -> Combinators.combine(ok, inner.list().ofMaxSize(3)).as(Tree::new),
        0,
        4);
  }

  @Property
  void whatIsPrintedIsReadBack(@ForAll("trees") Tree tree) {
    List<String> printed = new ArrayList<>();
    List<String> leaves = new ArrayList<>();
    print(tree, 1, "", "t", printed, leaves);

    List<CaseResult> cases = new KtapReader("s").read(printed);

    assertThat(cases)
        .filteredOn(one -> leaves.contains(one.name() + " " + one.status()))
        .hasSize(leaves.size());
    assertThat(cases).extracting(CaseResult::status).isSubsetOf(Status.PASS, Status.FAIL);
  }

  @Property
  void anyTextIsRead(@ForAll("lines") List<String> lines) {
    List<CaseResult> cases = new KtapReader("s").read(lines);

    assertThat(cases)
        .allSatisfy(one -> {
          assertThat(one.suite()).isEqualTo("s");
          assertThat(one.name()).matches("[A-Za-z0-9_.:/+-]+");
          assertThat(one.message()).hasSizeLessThanOrEqualTo(2_000).doesNotContain("\n");
        });
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "ok",
            "not ok",
            " ",
            "  ",
            "1",
            "99999999999",
            "1..4",
            "# SKIP",
            "#",
            "-",
            "TODO",
            "\t",
            "Bail out!",
            "name",
            "\u0000",
            "\u202e",
            "KTAP version 1",
            "ok 1",
            "1..0");
    return pieces.list().ofMaxSize(6).map(list -> String.join("", list)).list().ofMaxSize(40);
  }

  private static void print(
      Tree tree, int number, String prefix, String name, List<String> out, List<String> leaves) {
    String path = prefix.isEmpty() ? name : prefix + "." + name;
    String indent = " ".repeat(2 * (path.split("\\.", -1).length - 1));
    if (!tree.inside().isEmpty()) {
      out.add(indent + "  1.." + tree.inside().size());
    } else {
      leaves.add(path + " " + (tree.ok() ? Status.PASS : Status.FAIL));
    }
    for (int i = 0; i < tree.inside().size(); i++) {
      print(tree.inside().get(i), i + 1, path, "t" + i, out, leaves);
    }
    out.add(indent + (tree.ok() ? "ok " : "not ok ") + number + " " + name);
  }

  private static List<String> read(String text) {
    return new KtapReader("s")
        .read(text.lines().toList()).stream()
            .map(one -> one.name() + " " + one.status() + " " + one.message())
            .toList();
  }
}
