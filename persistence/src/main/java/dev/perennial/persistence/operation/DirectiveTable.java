package dev.perennial.persistence.operation;

import dev.perennial.persistence.operation.AuditEntry.Action;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The orders that hold, and the record of all that ever held. Every method is idempotent: what changes nothing is not
 * recorded either. Kinds of orders that this version does not know are left out. All block, and throw {@link DatabaseUnavailableException} when the database does not answer.
 */
public final class DirectiveTable {

    private static final String ALL =
            "select kind, subject, nodes, due from operation.directives where kind = any (?) order by kind, subject";

    private static final String GIVE = """
            insert into operation.directives as held (kind, subject, nodes, due, given_by, reason)
            values (?, ?, ?, ?, ?, ?)
            on conflict (kind, subject) do update
            set nodes = excluded.nodes, due = excluded.due, given_by = excluded.given_by, given_at = now(), reason = excluded.reason
            where held.nodes <> excluded.nodes
            """;
    private static final String END =
            "delete from operation.directives where kind = ? and subject = ? returning kind, subject, nodes, due";

    private static final String RECORD = """
            insert into operation.audit (actor, action, kind, subject, nodes, due, detail, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String AUDIT = """
            select id, at, actor, action, kind, subject, nodes, due, detail, reason from operation.audit
            where id < ? and kind = any (?) order by id desc limit ?
            """;

    /** A newer version beside this one may know more: what it orders is for the nodes that understand it. */
    private static final String[] KINDS =
            Stream.of(Directive.Kind.values()).map(Directive.Kind::stored).toArray(String[]::new);

    private final DataSource database;

    public DirectiveTable(DataSource database) {
        this.database = database;
    }

    /** The orders that hold now. */
    public List<Directive> all() {
        return inTransaction(connection -> Jdbc.query(connection, ALL, DirectiveTable::directive, (Object) KINDS));
    }

    /**
     * From now on it holds, in place of one with the same kind and subject.
     *
     * @return whether that changed anything
     */
    public boolean give(Directive directive, String actor, String reason) {
        return inTransaction(connection -> {
            boolean changed = Jdbc.update(
                            connection,
                            GIVE,
                            directive.kind().stored(),
                            directive.subject(),
                            directive.nodes().toArray(String[]::new),
                            Timestamp.from(directive.due()),
                            actor,
                            reason)
                    == 1;
            if (changed) {
                record(connection, Action.GIVE, directive, "", actor, reason);
            }
            return changed;
        });
    }

    /**
     * No longer holds, because someone withdraws it or because it is done.
     *
     * @return whether it held
     */
    public boolean end(Action how, Directive.Kind kind, String subject, String actor, String reason) {
        return inTransaction(connection -> {
            var held = Jdbc.first(connection, END, DirectiveTable::directive, kind.stored(), subject);
            if (held.isPresent()) {
                record(connection, how, held.get(), "", actor, reason);
            }
            return held.isPresent();
        });
    }

    /**
     * Does something at once, in the transaction that records it.
     *
     * @param work acts as the role of operators' orders; answers whether it changed anything
     * @return the same
     */
    public boolean act(Directive what, String detail, String actor, String reason, Jdbc.Work<Boolean> work) {
        return inTransaction(connection -> {
            boolean changed = work.with(connection);
            if (changed) {
                record(connection, Action.ACT, what, detail, actor, reason);
            }
            return changed;
        });
    }

    /** The newest first, from below this id. */
    public List<AuditEntry> audit(long below, int limit) {
        return inTransaction(connection -> Jdbc.query(connection, AUDIT, DirectiveTable::entry, below, KINDS, limit));
    }

    private static void record(
            Connection connection, Action action, Directive directive, String detail, String actor, String reason)
            throws SQLException {
        Jdbc.update(
                connection,
                RECORD,
                actor,
                action.name().toLowerCase(Locale.ROOT),
                directive.kind().stored(),
                directive.subject(),
                directive.nodes().toArray(String[]::new),
                Timestamp.from(directive.due()),
                detail,
                reason);
    }

    private <T> T inTransaction(Jdbc.Work<T> work) {
        try {
            return Jdbc.inTransaction(database, work);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                directive(row),
                row.getString("detail"),
                row.getString("reason"));
    }

    private static Directive directive(ResultSet row) throws SQLException {
        return new Directive(
                Directive.Kind.of(row.getString("kind")),
                row.getString("subject"),
                texts(row.getArray("nodes")),
                row.getTimestamp("due").toInstant());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
