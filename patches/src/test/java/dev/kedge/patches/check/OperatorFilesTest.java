package dev.kedge.patches.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Files that operators write: anything in them is read, or refused in words that name the file. */
final class OperatorFilesTest {
  private static final List<String> WORDS =
      List.of(
          "policy 1",
          "policy",
          "allow",
          "upstream",
          "check",
          "sign-off",
          "blocking",
          "limit",
          "commits",
          "99999999999999999999",
          "require",
          "all",
          "body",
          "([",
          "use",
          "plain",
          "waive",
          "until",
          "2026-13-99",
          "owner",
          ":",
          "F:",
          "M:",
          "X:",
          "fs/**",
          "*",
          "?",
          "/",
          "@a",
          "[",
          "\\",
          "\u0000",
          "#");

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> line =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).list().ofMaxSize(5).map(words -> String.join(" ", words)),
            Arbitraries.strings().ofMaxLength(40));
    return line.list().ofMaxSize(8);
  }

  @Property
  void anyPolicyIsReadOrRefused(@ForAll("lines") List<String> lines) {
    List<String> policy = new ArrayList<>(List.of("policy 1", "allow upstream"));
    policy.addAll(lines);
    refusedWithPlace(() -> PolicyFile.parse("p.policy", policy));
    refusedWithPlace(() -> PolicyFile.parse("p.policy", lines));
    refusedWithPlace(() -> Waivers.parse("p.policy", lines));
  }

  @Property
  void anyOwnersFileIsRead(@ForAll("lines") List<String> lines, @ForAll String path) {
    for (Function<List<String>, CodeOwners> reader :
        List.<Function<List<String>, CodeOwners>>of(
            CodeOwners::codeOwners, CodeOwners::maintainers)) {
      assertThat(reader.apply(lines).of(path)).isNotNull();
      assertThat(reader.apply(lines).of("fs/ext4/inode.c")).isNotNull();
    }
  }

  @Property(tries = 200)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
    Path file = Files.createTempFile("p", ".policy");
    try {
      Files.write(file, bytes);
      for (Function<Path, Object> reader :
          List.<Function<Path, Object>>of(PolicyFile::read, Waivers::read, CodeOwners::read)) {
        try {
          assertThat(reader.apply(file)).isNotNull();
        } catch (PatchesException e) {
          assertThat(e).hasMessageContaining(file.getFileName().toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void manyStarsEndInTime() {
    String glob = "a" + "**a".repeat(30);
    CodeOwners owners = CodeOwners.codeOwners(List.of(glob + " @a"));
    assertThat(owners.of("a".repeat(40) + "/b")).isNotNull();
  }

  @Test
  void theLastPatternDecidesAndMaintainersAddUp() {
    CodeOwners owners = CodeOwners.codeOwners(List.of("* @all", "/fs/ @fs", "*.md @docs # note"));
    assertThat(owners.of("fs/a.c")).containsExactly("@fs");
    assertThat(owners.of("fs/a.md")).containsExactly("@docs");
    assertThat(owners.of("mm/a.c")).containsExactly("@all");
    CodeOwners kernel =
        CodeOwners.maintainers(
            List.of(
                "EXT4",
                "M:\tA <a@x>",
                "F:\tfs/ext4/",
                "X:\tfs/ext4/y.c",
                "",
                "VFS",
                "M:\tb@x",
                "F:\tfs/*/"));
    assertThat(kernel.of("fs/ext4/x.c")).contains("a@x");
    assertThat(kernel.of("fs/ext4/y.c")).doesNotContain("a@x");
  }

  @Test
  void aPolicyThatIsNoTextIsRefused() throws IOException {
    Path file = Files.createTempFile("p", ".policy");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> PolicyFile.read(file)).isInstanceOf(PatchesException.class);
    Files.delete(file);
  }

  private static void refusedWithPlace(Runnable reading) {
    try {
      reading.run();
    } catch (PatchesException e) {
      assertThat(e).hasMessageContaining("p.policy");
    }
  }
}
