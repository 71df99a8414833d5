package dev.kedge.report;

/**
 * A report with the machine it is of, as far as the input tells.
 *
 * @param host the machine's name in the input, empty when it names none
 * @param boot which boot of this machine in the input, from 0
 * @param bootId the boot's name in the input, empty when it tells none
 * @param lost records known to be lost among the report's lines, -1 when some are but not how many
 * @param report the report; its lines are those of the input
 */
public record HostReport(String host, int boot, String bootId, long lost, KernelReport report) {}
