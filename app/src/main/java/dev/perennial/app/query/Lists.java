package dev.perennial.app.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.FieldError;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.RequestHead;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.Page;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists from the views. With a consistency token they wait until the views include what it stands for. */
public final class Lists {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int DEFAULT_LIMIT = 50;

    private final Freshness freshness;
    private final Flows flows;

    public Lists(Freshness freshness, Flows flows) {
        this.freshness = freshness;
        this.flows = flows;
    }

    /** Asks for one page. */
    @FunctionalInterface
    public interface Query<R> {
        Page<R> page(Call call, Optional<Cursor> after, int limit);
    }

    private record Items<T>(
            List<T> items,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    /** A list of the tenant in the path. */
    public <R, T> Handler of(Query<R> query, Function<R, T> item) {
        return list(query, item, (call, _) -> call.tenant());
    }

    /** A list of what is the installation's and no tenant's. */
    public <R, T> Handler ofSystem(Query<R> query, Function<R, T> item) {
        return list(query, item, (_, _) -> TenantId.SYSTEM);
    }

    /** An answer of another form from the views of the tenant in the path, as fresh as the call asks for. */
    public Handler fresh(Flows.Flow answer) {
        return flows.handler(call -> {
            token(call).ifPresent(token -> freshen(call.tenant(), token));
            return answer.run(call);
        });
    }

    /** A list of all tenants, whose tokens each stand for a command on a tenant itself. */
    public <R, T> Handler ofTenants(Query<R> query, Function<R, T> item) {
        return list(query, item, (_, token) -> new TenantId(token.id().value()));
    }

    /** A filter that the contract lists the values of, as the constant of that name. */
    public static <T> Optional<T> filter(Call call, String parameter, Function<String, T> valueOf) {
        return call.query(parameter).map(text -> valueOf.apply(text.toUpperCase(Locale.ROOT)));
    }

    @FunctionalInterface
    private interface Owner {
        TenantId of(Call call, ConsistencyToken token);
    }

    private <R, T> Handler list(Query<R> query, Function<R, T> item, Owner owner) {
        return flows.handler(call -> {
            token(call).ifPresent(token -> freshen(owner.of(call, token), token));
            var page = query.page(call, cursor(call), (int) call.query("limit", DEFAULT_LIMIT));
            return Reply.json(
                    200,
                    new Items<>(
                            page.items().stream().map(item).toList(),
                            page.next().map(Cursor::token).orElse(null)));
        });
    }

    private void freshen(TenantId tenant, ConsistencyToken token) {
        try {
            if (!freshness.await(tenant, token, LONGEST_WAIT)) {
                throw Problems.NOT_YET_VISIBLE
                        .problem("the list does not include what the consistency token stands for yet")
                        .retryAfter(1)
                        .exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.OVERLOADED.exception("the node is stopping");
        }
    }

    private static Optional<ConsistencyToken> token(Call call) {
        return call.head()
                .consistencyToken()
                .map(text -> ConsistencyToken.parse(text)
                        .orElseThrow(() -> RequestHead.invalid("Consistency-Token", "is not one of ours")));
    }

    private static Optional<Cursor> cursor(Call call) {
        return call.query("cursor").map(text -> Cursor.parse(text).orElseThrow(Lists::invalidCursor));
    }

    public static ProblemException invalidCursor() {
        var detail = "is not one of this list";
        return Problems.INVALID_CURSOR
                .problem("the cursor " + detail)
                .with(List.of(new FieldError("query", "/cursor", detail)))
                .exception();
    }
}
