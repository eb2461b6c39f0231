/**
 * The way to PostgreSQL: bounded pools, each acting as a role of its own, migrations, and small help for plain JDBC.
 *
 * <p>No table, and nothing of journal, projections or a module, is known here.
 */
@NullMarked
package dev.perennial.persistence.sql;

import org.jspecify.annotations.NullMarked;
