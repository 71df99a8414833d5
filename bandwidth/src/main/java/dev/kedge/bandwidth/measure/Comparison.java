package dev.kedge.bandwidth.measure;

/**
 * One measured value and what the model says of it.
 *
 * @param kernel release; empty when the file does not say
 * @param row name of the configuration
 * @param repetition which run of it
 * @param group group inside the run
 * @param rowClass its class
 * @param metric what was measured
 * @param measured the kernel's value
 * @param median the model's median over phases and placements
 * @param low the model's 5th percentile
 * @param high the model's 95th percentile
 * @param inside whether the measured value lies from low to high
 * @param within whether it is as near as its class asks: inside, or near enough to the median
 */
public record Comparison(
    String kernel,
    String row,
    int repetition,
    String group,
    RowClass rowClass,
    Metric metric,
    double measured,
    double median,
    double low,
    double high,
    boolean inside,
    boolean within) {}
