package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentDictionaryTest {
  private static final Instant START = Instant.parse("2026-01-01T10:20:00Z");

  private final SentDictionary sent = new SentDictionary();
  private final List<StackDefinition> stacks = new ArrayList<>();
  private final List<FrameDefinition> frames = new ArrayList<>();

  private static FrameDefinition frame(long offset) {
    CodeModule module = new CodeModule("/bin/burner", Optional.empty());
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(CodeOrigin.NATIVE, module, offset), Optional.of("f" + offset)));
  }

  @Test
  void sendsEachStackAndFrameOnce() {
    sent.beginWindow(START);
    long first = sent.define(List.of(frame(1), frame(2)), stacks, frames);
    long again = sent.define(List.of(frame(1), frame(2)), stacks, frames);
    long other = sent.define(List.of(frame(3), frame(2)), stacks, frames);

    assertThat(again).isEqualTo(first).isNotEqualTo(other);
    assertThat(stacks).extracting(StackDefinition::id).containsExactly(first, other);
    assertThat(frames).hasSize(3);
    assertThat(sent.knows(first)).isTrue();
  }

  @Test
  void sendsEverythingAgainAfterAFullHour() {
    sent.beginWindow(START);
    sent.define(List.of(frame(1)), stacks, frames);
    sent.beginWindow(START.plusSeconds(600));
    sent.define(List.of(frame(1)), stacks, frames);
    assertThat(stacks).hasSize(1);

    sent.beginWindow(START.plusSeconds(3000));
    sent.define(List.of(frame(1)), stacks, frames);
    assertThat(stacks).hasSize(2);
  }

  @Test
  void sendsEverythingAgainAfterALoss() {
    sent.beginWindow(START);
    sent.define(List.of(frame(1)), stacks, frames);
    sent.forget();
    sent.beginWindow(START.plusSeconds(10));
    sent.define(List.of(frame(1)), stacks, frames);
    assertThat(stacks).hasSize(2);
    assertThat(frames).hasSize(2);
  }
}
