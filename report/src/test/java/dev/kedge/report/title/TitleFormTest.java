package dev.kedge.report.title;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleFormTest {
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
}
