package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.cli.Kedge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md has a section for every command, every option is in it, and no other. */
class CommandLineDocumentTest {
  private static final Set<String> STANDARD = Set.of("--help", "-h", "--version", "-V");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
  private static final Pattern AS_FOR = Pattern.compile("[Oo]ptions as for `(kedge[a-z ]*)`");
  private static final Pattern VARIABLE = Pattern.compile("\\bKEDGE_[A-Z][A-Z_]*[A-Z]\\b");

  private final SourceTree tree = SourceTree.ofCheckout();
  private final Path file = SourceTree.root().resolve("docs/cli.md");
  private final String document = SourceTree.text(file).orElse("");

  @Test
  void everyCommandHasASection() {
    List<String> missing =
        commands(Kedge.commandLine().getCommandSpec()).stream()
            .skip(1) // kedge itself: what the whole page is about
            .map(CommandSpec::qualifiedName)
            .filter(name -> MarkdownTable.section(document, name).isBlank())
            .toList();

    assertThat(missing).as("headings that docs/cli.md lacks").isEmpty();
  }

  @Test
  void everyOptionIsInItsCommandsSection() {
    List<String> missing = new ArrayList<>();
    for (CommandSpec command : commands(Kedge.commandLine().getCommandSpec())) {
      String section = MarkdownTable.section(document, command.qualifiedName());
      Set<String> documented = options(section);
      Matcher other = AS_FOR.matcher(section);
      while (other.find()) {
        documented.addAll(options(MarkdownTable.section(document, other.group(1))));
      }
      for (OptionSpec option : command.options()) {
        if (!option.hidden() && !STANDARD.contains(option.longestName())) {
          if (!documented.contains(option.longestName())) {
            missing.add(command.qualifiedName() + " " + option.longestName());
          }
        }
      }
    }

    assertThat(missing).as("options that docs/cli.md lacks").isEmpty();
  }

  @Test
  void everyDocumentedOptionIsThere() {
    List<String> stale = new ArrayList<>();
    for (CommandSpec command : commands(Kedge.commandLine().getCommandSpec())) {
      for (String option : inTable(command.qualifiedName())) {
        if (!command.optionsMap().containsKey(option) && !STANDARD.contains(option)) {
          stale.add(command.qualifiedName() + " " + option);
        }
      }
    }

    assertThat(stale).as("options that docs/cli.md names and the command does not have").isEmpty();
  }

  @Test
  void everyEnvironmentVariableIsDocumented() {
    Set<String> read = new TreeSet<>();
    for (Path source : tree.files()) {
      String name = tree.name(source);
      boolean product = name.contains("/src/main/") && !name.endsWith(".md");
      if (product || name.equals("kedge")) {
        Matcher variable = VARIABLE.matcher(SourceTree.text(source).orElse(""));
        while (variable.find()) {
          read.add(variable.group());
        }
      }
    }
    // A constant of the launcher, not read from outside.
    read.remove("KEDGE_JDK_MINIMUM");

    assertThat(read).allSatisfy(variable -> assertThat(document).contains(variable));
  }

  /** Option names in the first cells of the tables of a command's own section. */
  private Set<String> inTable(String command) {
    String section = MarkdownTable.section(document, command);
    return MarkdownTable.rows(section, 2).stream()
        .flatMap(row -> options(row.getFirst()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> options(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<CommandSpec> commands(CommandSpec root) {
    List<CommandSpec> commands = new ArrayList<>();
    commands.add(root);
    root.subcommands().values().stream()
        .map(picocli.CommandLine::getCommandSpec)
        .filter(command -> !command.name().equals("help"))
        .forEach(command -> commands.addAll(commands(command)));
    return commands;
  }
}
