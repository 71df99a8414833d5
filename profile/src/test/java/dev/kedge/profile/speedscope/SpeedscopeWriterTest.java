package dev.kedge.profile.speedscope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.WeightedStack;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeedscopeWriterTest {
  @Test
  void oneProfileForEachCommandWithSharedFrames() throws IOException {
    assertThat(write(Profiles.of("nginx;main;vfs_read_k 3", "bash;main 1", "nginx;main 2")))
        .isEqualTo(
            """
            {"$schema":"https://www.speedscope.app/file-format-schema.json",
            "exporter":"kedge","profiles":[
            {"type":"sampled","name":"bash","unit":"nanoseconds","samples":[[0]],
            "weights":[52631578],"startValue":0,"endValue":52631578},
            {"type":"sampled","name":"nginx","unit":"nanoseconds","samples":[[0,1],[0]],
            "weights":[157894734,105263156],"startValue":0,"endValue":263157890}],
            "shared":{"frames":[{"name":"main","file":"/usr/bin/app"},
            {"name":"vfs_read_k_[k]","file":"[kernel]"}]}}
            """
                    .replace("\n", "")
                + "\n");
  }

  @Test
  void namesCannotBreakOutOfTheirTexts() throws IOException {
    NamedFrame frame =
        new NamedFrame(
            new Frame.Code(CodeOrigin.JIT, new CodeModule("", Optional.empty()), 0),
            Optional.of("a\"\\\n\ud800"));
    assertThat(write(Profiles.of(List.of(new WeightedStack("x", 1, List.of(frame), 1)))))
        .contains("{\"name\":\"a\\\"\\\\\\u000a\\ud800\"}");
  }

  private static String write(Profile profile) throws IOException {
    StringBuilder out = new StringBuilder();
    SpeedscopeWriter.write(profile, out);
    return out.toString();
  }
}
