package dev.kedge.profile.demangle;

/** The letters of Rust's basic types (RFC 2603). */
final class RustTypes {
  private RustTypes() {}

  /** The type of a letter; empty when it is none. */
  static String basic(char letter) {
    return switch (letter) {
      case 'a' -> "i8";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'd' -> "f64";
      case 'e' -> "str";
      case 'f' -> "f32";
      case 'h' -> "u8";
      case 'i' -> "isize";
      case 'j' -> "usize";
      case 'l' -> "i32";
      case 'm' -> "u32";
      case 'n' -> "i128";
      case 'o' -> "u128";
      case 's' -> "i16";
      case 't' -> "u16";
      case 'u' -> "()";
      case 'v' -> "...";
      case 'x' -> "i64";
      case 'y' -> "u64";
      case 'z' -> "!";
      case 'p' -> "_";
      default -> "";
    };
  }
}
