package dev.kedge.bandwidth.measure;

/**
 * How near the model is in a class of rows.
 *
 * @param rowClass the class
 * @param rows runs and groups of it
 * @param rowsWithin those with every value as near as the class asks
 * @param values compared values
 * @param inside values inside the band
 * @param within values as near as the class asks
 */
public record ClassSummary(
    RowClass rowClass, int rows, int rowsWithin, int values, int inside, int within) {}
