package dev.kedge.bandwidth.measure;

/**
 * How near the model is in a class of rows.
 *
 * @param rowClass the class
 * @param rows runs and groups of it
 * @param rowsInside those with every value inside the row's simultaneous bands
 * @param rowsWithin those with every value as near as the class asks
 * @param ownRowsInside share of the model's own runs that lie inside when each is judged by the
 *     others, 0 to 1: what a kernel that is exactly the model would reach
 * @param ownRowsWithin share of them that are as near as the class asks
 * @param values compared values
 * @param inside values inside their own 5-95 % band
 * @param within values as near as the class asks
 */
public record ClassSummary(
    RowClass rowClass,
    int rows,
    int rowsInside,
    int rowsWithin,
    double ownRowsInside,
    double ownRowsWithin,
    int values,
    int inside,
    int within) {}
