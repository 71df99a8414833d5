package dev.kedge.store.journal;

import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.UnknownReason;
import dev.kedge.store.sql.Micros;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A profile window as the content of a journal record. Records of the first form, written before
 * there were threads and moments, are read as well.
 */
final class WindowFormat {
  private WindowFormat() {}

  /** What is told of each row. */
  enum Form {
    /** Neither threads nor moments. */
    FIRST(1),
    /** No namespaces: all are those of the host. */
    OF_HOST(3),
    /** Everything. */
    ANY(4);

    private final byte type;

    Form(int type) {
      this.type = (byte) type;
    }

    /** Type byte of records of this form. */
    byte type() {
      return type;
    }
  }

  /** The shortest form that tells everything of a window. */
  static Form formOf(ProfileWindow window) {
    return window.samples().stream()
            .allMatch(sample -> sample.task().namespaces().equals(Namespaces.HOST))
        ? Form.OF_HOST
        : Form.ANY;
  }

  static byte[] pack(ProfileWindow window) {
    Form form = formOf(window);
    Packer out = new Packer();
    long start = Micros.of(window.range().start());
    out.text(window.host().value()).uuid(window.boot().value()).signed(window.sequence());
    out.signed(start).number(Micros.of(window.range().end()) - start);
    out.text(window.kind().wireName()).number(window.period().toNanos()).number(window.lost());
    out.number(window.samples().size());
    for (SampleCount sample : window.samples()) {
      SampledTask task = sample.task();
      out.fixed(sample.stackId()).signed(task.pid()).text(task.command());
      out.text(task.cgroup()).number(sample.count());
      out.signed(task.tid()).text(task.thread()).bytes(sample.moments().packed());
      if (form == Form.ANY) {
        out.text(task.namespaces().text());
      }
    }
    out.number(window.newStacks().size());
    for (StackDefinition stack : window.newStacks()) {
      out.fixed(stack.id()).number(stack.frameIds().size());
      stack.frameIds().forEach(out::fixed);
    }
    out.number(window.newFrames().size());
    window.newFrames().forEach(frame -> pack(out, frame));
    return out.bytes();
  }

  static ProfileWindow unpack(byte[] payload, Form form) throws IOException {
    Unpacker in = new Unpacker(payload);
    HostId host = new HostId(in.text());
    BootId boot = new BootId(in.uuid());
    long sequence = in.signed();
    long start = in.signed();
    TimeRange range = new TimeRange(Micros.instant(start), Micros.instant(start + in.number()));
    SampleKind kind = kind(in);
    Duration period = Duration.ofNanos(in.number());
    long lost = in.number();
    List<SampleCount> samples = new ArrayList<>();
    for (int left = in.count(12); left > 0; left--) {
      samples.add(form == Form.FIRST ? firstSample(in) : sample(in, form));
    }
    List<StackDefinition> stacks = new ArrayList<>();
    for (int left = in.count(9); left > 0; left--) {
      long id = in.fixed();
      List<Long> frames = new ArrayList<>();
      for (int more = in.count(8); more > 0; more--) {
        frames.add(in.fixed());
      }
      stacks.add(new StackDefinition(id, frames));
    }
    List<FrameDefinition> frames = new ArrayList<>();
    for (int left = in.count(10); left > 0; left--) {
      frames.add(frame(in));
    }
    in.end();
    return new ProfileWindow(
        host, boot, sequence, range, kind, period, samples, stacks, frames, lost);
  }

  private static SampleCount firstSample(Unpacker in) throws IOException {
    return new SampleCount(in.fixed(), (int) in.signed(), in.text(), in.text(), in.number());
  }

  private static SampleCount sample(Unpacker in, Form form) throws IOException {
    long stackId = in.fixed();
    int pid = (int) in.signed();
    String command = in.text();
    String cgroup = in.text();
    long count = in.number();
    int tid = (int) in.signed();
    String thread = in.text();
    SampleMoments moments = SampleMoments.unpack(in.bytes());
    Namespaces namespaces = form == Form.ANY ? new Namespaces(in.text()) : Namespaces.HOST;
    SampledTask task = new SampledTask(pid, command, tid, thread, cgroup, namespaces);
    return new SampleCount(stackId, task, count, moments);
  }

  private static void pack(Packer out, FrameDefinition definition) {
    out.fixed(definition.id()).text(definition.frame().function());
    switch (definition.frame().frame()) {
      case Frame.Code code ->
          out.text(code.origin().name())
              .text(code.module().path())
              .text(code.module().buildId().map(BuildId::hex))
              .fixed(code.offset());
      case Frame.Unknown unknown -> out.text("").text(unknown.reason().name());
    }
  }

  private static FrameDefinition frame(Unpacker in) throws IOException {
    long id = in.fixed();
    Optional<String> function = in.optionalText();
    String origin = in.text();
    if (origin.isEmpty()) {
      return new FrameDefinition(
          id, new NamedFrame(new Frame.Unknown(UnknownReason.valueOf(in.text())), function));
    }
    CodeModule module = new CodeModule(in.text(), in.optionalText().map(BuildId::new));
    return new FrameDefinition(
        id,
        new NamedFrame(new Frame.Code(CodeOrigin.valueOf(origin), module, in.fixed()), function));
  }

  private static SampleKind kind(Unpacker in) throws IOException {
    String name = in.text();
    for (SampleKind kind : SampleKind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw in.wrong("kind \"" + name + "\"");
  }
}
