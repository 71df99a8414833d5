import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What services in Java spend their time with: maps, streams, virtual calls, text, recursion. */
public final class RuntimeLoad {
  private static volatile long sink;

  interface Shape {
    double area();
  }

  record Square(double side) implements Shape {
    public double area() {
      return side * side;
    }
  }

  record Circle(double radius) implements Shape {
    public double area() {
      return Math.PI * radius * radius;
    }
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  private static void maps() {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      counts.merge("key" + i % 100, 1, Integer::sum);
    }
    sink += counts.size();
  }

  private static void work(List<Shape> shapes) {
    sink += (long) shapes.stream().mapToDouble(Shape::area).sum();
    sink += fibonacci(18);
    maps();
    sink += IntStream.range(0, 5_000).filter(x -> x % 3 == 0).mapToLong(x -> x).sum();
    sink += String.format("%d of %s", sink, shapes.size()).length();
  }

  public static void main(String[] args) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      shapes.add(i % 2 == 0 ? new Square(i) : new Circle(i));
    }
    Runnable forever =
        () -> {
          while (true) {
            work(shapes);
          }
        };
    new Thread(forever, "worker").start();
  }
}
