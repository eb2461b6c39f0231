package dev.perennial.bench.load;

/**
 * Inserts rows in the form of the newest event of one kind into a copy of the journal's table: what PostgreSQL can do with
 * our rows when nothing of ours is in its way.
 *
 * @param manifest the kind of event whose stored row is the template
 * @param table the copy, qualified
 * @param rowsPerCommit 1, or more for batches
 */
public record PostgresJob(
        String url, String table, String manifest, int connections, int rowsPerCommit, Window window, Watch watch)
        implements Job {}
