// As burner.c, with exceptions that are thrown through several frames and caught.
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <stdexcept>

static volatile uint64_t sink, caught, straight;
static volatile std::sig_atomic_t ended;

struct Guard {
  __attribute__((noinline)) ~Guard() { sink = sink + 1; }
};

__attribute__((noinline)) uint64_t leaf_burn(uint64_t x, volatile uint64_t &units) {
  for (int i = 0; i < 50000; i++) x = x * 6364136223846793005ULL + 1442695040888963407ULL;
  units = units + 1;
  return x;
}

__attribute__((noinline)) void throwing_burn(uint64_t x) {
  Guard guard;
  sink = sink + leaf_burn(x, caught);
  if (x != 1) throw std::runtime_error("on purpose");
}

__attribute__((noinline)) void catching_burn(uint64_t x) {
  try {
    Guard guard;
    throwing_burn(x | 2);
  } catch (const std::exception &e) {
    sink = sink + e.what()[0];
  }
}

__attribute__((noinline)) uint64_t straight_burn(uint64_t x) { return leaf_burn(x, straight) + 1; }

int main() {
  std::signal(SIGTERM, [](int signal) { ended = signal; });
  while (!ended) {
    catching_burn(sink);
    sink = sink + straight_burn(sink);
  }
  std::printf("main;catching_burn;throwing_burn;leaf_burn %llu\n", (unsigned long long)caught);
  std::printf("main;straight_burn;leaf_burn %llu\n", (unsigned long long)straight);
}
