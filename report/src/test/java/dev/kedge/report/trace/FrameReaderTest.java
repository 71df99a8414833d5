package dev.kedge.report.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
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
        "_Z6refilldi|refill",
        "_ZN4pail4fillEi|pail::fill",
        "_ZNK4pail6handle4gripEv.cold|pail::handle::grip",
        "_ZN4pail4fill|_ZN4pail4fill",
        "_Z99fill|_Z99fill",
        "_ZNSt4pairIiiE4swapERS0_|_ZNSt4pairIiiE4swapERS0_",
        "_RNvNtCs9jE_4core9panicking9panic_fmt|core::panicking::panic_fmt",
        "_RNvXs1_Cs1_4pailNtB5_4PailNtNtCs2_6kernel4file4File4open|<pail::Pail as"
            + " kernel::file::File>::open",
      })
  void mangledNamesAreReadable(String symbol, String name) {
    assertThat(FrameReader.plainName(symbol)).isEqualTo(name);
  }

  @Property
  void anyCppNameEnds(@ForAll String tail) {
    assertThat(FrameReader.plainName("_ZN4pail" + tail)).isNotEmpty();
  }

  @Property
  void anyRustNameEnds(@ForAll String tail) {
    assertThat(FrameReader.plainName("_RNvXsB_I" + tail)).isNotEmpty();
  }
}
