package dev.kedge.cli.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.PatchesException;
import dev.kedge.patches.check.StyleCheck.Remark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpatchTest {
  @TempDir private Path tree;

  @Test
  void whatTheScriptSaysIsRead() throws IOException {
    script(
        """
        my @lines = <STDIN>;
        die unless $lines[0] eq "From: a\\n" and join(' ', @ARGV) =~ /--terse.*-$/;
        print "fs/a.c:12: ERROR:CODE_INDENT: code indent should use tabs\\n";
        print "-:9: WARNING:LONG_LINE: line too long\\n";
        print "ERROR:MISSING_SIGN_OFF: Missing Signed-off-by: line(s)\\n";
        print "noise\\n";
        exit 1;
        """);
    assertThat(Checkpatch.of(tree).remarks("From: a\n"))
        .containsExactly(
            new Remark(
                true,
                "CODE_INDENT",
                Optional.of("fs/a.c"),
                "code indent should use tabs (line 12)"),
            new Remark(false, "LONG_LINE", Optional.empty(), "line too long"),
            new Remark(
                true, "MISSING_SIGN_OFF", Optional.empty(), "Missing Signed-off-by: line(s)"));
  }

  @Test
  void aScriptThatFailsIsNoPass() throws IOException {
    script("exit 2;");
    assertThatThrownBy(() -> Checkpatch.of(tree).remarks("x"))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("exit code 2");
  }

  @Test
  void aTreeWithoutTheScriptIsRefused() {
    assertThatThrownBy(() -> Checkpatch.of(tree))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("scripts/checkpatch.pl");
  }

  @Property
  void anyOutputIsRead(@ForAll String output) {
    assertThat(Checkpatch.parse(output + "\na/b:1: ERROR:X: y")).isNotEmpty();
  }

  private void script(String text) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl");
    Files.createDirectories(tree.resolve("scripts"));
    Files.writeString(tree.resolve("scripts/checkpatch.pl"), text);
  }
}
