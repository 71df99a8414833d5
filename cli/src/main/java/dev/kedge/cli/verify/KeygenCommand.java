package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.certificate.KeyFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify keygen}: a pair of keys for certificates. */
@Command(
    name = "keygen",
    description =
        "Makes a pair of Ed25519 keys for release certificates: NAME.pem and NAME.pub.pem.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify keygen release"})
final class KeygenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "the files' name without its ending")
  private String name = "";

  @Option(names = "--json", description = "print a JSON object")
  private boolean json;

  @Override
  public Integer call() {
    Path privateFile = Path.of(name + ".pem");
    Path publicFile = Path.of(name + ".pub.pem");
    String id = KeyFiles.generate(privateFile, publicFile);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "key", id,
                      "private", privateFile.toString(),
                      "public", publicFile.toString())));
    } else {
      out.printf(
          "%s  keep secret%n%s  give to those who check%nkey %s%n", privateFile, publicFile, id);
    }
    out.flush();
    return ExitCode.OK;
  }
}
