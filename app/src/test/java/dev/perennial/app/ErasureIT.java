package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever is erased is gone from everywhere, and what they did is still known. */
@ExtendWith(LiveNode.class)
class ErasureIT {

    private static final String NAME = "Ada Countess of Lovelace";

    private final Installation installation;
    private final TestTenant tenant;

    ErasureIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void noTableHoldsAnythingOfThePerson() {
        var ada = tenant.person("member");
        var user = tenant.path("/users/" + ada.id());
        for (var name : List.of("Ada", "Ada King", NAME)) {
            tenant.operator(Request.of("PATCH", user + "/profile").json("{\"displayName\":\"%s\"}".formatted(name)))
                    .expect(200);
        }
        var list = Request.of("GET", tenant.path("/users")).query("email=" + ada.email());
        Awaiting.holds(
                () -> assertThat(tenant.operator(list).expect(200).body()).contains(NAME));
        // The search finds what is there: plain in the view, and the person's id in the bytes of events and snapshots.
        assertThat(tablesWith(ada.email())).contains("identity.users");
        assertThat(tablesWith(NAME)).contains("identity.users");
        Awaiting.holds(() -> assertThat(tablesWith(ada.id()))
                .contains("journal.event_journal", "journal.snapshot", "vault.subject_keys"));

        tenant.operator(Request.of("DELETE", user + "/personal-data")).expect(200);

        Awaiting.holds(() -> {
            assertThat(tablesWith(ada.email())).isEmpty();
            assertThat(tablesWith(NAME)).isEmpty();
        });
        assertThat(query("select count(wrapped) from vault.subject_keys where subject = '%s'".formatted(ada.id())))
                .containsExactly("0");
    }

    /** Every table with the text anywhere, in whatever case, in any column of it. */
    private List<String> tablesWith(String text) {
        var searches = query("""
                select format(case data_type
                         when 'bytea' then 'select %1$L where exists (select from %1$s where position(%3$L::bytea in %2$I) > 0)'
                         else 'select %1$L where exists (select from %1$s where position(lower(%4$L) in lower(%2$I::text)) > 0)'
                       end, format('%I.%I', table_schema, table_name), column_name, convert_to($1, 'UTF8'), $1)
                from information_schema.columns join information_schema.tables using (table_catalog, table_schema, table_name)
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                """.replace("$1", "'" + text + "'"));
        assertThat(searches).hasSizeGreaterThan(20);
        return query(String.join(" union ", searches));
    }

    private List<String> query(String sql) {
        try (var connection = DriverManager.getConnection(installation.databaseUrl())) {
            return Jdbc.query(connection, sql, row -> row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Test
    void erasureLeavesTheHistoryWithoutThePerson() {
        var ada = tenant.person("member");
        var user = tenant.path("/users/" + ada.id());
        tenant.operator(Request.of("PATCH", user + "/profile").json("{\"displayName\":\"Ada Lovelace\"}"))
                .expect(200);
        assertThat(history(user)).contains(ada.email(), "Ada Lovelace");

        var erased = installation
                .send(Request.of("DELETE", user + "/personal-data").as(ada.accessToken()))
                .expect(200);

        assertThat(history(user))
                .contains("identity.user-invited", "[erased]", "identity.user-personal-data-erased")
                .doesNotContain(ada.email(), "Ada Lovelace", "Some Person");
        for (var past : new String[] {"", "?revision=1", "?revision=3"}) {
            assertThat(tenant.operator(Request.of("GET", user + past))
                            .expect(200)
                            .body())
                    .doesNotContain(ada.email(), "Ada Lovelace", "Some Person");
        }
        var listed = tenant.operator(Request.of("GET", tenant.path("/users"))
                .with("Consistency-Token", erased.header("Consistency-Token").orElseThrow()));
        assertThat(listed.expect(200).body()).contains(ada.id()).doesNotContain(ada.email(), "Ada Lovelace");
        Awaiting.status(installation, me(ada.accessToken()), 401);
        tenant.logIn(ada.email(), TestTenant.PASSWORD).expect(401, "unauthenticated");
    }

    @Test
    void anErasedPersonsEmailIsFreeAgain() {
        var ada = tenant.person("member");
        var invite = Request.of("POST", tenant.path("/users"))
                .json("{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(ada.email()));
        tenant.operator(invite).expect(409, "email.taken");

        tenant.operator(Request.of("DELETE", tenant.path("/users/" + ada.id() + "/personal-data")))
                .expect(200);

        Awaiting.status(installation, invite.as(installation.operator()), 201);
    }

    private String history(String entity) {
        return tenant.operator(Request.of("GET", entity + "/history"))
                .expect(200)
                .body();
    }

    private static Request me(String credential) {
        return Request.of("GET", "/v1/me").as(credential);
    }
}
