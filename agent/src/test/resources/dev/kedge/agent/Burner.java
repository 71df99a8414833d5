/**
 * Burns CPU time along a known tree and tells, when it is ended, how many nanoseconds went where.
 */
public final class Burner {
  private static final String[] PATHS = {
    "main;deep_burn;deep_burn;deep_burn;leaf_burn",
    "main;other_burn;leaf_burn",
    "main;sort_burn;compare_burn;leaf_burn"
  };
  private static final long[] nanos = new long[PATHS.length];
  private static volatile long sink;

  static long leaf_burn(long x, int rounds) {
    for (int i = 0; i < rounds; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }

  static long deep_burn(long x, int rounds, int depth) {
    return depth == 0 ? leaf_burn(x, rounds) : deep_burn(x, rounds, depth - 1) + 1;
  }

  static long other_burn(long x, int rounds) {
    return leaf_burn(x, rounds) + 1;
  }

  static int compare_burn(Integer a, Integer b, int rounds) {
    sink += leaf_burn(a, rounds);
    return a.compareTo(b);
  }

  static void sort_burn(int rounds) {
    Integer[] pair = {2, 1};
    java.util.Arrays.sort(pair, (a, b) -> compare_burn(a, b, rounds));
  }

  private static void tell() {
    for (int i = 0; i < PATHS.length; i++) {
      System.out.println(PATHS[i] + " " + nanos[i]);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(Burner::tell));
    int rounds = 50_000;
    while (true) {
      long start = System.nanoTime();
      sink += deep_burn(sink, rounds, 2);
      long deep = System.nanoTime();
      sink += other_burn(sink, rounds) + other_burn(sink, rounds);
      long other = System.nanoTime();
      sort_burn(rounds);
      long sort = System.nanoTime();
      nanos[0] += deep - start;
      nanos[1] += other - deep;
      nanos[2] += sort - other;
    }
  }
}
