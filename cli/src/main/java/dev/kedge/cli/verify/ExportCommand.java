package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.export.JUnitXml;
import dev.kedge.verify.export.Kcidb;
import dev.kedge.verify.export.Ktap;
import dev.kedge.verify.page.ReportPage;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.VerificationResult;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify export}: results in another format. */
@Command(
    name = "export",
    description = "Prints results in one of the field's formats, or writes their pages anew.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge verify export verify-results --as junit > verify.xml",
      "  kedge verify export verify-results --as kcidb --origin my_ci"
    })
final class ExportCommand implements Callable<Integer> {
  /** The formats. */
  enum Format {
    /** KTAP version 1. */
    ktap,
    /** JUnit XML. */
    junit,
    /** KCIDB 5.3. */
    kcidb,
    /** The report's pages, beside the results. */
    page
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "the folder of results")
  private Path folder = Path.of("verify-results");

  @Option(
      names = "--as",
      required = true,
      paramLabel = "FORMAT",
      description = "ktap, junit, kcidb or page")
  private Format format = Format.ktap;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "the name of this CI system at KCIDB, default kedge")
  private String origin = "kedge";

  @Option(names = "--json", description = "print the results as JSON, as results.json has them")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    VerificationResult result = new ResultsJson().read(folder);
    if (json) {
      out.print(new String(new ResultsJson().encode(result), StandardCharsets.UTF_8));
    } else {
      switch (format) {
        case ktap -> out.print(new Ktap().text(result));
        case junit -> out.print(new JUnitXml().text(result));
        case kcidb -> out.print(new Kcidb(origin).text(result));
        case page -> out.println(new ReportPage().write(folder, result));
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
