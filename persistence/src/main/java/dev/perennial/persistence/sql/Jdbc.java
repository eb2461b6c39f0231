package dev.perennial.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Plain JDBC without its ceremony. Parameters may be text, numbers, byte arrays, and arrays of these. */
public final class Jdbc {

    private Jdbc() {}

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Turns the current row into a value. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs the work in a transaction; rolled back when it throws. */
    public static <T> T inTransaction(DataSource source, Work<T> work) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** Runs an insert, update, delete or definition; answers the number of rows. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1, parameters);
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> query(Connection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1, parameters);
            try (var rows = statement.executeQuery()) {
                return readAll(rows, reader);
            }
        }
    }

    /**
     * The same on a connection of its own.
     *
     * @throws DatabaseUnavailableException when it fails
     */
    public static <T> List<T> query(DataSource source, String sql, RowReader<T> reader, Object... parameters) {
        try (var connection = source.getConnection()) {
            return query(connection, sql, reader, parameters);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    /** The first row, if there is one. */
    public static <T> Optional<T> first(Connection connection, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        return query(connection, sql, reader, parameters).stream().findFirst();
    }

    /**
     * Runs a statement that sets something for the transaction and a query, both in one round trip and one transaction.
     *
     * @param setting the first statement, with one parameter, ending in a semicolon
     */
    public static <T> List<T> queryAfter(
            Connection connection, String setting, String value, String sql, RowReader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(setting + sql)) {
            statement.setString(1, value);
            bind(statement, 2, parameters);
            statement.execute();
            statement.getMoreResults();
            try (var rows = statement.getResultSet()) {
                return readAll(rows, reader);
            }
        }
    }

    private static <T> List<T> readAll(ResultSet rows, RowReader<T> reader) throws SQLException {
        var result = new ArrayList<T>();
        while (rows.next()) {
            result.add(reader.read(rows));
        }
        return result;
    }

    private static void bind(PreparedStatement statement, int from, Object... parameters) throws SQLException {
        var index = from;
        for (var parameter : parameters) {
            switch (parameter) {
                case String[] texts -> bind(statement, index, "text", texts);
                case Long[] numbers -> bind(statement, index, "bigint", numbers);
                case Integer[] numbers -> bind(statement, index, "integer", numbers);
                case byte[][] values -> bind(statement, index, "bytea", values);
                default -> statement.setObject(index, parameter);
            }
            index++;
        }
    }

    private static void bind(PreparedStatement statement, int index, String type, Object[] elements)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, elements));
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
