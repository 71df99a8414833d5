package dev.kedge.profile.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemanglerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main                                   | main
          _Z4workv                               | work()
          _Z4workiPKc                            | work(int, char const*)
          _ZN3foo3Bar3runEv                      | foo::Bar::run()
          _ZNK3foo3Bar3runERKS0_                 | foo::Bar::run(foo::Bar const&) const
          _ZN3foo3BarC2Ei                        | foo::Bar::Bar(int)
          _ZN3foo3BarD1Ev                        | foo::Bar::~Bar()
          _ZN3fooplERKS_                         | foo::operator+(foo const&)
          _Z3mapIiET_S0_                         | int map<int>(int)
          _ZNSt6vectorIiSaIiEE9push_backEOi      | std::vector<int, std::allocator<int> >::push_back(int&&)
          _ZN12_GLOBAL__N_14workEv               | (anonymous namespace)::work()
          _ZZ4mainENKUlvE_clEv                   | main::{lambda()#1}::operator()() const
          _Z4callPFicE                           | call(int (*)(char))
          _Z4sizeRA4_i                           | size(int (&) [4])
          _ZTV3Foo                               | vtable for Foo
          _ZThn16_N3Foo3runEv                    | non-virtual thunk to Foo::run()
          _Z4workv.isra.0                        | work() [clone .isra.0]
          _Z3gapILi3ELb1EEvv                     | void gap<3, true>()
          _ZNSsC1EPKcRKSaIcE                     | std::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string(char const*, std::allocator<char> const&)
          _Z4workv@@V_1                          | work()@@V_1
          _Z                                     | _Z
          _ZN4core3fmt5Write9write_fmt17h0123456789abcdefE | core::fmt::Write::write_fmt
          _ZN48_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$Foo$GT$3run17h0123456789abcdefE | <alloc::vec::Vec<T> as Foo>::run
          _RNvCs1234_7mycrate3foo                | mycrate::foo
          _RNvMCs1234_7mycrateNtB2_3Foo3run      | <mycrate::Foo>::run
          _RINvCs1234_7mycrate3foolE             | mycrate::foo::<i32>
          _RNCNvCs1234_7mycrate3foo0B3_          | mycrate::foo::{closure#0}
          """)
  void readable(String symbol, String name) {
    assertThat(Demangler.readable(symbol)).isEqualTo(name);
  }

  @Property
  void anyTextIsAccepted(@ForAll @AlphaChars @NumericChars @StringLength(max = 60) String tail) {
    assertThat(Demangler.readable("_Z" + tail)).isNotNull();
    assertThat(Demangler.readable("_ZN" + tail + "E")).isNotNull();
    assertThat(Demangler.readable("_R" + tail)).isNotNull();
  }
}
