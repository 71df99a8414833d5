package dev.kedge.profile.demangle;

import java.util.HashMap;
import java.util.Map;

/** Letters of types and operators (Itanium C++ ABI, 5.1.3 and 5.1.5). */
final class CppTables {
  private static final Map<String, String> OPERATORS = new HashMap<>();

  static {
    String[] pairs = {
      "nw",
      " new",
      "na",
      " new[]",
      "dl",
      " delete",
      "da",
      " delete[]",
      "aw",
      " co_await",
      "ps",
      "+",
      "ng",
      "-",
      "ad",
      "&",
      "de",
      "*",
      "co",
      "~",
      "pl",
      "+",
      "mi",
      "-",
      "ml",
      "*",
      "dv",
      "/",
      "rm",
      "%",
      "an",
      "&",
      "or",
      "|",
      "eo",
      "^",
      "aS",
      "=",
      "pL",
      "+=",
      "mI",
      "-=",
      "mL",
      "*=",
      "dV",
      "/=",
      "rM",
      "%=",
      "aN",
      "&=",
      "oR",
      "|=",
      "eO",
      "^=",
      "ls",
      "<<",
      "rs",
      ">>",
      "lS",
      "<<=",
      "rS",
      ">>=",
      "eq",
      "==",
      "ne",
      "!=",
      "lt",
      "<",
      "gt",
      ">",
      "le",
      "<=",
      "ge",
      ">=",
      "ss",
      "<=>",
      "nt",
      "!",
      "aa",
      "&&",
      "oo",
      "||",
      "pp",
      "++",
      "mm",
      "--",
      "cm",
      ",",
      "pm",
      "->*",
      "pt",
      "->",
      "cl",
      "()",
      "ix",
      "[]",
      "qu",
      "?"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      OPERATORS.put(pairs[i], pairs[i + 1]);
    }
  }

  private CppTables() {}

  /** The operator of two letters; empty when it is none. */
  static String operator(char first, char second) {
    return OPERATORS.getOrDefault("" + first + second, "");
  }

  /** The type of one letter; empty when it is none. */
  static String builtin(char letter) {
    return switch (letter) {
      case 'v' -> "void";
      case 'w' -> "wchar_t";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'a' -> "signed char";
      case 'h' -> "unsigned char";
      case 's' -> "short";
      case 't' -> "unsigned short";
      case 'i' -> "int";
      case 'j' -> "unsigned int";
      case 'l' -> "long";
      case 'm' -> "unsigned long";
      case 'x' -> "long long";
      case 'y' -> "unsigned long long";
      case 'n' -> "__int128";
      case 'o' -> "unsigned __int128";
      case 'f' -> "float";
      case 'd' -> "double";
      case 'e' -> "long double";
      case 'g' -> "__float128";
      case 'z' -> "...";
      default -> "";
    };
  }

  /** The type of the letter after a D; empty when it is none. */
  static String extended(char letter) {
    return switch (letter) {
      case 'a' -> "auto";
      case 'c' -> "decltype(auto)";
      case 'n' -> "decltype(nullptr)";
      case 'h' -> "half";
      case 's' -> "char16_t";
      case 'i' -> "char32_t";
      case 'u' -> "char8_t";
      case 'd' -> "decimal64";
      case 'e' -> "decimal128";
      case 'f' -> "decimal32";
      default -> "";
    };
  }

  /** What an abbreviation after S stands for; empty when it is none. */
  static String standard(char letter) {
    return switch (letter) {
      case 'a' -> "std::allocator";
      case 'b' -> "std::basic_string";
      case 's' -> "std::basic_string<char, std::char_traits<char>, std::allocator<char> >";
      case 'i' -> "std::basic_istream<char, std::char_traits<char> >";
      case 'o' -> "std::basic_ostream<char, std::char_traits<char> >";
      case 'd' -> "std::basic_iostream<char, std::char_traits<char> >";
      default -> "";
    };
  }

  /** What stands for a literal's type behind its value; empty where a cast says it. */
  static String suffix(String type) {
    return switch (type) {
      case "int", "bool" -> "";
      case "unsigned int" -> "u";
      case "long" -> "l";
      case "unsigned long" -> "ul";
      case "long long" -> "ll";
      case "unsigned long long" -> "ull";
      default -> "(" + type + ")";
    };
  }
}
