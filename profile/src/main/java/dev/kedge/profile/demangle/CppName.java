package dev.kedge.profile.demangle;

import java.util.ArrayList;
import java.util.List;

/**
 * A C++ name (Itanium C++ ABI, 5.1), written as binutils' c++filt writes it. Expressions in
 * template arguments other than literals are not understood: such a name stays mangled.
 */
final class CppName {
  private static final int MAX_OUTPUT = 8_192;

  private final MangledText in;
  private final List<CppType> substitutions = new ArrayList<>();
  private List<String> templateArguments = List.of();
  private int inLambda;

  CppName(String symbol) {
    this.in = new MangledText(symbol, 2);
  }

  String read() {
    String name = encoding();
    if (in.peek() == '.') {
      return name + " [clone " + in.rest() + "]";
    }
    if (!in.atEnd()) {
      throw in.wrong("text after the name");
    }
    return name;
  }

  /**
   * A name while it is put together.
   *
   * @param text as far as it is known
   * @param last its last part, for constructors
   * @param template whether template arguments end it, so that a return type follows
   * @param plain whether it has no return type all the same (constructors, conversions)
   * @param qualifiers of the member function
   */
  private record Name(
      String text, String last, boolean template, boolean plain, String qualifiers) {
    Name(String text, String last) {
      this(text, last, false, false, "");
    }
  }

  private String encoding() {
    in.enter();
    String special = special();
    if (!special.isEmpty()) {
      in.leave();
      return special;
    }
    Name name = name();
    String text = name.text();
    if (!in.atEnd() && in.peek() != 'E' && in.peek() != '.') {
      CppType result = name.template() && !name.plain() ? type() : CppType.of("");
      String before =
          result.before().isEmpty() ? "" : result.before() + (result.wraps() ? "" : " ");
      text = before + text + "(" + parameters() + ")" + name.qualifiers() + result.after();
    }
    in.leave();
    return bounded(text);
  }

  private String bounded(String text) {
    if (text.length() > MAX_OUTPUT) {
      throw in.wrong("too long");
    }
    return text;
  }

  private String special() {
    if (in.take("TV")) {
      return "vtable for " + type().text();
    } else if (in.take("TT")) {
      return "VTT for " + type().text();
    } else if (in.take("TI")) {
      return "typeinfo for " + type().text();
    } else if (in.take("TS")) {
      return "typeinfo name for " + type().text();
    } else if (in.take("GV")) {
      return "guard variable for " + name().text();
    } else if (in.take("TW")) {
      return "TLS wrapper function for " + name().text();
    } else if (in.take("TH")) {
      return "TLS init function for " + name().text();
    } else if (in.take("Th")) {
      offset();
      return "non-virtual thunk to " + encoding();
    } else if (in.take("Tv")) {
      offset();
      offset();
      return "virtual thunk to " + encoding();
    } else if (in.take("Tc")) {
      for (int i = 0; i < 2; i++) {
        if (in.next() == 'v') {
          offset();
        }
        offset();
      }
      return "covariant return thunk to " + encoding();
    }
    return "";
  }

  private void offset() {
    in.take('n');
    in.number();
    in.expect('_');
  }

  private String parameters() {
    if (in.peek() == 'v' && (in.peek(1) == 0 || in.peek(1) == 'E' || in.peek(1) == '.')) {
      in.next();
      return "";
    }
    StringBuilder all = new StringBuilder();
    while (!in.atEnd() && in.peek() != 'E' && in.peek() != '.') {
      if ((in.peek() == 'R' || in.peek() == 'O') && in.peek(1) == 'E') {
        break;
      }
      String parameter = type().text();
      if (!parameter.isEmpty()) {
        all.append(all.isEmpty() ? "" : ", ").append(parameter);
      }
      bounded(all.toString());
    }
    return all.toString();
  }

  private Name name() {
    if (in.take('N')) {
      return nested();
    }
    if (in.take('Z')) {
      return local();
    }
    if (in.peek() == 'S' && in.peek(1) != 't') {
      CppType known = substitution();
      Name name = new Name(known.text(), lastPart(known.text()));
      return in.peek() == 'I' ? withArguments(name) : name;
    }
    String scope = in.take("St") ? "std::" : "";
    Name part = unqualified("", scope);
    if (in.peek() == 'I') {
      substitutions.add(CppType.of(part.text()));
      return withArguments(part);
    }
    return part;
  }

  private Name withArguments(Name name) {
    List<String> arguments = arguments();
    if (inLambda == 0) {
      templateArguments = arguments;
    }
    return new Name(
        name.text() + list(name.text(), arguments), name.last(), true, name.plain(), "");
  }

  private static String list(String before, List<String> arguments) {
    String text = String.join(", ", arguments.stream().filter(a -> !a.isEmpty()).toList());
    return (before.endsWith("<") ? " <" : "<") + text + (text.endsWith(">") ? " >" : ">");
  }

  private Name nested() {
    String qualifiers = "";
    while ("rVK".indexOf(in.peek()) >= 0 && !in.atEnd()) {
      String one = in.peek() == 'K' ? " const" : in.peek() == 'V' ? " volatile" : " restrict";
      in.next();
      qualifiers = one + qualifiers;
    }
    if (in.peek() == 'R' || in.peek() == 'O') {
      qualifiers += in.next() == 'R' ? " &" : " &&";
    }
    Name name = new Name("", "");
    while (!in.take('E')) {
      char c = in.peek();
      if (c == 'S' && in.peek(1) == 't') {
        in.next();
        in.next();
        name = new Name("std", "std");
        continue;
      }
      if (c == 'S') {
        CppType known = substitution();
        name = new Name(known.text(), lastPart(known.text()));
        continue;
      }
      if (c == 'I') {
        name = withArguments(name);
      } else if (c == 'T') {
        CppType parameter = type();
        name = new Name(parameter.text(), lastPart(parameter.text()));
        continue;
      } else {
        name = unqualified(name.last(), name.text().isEmpty() ? "" : name.text() + "::");
      }
      boolean dataMember = in.take('M');
      if (dataMember || in.peek() != 'E') {
        substitutions.add(CppType.of(name.text()));
      }
    }
    return new Name(name.text(), name.last(), name.template(), name.plain(), qualifiers);
  }

  private Name local() {
    List<String> outer = templateArguments;
    String function = encoding();
    in.expect('E');
    if (in.take('s')) {
      discriminator();
      return new Name(function + "::string literal", "");
    }
    if (in.take('d')) {
      if (in.digit()) {
        in.number();
      }
      in.expect('_');
    }
    if (in.peek() != 'N') {
      templateArguments = inLambda > 0 ? outer : templateArguments;
    }
    Name name = name();
    discriminator();
    return new Name(
        function + "::" + name.text(),
        name.last(),
        name.template(),
        name.plain(),
        name.qualifiers());
  }

  private void discriminator() {
    if (in.peek() == '_' && (in.peek(1) == '_' || Character.isDigit(in.peek(1)))) {
      in.next();
      boolean two = in.take('_');
      in.number();
      if (two) {
        in.expect('_');
      }
    }
  }

  private Name unqualified(String enclosing, String scope) {
    in.take('L');
    char c = in.peek();
    Name name;
    if (in.digit()) {
      String source = in.characters(in.number());
      String shown = source.startsWith("_GLOBAL__N") ? "(anonymous namespace)" : source;
      name = new Name(scope + shown, shown);
    } else if (c == 'C' && "1234".indexOf(in.peek(1)) >= 0) {
      in.next();
      in.next();
      name = new Name(scope + enclosing, enclosing, false, true, "");
    } else if (c == 'D' && "01245".indexOf(in.peek(1)) >= 0) {
      in.next();
      in.next();
      name = new Name(scope + "~" + enclosing, enclosing, false, true, "");
    } else if (c == 'U') {
      name = unnamed(scope);
    } else {
      name = operator(scope);
    }
    while (in.take('B')) {
      String tag = in.characters(in.number());
      name = new Name(name.text() + "[abi:" + tag + "]", name.last(), false, name.plain(), "");
    }
    return name;
  }

  private Name unnamed(String scope) {
    in.next();
    if (in.take('t')) {
      String name = "{unnamed type#" + sequence() + "}";
      Name unnamed = new Name(scope + name, name);
      substitutions.add(CppType.of(unnamed.text()));
      return unnamed;
    }
    in.expect('l');
    inLambda++;
    String parameters = parameters();
    inLambda--;
    in.expect('E');
    String name = "{lambda(" + parameters + ")#" + sequence() + "}";
    return new Name(scope + name, name);
  }

  /** The number of an unnamed type: none is the first. */
  private int sequence() {
    int number = in.digit() ? in.number() + 2 : 1;
    in.expect('_');
    return number;
  }

  private Name operator(String scope) {
    char first = in.next();
    char second = in.next();
    if (first == 'c' && second == 'v') {
      return new Name(scope + "operator " + type().text(), "operator", false, true, "");
    }
    if (first == 'l' && second == 'i') {
      String name = "operator\"\" " + in.characters(in.number());
      return new Name(scope + name, name);
    }
    String operator = CppTables.operator(first, second);
    if (operator.isEmpty()) {
      throw in.wrong("operator " + first + second);
    }
    return new Name(scope + "operator" + operator, "operator" + operator);
  }

  private List<String> arguments() {
    in.expect('I');
    List<String> arguments = new ArrayList<>();
    while (!in.take('E')) {
      argument(arguments);
    }
    return arguments;
  }

  private void argument(List<String> into) {
    if (in.take('J')) {
      List<String> pack = new ArrayList<>();
      while (!in.take('E')) {
        argument(pack);
      }
      into.add(String.join(", ", pack));
    } else if (in.peek() == 'L') {
      into.add(literal());
    } else if (in.take('X')) {
      if (in.peek() != 'L') {
        throw in.wrong("an expression");
      }
      into.add(literal());
      in.expect('E');
    } else {
      into.add(type().text());
    }
  }

  private String literal() {
    in.expect('L');
    if (in.take("_Z")) {
      String name = encoding();
      in.expect('E');
      return name;
    }
    String type = type().text();
    StringBuilder value = new StringBuilder(in.take('n') ? "-" : "");
    while (!in.take('E')) {
      value.append(in.next());
    }
    if (type.equals("bool")) {
      return value.toString().equals("1") ? "true" : "false";
    }
    String suffix = CppTables.suffix(type);
    return suffix.startsWith("(") ? suffix + value : value + suffix;
  }

  private CppType type() {
    in.enter();
    try {
      return typeWithin();
    } finally {
      in.leave();
    }
  }

  private CppType typeWithin() {
    char c = in.peek();
    String builtin = CppTables.builtin(c);
    if (!builtin.isEmpty()) {
      in.next();
      return CppType.of(builtin);
    }
    CppType made;
    switch (c) {
      case 'P', 'R', 'O' -> {
        in.next();
        made = type().to(c == 'P' ? "*" : c == 'R' ? "&" : "&&");
      }
      case 'r', 'V', 'K' -> made = qualified();
      case 'F' -> made = function();
      case 'A' -> made = array();
      case 'M' -> made = member();
      case 'T' -> {
        made = parameter();
        if (in.peek() == 'I') {
          substitutions.add(made);
          made = CppType.of(made.text() + list(made.text(), arguments()));
        }
      }
      case 'D' -> {
        return extended();
      }
      case 'S' -> {
        if (in.peek(1) != 't') {
          CppType known = substitution();
          if (in.peek() != 'I') {
            return known;
          }
          made = CppType.of(known.text() + list(known.text(), arguments()));
        } else {
          made = named();
        }
      }
      case 'C', 'G' -> {
        in.next();
        made = type().with(c == 'C' ? "_Complex" : "_Imaginary");
      }
      case 'u' -> {
        in.next();
        made = CppType.of(in.characters(in.number()));
      }
      case 'U' -> {
        in.next();
        String qualifier = in.characters(in.number());
        made = type().with(qualifier);
      }
      default -> {
        if (c != 'N' && c != 'Z' && !in.digit()) {
          throw in.wrong("type of kind " + c);
        }
        made = named();
      }
    }
    bounded(made.text());
    substitutions.add(made);
    return made;
  }

  private CppType named() {
    List<String> outer = templateArguments;
    Name name = name();
    templateArguments = outer;
    return CppType.of(name.text());
  }

  private CppType qualified() {
    String qualifiers = "";
    while (!in.atEnd() && "rVK".indexOf(in.peek()) >= 0) {
      char c = in.next();
      String one = c == 'K' ? "const" : c == 'V' ? "volatile" : "restrict";
      qualifiers = qualifiers.isEmpty() ? one : one + " " + qualifiers;
    }
    return type().with(qualifiers);
  }

  private CppType function() {
    in.expect('F');
    in.take('Y');
    CppType result = type();
    String parameters = parameters();
    String mark = in.take('R') ? " &" : in.take('O') ? " &&" : "";
    in.expect('E');
    return new CppType(result.before(), "(" + parameters + ")" + mark + result.after(), true);
  }

  private CppType array() {
    in.expect('A');
    String size = in.digit() ? String.valueOf(in.number()) : "";
    in.expect('_');
    CppType element = type();
    return new CppType(element.before(), " [" + size + "]" + element.after(), true);
  }

  private CppType member() {
    in.expect('M');
    String holder = type().text();
    CppType member = type();
    return member.wraps()
        ? new CppType(member.before() + " (" + holder + "::*", ")" + member.after(), false)
        : CppType.of(member.text() + " " + holder + "::*");
  }

  private CppType extended() {
    in.expect('D');
    char kind = in.next();
    String builtin = CppTables.extended(kind);
    if (!builtin.isEmpty()) {
      return CppType.of(builtin);
    }
    CppType made;
    if (kind == 'p') {
      made = type();
    } else if (kind == 'o') {
      CppType plain = function();
      made = new CppType(plain.before(), plain.after() + " noexcept", true);
    } else if (kind == 'v') {
      int size = in.number();
      in.expect('_');
      made = type().with("__vector(%d)".formatted(size));
    } else {
      throw in.wrong("type of kind D" + kind);
    }
    substitutions.add(made);
    return made;
  }

  private CppType parameter() {
    in.expect('T');
    int index = index();
    if (inLambda > 0) {
      return CppType.of("auto:" + (index + 1));
    }
    if (index >= templateArguments.size()) {
      throw in.wrong("a template parameter without argument");
    }
    return CppType.of(templateArguments.get(index));
  }

  /** A number as template parameters have it: none is the first. */
  private int index() {
    int index = in.digit() ? in.number() + 1 : 0;
    in.expect('_');
    return index;
  }

  private CppType substitution() {
    in.expect('S');
    char kind = in.next();
    String standard = CppTables.standard(kind);
    if (!standard.isEmpty()) {
      return CppType.of(standard);
    }
    int index = 0;
    if (kind != '_') {
      long number = 0;
      for (char c = kind; c != '_'; c = in.next()) {
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? 10 + c - 'A' : -1;
        if (digit < 0 || number > 100_000) {
          throw in.wrong("substitution");
        }
        number = 36 * number + digit;
      }
      index = (int) number + 1;
    }
    if (index >= substitutions.size()) {
      throw in.wrong("substitution %d of %d".formatted(index, substitutions.size()));
    }
    return substitutions.get(index);
  }

  /**
   * The last part of a qualified name, without template arguments: what its constructor is called.
   */
  private static String lastPart(String name) {
    int depth = 0;
    int end = name.length();
    for (int i = name.length() - 1; i >= 0; i--) {
      char c = name.charAt(i);
      if (c == '>') {
        depth++;
      } else if (c == '<') {
        depth--;
        end = depth == 0 ? i : end;
      } else if (c == ':' && depth == 0) {
        return name.substring(i + 1, end);
      }
    }
    return name.substring(0, end);
  }
}
