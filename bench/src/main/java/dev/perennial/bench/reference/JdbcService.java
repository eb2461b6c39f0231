package dev.perennial.bench.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * Quotas as rows: each call is one SQL statement, which a transaction of its own commits. {@code consume} updates the
 * quota's row if the limit leaves so much and adds a row to an outbox; {@code check} reads it.
 *
 * <p>Tuned: event loops read and write HTTP, virtual threads wait for JDBC, statements are prepared by the server, and the
 * pool is as large as served best here. It does less than the gate: no idempotency keys, no periods, no history, one node.
 */
public final class JdbcService {

    private static final int POOL = 12;

    private static final String TABLES = """
            drop schema if exists reference cascade;
            create schema reference;
            create table reference.quotas (
                tenant text not null, meter text not null, subject text not null,
                used bigint not null, hard_limit bigint not null, primary key (tenant, meter, subject)
            ) with (fillfactor = 50);
            create table reference.outbox (
                id bigint generated always as identity primary key, at timestamptz not null default now(),
                tenant text not null, meter text not null, subject text not null, units bigint not null
            );
            insert into reference.quotas
            select 'bench', 'api-calls', 's' || lpad(n::text, 6, '0'), 0, 1000000000000 from generate_series(0, 1999) n;
            """;

    private static final String CONSUME = """
            with used as (
                update reference.quotas set used = used + ?
                where tenant = ? and meter = ? and subject = ? and used + ? <= hard_limit
                returning tenant, meter, subject, used, hard_limit
            ), out as (
                insert into reference.outbox (tenant, meter, subject, units)
                select tenant, meter, subject, ? from used
            )
            select used, hard_limit from used
            """;

    private static final String CHECK =
            "select used, hard_limit from reference.quotas where tenant = ? and meter = ? and subject = ?";

    private final ObjectMapper json = new ObjectMapper();
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final DataSource source;
    private final byte[] credential;

    private record Consumption(long units, String subject) {}

    private record Standing(long used, long limit, long remaining) {}

    private JdbcService(DataSource source, String credential) {
        this.source = source;
        this.credential = ("Bearer " + credential).getBytes(StandardCharsets.UTF_8);
    }

    /** @param arguments port, JDBC URL, the credential it takes */
    public static void main(String[] arguments) throws Exception {
        var source = pool(arguments[1]);
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(TABLES);
        }
        var service = new JdbcService(source, arguments[2]);
        var loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(arguments[0])))
                .requestHandler(service::serve)
                .listen()
                .onSuccess(server -> System.out.println("listening"))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    private static HikariDataSource pool(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(POOL);
        config.addDataSourceProperty("prepareThreshold", "1");
        return new HikariDataSource(config);
    }

    /** {@code /v1/tenants/{tenant}/meters/{meter}/consume} and {@code …/check?subject=…}, as the gate has them. */
    private void serve(HttpServerRequest request) {
        var given = String.valueOf(request.getHeader("Authorization")).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, credential)) {
            request.response().setStatusCode(401).end();
            return;
        }
        var path = String.valueOf(request.path()).split("/", -1);
        switch (path[path.length - 1]) {
            case "consume" ->
                request.bodyHandler(body -> blocking.execute(() -> answer(request, () -> consume(path, body))));
            case "check" ->
                blocking.execute(() -> answer(request, () -> check(path, String.valueOf(request.getParam("subject")))));
            default -> request.response().setStatusCode(404).end();
        }
    }

    @FunctionalInterface
    private interface Work {
        Standing run() throws Exception;
    }

    private void answer(HttpServerRequest request, Work work) {
        try {
            var standing = work.run();
            request.response()
                    .setStatusCode(standing.remaining() < 0 ? 429 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(json.writeValueAsBytes(standing)));
        } catch (Exception e) {
            request.response().setStatusCode(500).end(e.toString());
        }
    }

    private Standing consume(String[] path, Buffer body) throws Exception {
        var consumption = json.readValue(body.getBytes(), Consumption.class);
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(CONSUME)) {
            statement.setLong(1, consumption.units());
            statement.setString(2, path[3]);
            statement.setString(3, path[5]);
            statement.setString(4, consumption.subject());
            statement.setLong(5, consumption.units());
            statement.setLong(6, consumption.units());
            return standing(statement);
        }
    }

    private Standing check(String[] path, String subject) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(CHECK)) {
            statement.setString(1, path[3]);
            statement.setString(2, path[5]);
            statement.setString(3, subject);
            return standing(statement);
        }
    }

    /** Nothing left, and less, where there is no row: the limit is reached. */
    private static Standing standing(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            return row.next()
                    ? new Standing(row.getLong(1), row.getLong(2), row.getLong(2) - row.getLong(1))
                    : new Standing(0, 0, -1);
        }
    }
}
