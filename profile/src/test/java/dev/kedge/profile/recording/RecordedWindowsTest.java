package dev.kedge.profile.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecordedWindowsTest {
  private static final Instant ZERO = Instant.parse("2026-11-22T10:00:00Z");
  private static final SampledTask TASK = new SampledTask(7, "app", 8, "worker", "/");

  @Test
  void samplesAreInTheirWindowAtTheirMoment() {
    List<NamedFrame> stack = List.of(Profiles.code("f"), Profiles.code("main"));
    RecordedWindows windows = windows();
    windows.add(
        new Recording(
            SampleKind.CPU,
            Duration.ofMillis(10),
            false,
            List.of(
                new RecordedSample(25_040_000_000L, 3, TASK, stack),
                new RecordedSample(1_000_000_000L, 1, TASK, stack),
                new RecordedSample(1_020_000_000L, 1, TASK, stack)),
            5,
            0),
        ZERO);

    assertThat(windows.windows())
        .extracting(window -> window.range().start())
        .containsExactly(ZERO, ZERO.plusSeconds(20));
    assertThat(windows.windows()).extracting(ProfileWindow::lost).containsExactly(5L, 0L);
    List<String> moments = new ArrayList<>();
    for (ProfileWindow window : windows.windows()) {
      for (SampleCount row : window.samples()) {
        row.moments().forEach((slot, cpu) -> moments.add(slot + "/" + cpu));
      }
    }
    assertThat(moments).containsExactly("50/1", "51/1", "252/3");
  }

  @Test
  void functionsWithoutAddressesStayApart() {
    RecordedWindows windows = windows();
    windows.add(Profiles.of("app;main;a 3", "app;main;b 4"));

    assertThat(counts(merged(windows)))
        .isEqualTo(counts(Profiles.of("app;main;a 3", "app;main;b 4")));
    assertThat(windows.windows().getFirst().newFrames()).hasSize(3);
  }

  @Test
  void aProfileTooLargeForOneMessageBecomesSeveralWindows() {
    List<WeightedStack> stacks = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      stacks.add(new WeightedStack("app", 1, List.of(Profiles.code("x".repeat(2000) + i)), 1));
    }
    RecordedWindows windows = windows();
    windows.add(Profiles.of(stacks));

    assertThat(windows.windows()).hasSizeGreaterThan(2);
    assertThat(windows.windows()).extracting(ProfileWindow::sequence).doesNotHaveDuplicates();
    assertThat(merged(windows).samples()).isEqualTo(4000);
  }

  /** Each window defines the stack anew, which a sender named once. */
  @Test
  void windowsTooLargeInAllAreRefused() {
    List<NamedFrame> stack = List.of(Profiles.code("x".repeat(2000)));
    List<RecordedSample> samples = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      samples.add(new RecordedSample(i * 10_000_000_000L, 0, TASK, stack));
    }
    Recording recording = new Recording(SampleKind.CPU, Duration.ZERO, true, samples, 0, 0);
    HostId host = new HostId("web-7");
    BootId boot = new BootId(new UUID(1, 2));

    assertThatThrownBy(() -> new RecordedWindows(host, boot, 1 << 20).add(recording, ZERO))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessageContaining("send the profile in parts");
    RecordedWindows enough = new RecordedWindows(host, boot, 8 << 20);
    enough.add(recording, ZERO);
    assertThat(enough.windows()).hasSize(1000);
  }

  @Property
  void noSampleAndNoNameIsLost(@ForAll("profiles") Profile profile) {
    RecordedWindows windows = windows();
    windows.add(profile);

    if (!profile.stacks().isEmpty()) {
      assertThat(counts(merged(windows))).isEqualTo(counts(profile));
    }
  }

  /** Samples by names from the root, whatever the frames' identities. */
  private static Map<List<String>, Long> counts(Profile profile) {
    Map<List<String>, Long> counts = new HashMap<>();
    for (WeightedStack stack : profile.stacks()) {
      List<String> names = new ArrayList<>(List.of(stack.command()));
      stack.frames().reversed().forEach(frame -> names.add(frame.displayName()));
      counts.merge(names, stack.count(), Long::sum);
    }
    return counts;
  }

  private static Profile merged(RecordedWindows windows) {
    WindowMerger merger = new WindowMerger();
    windows.windows().forEach(merger::add);
    return merger.merge();
  }

  private static RecordedWindows windows() {
    return new RecordedWindows(new HostId("web-7"), new BootId(new UUID(1, 2)));
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
