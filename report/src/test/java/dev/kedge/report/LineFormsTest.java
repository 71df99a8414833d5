package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFormsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[   12.345678] hello|hello||12345678",
        "[   12.345678][   T34] hello|hello|T34|12345678",
        "[   12.345678][C1] hello|hello|C1|12345678",
        "<6>[    0.000001] hello|hello||1",
        "login: [   12.345678] hello|hello||12345678",
        "Nov 22 10:00:00 host kernel: hello|hello||-1",
        "Nov 22 10:00:00 host kernel: [    1.000000] hello|hello||1000000",
        "2026-11-22T10:00:00.1+00:00 host kernel: hello|hello||-1",
        "6,1234,5678901,-;hello|hello||5678901",
        "6,1234,5678901,-,caller=T7;hello|hello|T7|5678901",
        "6.18.4,6,1234,5678901,-,caller=C0,ncfrag=0/12;hello|hello|C0|5678901",
        "<4>hello|hello||-1",
        "hello [123] you|hello [123] you||-1",
        "a kernel: b|a kernel: b||-1",
      })
  void prefixesComeOff(String raw, String text, String caller, long micros) {
    LogLine line = LinePrefix.read(1, raw);
    assertThat(line.text()).isEqualTo(text);
    assertThat(line.caller()).isEqualTo(caller == null ? "" : caller);
    assertThat(line.micros()).isEqualTo(micros);
  }

  @Property
  void anyLineHasAText(@ForAll String raw) {
    LogLine line = LinePrefix.read(1, raw);
    assertThat(line.raw()).isEqualTo(raw);
    assertThat(line.micros()).isGreaterThanOrEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value ffff888012345678 lost|value ADDR lost",
        "at 0x10 in 127.0.0.1:80|at ADDR in IP:NUM",
        "f+0x12/0x34 failed|f failed",
        "stuck CPU#3 now|stuck CPU now",
        "mm/slab.c:123 is bad|mm/slab.c:LINE is bad",
        "sector 4096 of sda1|sector NUM of sda1",
        "by syz-executor.3 and syzkaller123456|by syz-executor and syzkaller",
        "many    spaces  and\ttabs|many spaces and tabs",
        "deadbeef is a word|deadbeef is a word",
        "code.part.23+0x1/0x2 x|code.part.NUM x",
      })
  void titlesAreNormalised(String title, String form) {
    assertThat(TitleForm.normalise(title)).isEqualTo(form);
  }

  @Property
  void normalisingTwiceChangesNothing(@ForAll String title) {
    String form = TitleForm.normalise(title);
    assertThat(form.length()).isLessThanOrEqualTo(TitleForm.MAX_LENGTH);
    assertThat(TitleForm.normalise(form)).hasSizeLessThanOrEqualTo(form.length() + 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " func+0x1/0x2|func",
        " ? func+0x1/0x2|func",
        " [<ffffffff81000000>] func.isra.3+0x1/0x2 [module]|func",
        " func+0x1/0x2 (T)|func",
        "[<80101000>] (inner) from [<80101004>] (outer+0x1/0x2)|inner outer",
        " inner from outer+0x1/0x2|inner outer",
        "[c000000001] [c000000002] func+0x1/0x2 (unreliable)|func",
        " <IRQ> func+0x1/0x2|func",
        " func file.c:12 [inline]|",
        "just words here|",
        " 123+0x1/0x2|",
      })
  void framesAreRead(String line, String names) {
    String read =
        FrameReader.trace(0, line).stream().map(StackFrame::name).collect(Collectors.joining(" "));
    assertThat(read).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RIP: 0010:func+0x1/0x2|func",
        "RIP: 0010:[<ffffffff81000000>]  [<ffffffff81000000>] func+0x1/0x2|func",
        "RIP: 0033:0x7f0011223344|",
        "pc : func+0x1/0x2|func",
        "pc : [<80101000>]    lr : [<80101004>]    psr: 60000013|",
        "PC is at func+0x1/0x2|func",
        "NIP [c000000000001000] func+0x1/0x2|func",
        "epc : func+0x1/0x2|func",
      })
  void pointersAreRead(String line, String name) {
    String read =
        FrameReader.pointer(0, line).stream()
            .map(StackFrame::name)
            .collect(Collectors.joining(" "));
    assertThat(read).isEqualTo(name == null ? "" : name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_RNvCs12345_4pail4fill|pail::fill",
        "_RNvNtCs9jE_4core9panicking9panic_fmt|core::panicking::panic_fmt",
        "_RNvXs1_Cs1_4pailNtB5_4PailNtNtCs2_6kernel4file4File4open|<pail::Pail as"
            + " kernel::file::File>::open",
      })
  void rustNamesAreReadable(String symbol, String name) {
    assertThat(FrameReader.plainName(symbol)).isEqualTo(name);
  }

  @Property
  void anyRustNameEnds(@ForAll String tail) {
    assertThat(FrameReader.plainName("_RNvXsB_I" + tail)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BUG: {what:rest}|DEBUG: x|",
        "BUG: {what:rest}|a BUG: x y|x y",
        "in {what:symbol} at|in f+0x1/0x2 at|f",
        "CPU#{what:num} stuck|CPU#12 stuck|12",
        "<{what:text}> end|<a b> end|a b",
        "cut:{end}|cut:  |",
      })
  void templatesCapture(String template, String line, String what) {
    Map<String, String> captures = LineTemplate.of(template).match(line).orElse(Map.of());
    assertThat(captures.getOrDefault("what", "")).isEqualTo(what == null ? "" : what);
  }
}
