package dev.kedge.linux.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.elf.ElfException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Instructions as compilers write them, for both machines. */
class CallFrameProgramTest {
  private static final Cie X86 = new Cie(1, -8, 16, 0x1b, true, false, 0, 0);
  private static final Cie ARM = new Cie(4, -8, 30, 0x1b, true, false, 0, 0);

  private static CfiCursor bytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    CfiCursor in = new CfiCursor();
    in.open(bytes, bytes.length, 0, 0);
    return in;
  }

  private static List<String> rows(Machine machine, Cie common, String begin, String code) {
    CallFrameProgram program = new CallFrameProgram(machine);
    program.begin(common, bytes(begin));
    List<String> rows = new ArrayList<>();
    program.run(
        common,
        bytes(code),
        0x1000,
        0x2000,
        (address, rule) ->
            rows.add(
                "%x cfa %d:%d%+d fp %d%+d ra %d%+d"
                    .formatted(
                        address,
                        UnwindRule.cfa(rule),
                        UnwindRule.cfaRegister(rule),
                        UnwindRule.cfaOffset(rule),
                        UnwindRule.fp(rule),
                        UnwindRule.fpOffset(rule),
                        UnwindRule.ra(rule),
                        UnwindRule.raOffset(rule))));
    return rows;
  }

  @Test
  void functionWithAFramePointer() {
    // def_cfa rsp+8, ra at cfa-8; push rbp, mov rsp to rbp, leave.
    assertThat(rows(Machine.X86_64, X86, "0c 07 08 90 01", "41 0e 10 86 02 43 0d 06 50 0c 07 08"))
        .containsExactly(
            "1000 cfa 1:7+8 fp 0+0 ra 1-8",
            "1001 cfa 1:7+16 fp 1-16 ra 1-8",
            "1004 cfa 1:6+16 fp 1-16 ra 1-8",
            "1014 cfa 1:7+8 fp 1-16 ra 1-8");
  }

  @Test
  void rememberedAndRestoredState() {
    assertThat(rows(Machine.X86_64, X86, "0c 07 08 90 01", "42 0e 20 0a 44 0e 08 41 0b"))
        .containsExactly(
            "1000 cfa 1:7+8 fp 0+0 ra 1-8",
            "1002 cfa 1:7+32 fp 0+0 ra 1-8",
            "1006 cfa 1:7+8 fp 0+0 ra 1-8",
            "1007 cfa 1:7+32 fp 0+0 ra 1-8");
  }

  @Test
  void stubsAndRealignedStacks() {
    assertThat(
            rows(
                Machine.X86_64,
                X86,
                "0c 07 08 90 01",
                "0f 0b 77 08 80 00 3f 1a 3b 2a 33 24 22 41 0f 03 76 78 06 10 06 02 76 00"))
        .containsExactly("1000 cfa 3:7+11 fp 0+0 ra 1-8", "1001 cfa 2:6-8 fp 2+0 ra 1-8");
  }

  @Test
  void outermostFrame() {
    assertThat(rows(Machine.X86_64, X86, "0c 07 08 90 01", "07 10"))
        .containsExactly("1000 cfa 1:7+8 fp 0+0 ra 2+0");
  }

  @Test
  void armFunctionSavesFramePointerAndLink() {
    // def_cfa sp+0; stp x29, x30, [sp, #-32]!; mov x29, sp; signed return addresses.
    assertThat(rows(Machine.AARCH64, ARM, "0c 1f 00", "2d 41 0e 20 9d 04 9e 03 41 0d 1d"))
        .containsExactly(
            "1000 cfa 1:31+0 fp 0+0 ra 0+0",
            "1004 cfa 1:31+32 fp 1-32 ra 1-24",
            "1008 cfa 1:29+32 fp 1-32 ra 1-24");
  }

  @Test
  void unknownInstructionEndsTheFunction() {
    assertThat(rows(Machine.X86_64, X86, "0c 07 08 90 01", "41 3f 0e 20"))
        .containsExactly("1000 cfa 1:7+8 fp 0+0 ra 1-8", "1001 cfa 5:0+0 fp 0+0 ra 0+0");
  }

  @Property
  void anyBytesEndInRowsOrAnError(@ForAll @Size(max = 80) byte[] code) {
    CallFrameProgram program = new CallFrameProgram(Machine.X86_64);
    program.begin(X86, bytes("0c0708 9001"));
    CfiCursor in = new CfiCursor();
    in.open(code, code.length, 0, 0);
    List<Long> places = new ArrayList<>();
    try {
      program.run(X86, in, 0x1000, 0x2000, (address, rule) -> places.add(address));
    } catch (ElfException e) {
      assertThat(e).hasMessageContaining("call frame information");
    }
    assertThat(places).isSorted();
  }
}
