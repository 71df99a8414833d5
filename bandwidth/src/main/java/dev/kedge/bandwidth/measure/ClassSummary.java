package dev.kedge.bandwidth.measure;

/**
 * How near the model is in a class of rows.
 *
 * @param rowClass the class
 * @param rows runs and groups of it
 * @param rowsWithin those with every value as near as the class asks
 * @param ownRowsWithin share of the model's own runs that are as near to the others, 0 to 1: what a
 *     kernel that is exactly the model would reach
 * @param values compared values
 * @param inside values inside the band
 * @param within values as near as the class asks
 */
public record ClassSummary(
    RowClass rowClass,
    int rows,
    int rowsWithin,
    double ownRowsWithin,
    int values,
    int inside,
    int within) {}
