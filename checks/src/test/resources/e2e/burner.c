/* Burns one CPU until it is killed. Built without optimising, so that each sample has main -> kedge_e2e_burn_forever -> kedge_e2e_burn_primes. */
#include <stdio.h>

static volatile unsigned long found;

__attribute__((noinline)) static unsigned long kedge_e2e_burn_primes(unsigned long limit) {
  unsigned long count = 0;
  for (unsigned long candidate = 2; candidate < limit; candidate++) {
    int prime = 1;
    for (unsigned long divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor == 0) {
        prime = 0;
        break;
      }
    }
    count += prime;
  }
  return count;
}

__attribute__((noinline)) static void kedge_e2e_burn_forever(void) {
  for (;;) {
    found += kedge_e2e_burn_primes(200000);
  }
}

int main(void) {
  kedge_e2e_burn_forever();
  return found == 0;
}
