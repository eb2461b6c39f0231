package dev.perennial.app.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.cluster.allocation.NodeId;
import dev.perennial.cluster.allocation.Orders;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.operation.Directive.Kind;
import dev.perennial.persistence.shell.ShardKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final ShardKey KEY = new ShardKey(128, 16);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final NodeId ONE = new NodeId("10.0.0.1", 7355);
    private static final NodeId TWO = new NodeId("10.0.0.2", 7355);

    @Test
    void nothingOrderedLeavesAllToThePlanner() {
        assertThat(orders()).isEqualTo(Orders.NONE);
    }

    @Test
    void aTenantsPinHoldsForItsBandOfEveryType() {
        var orders = orders(directive(Kind.PIN_TENANT, "acme", ONE));
        var band = KEY.band(new TenantId("acme"));

        assertThat(orders.pins().keySet()).containsExactlyInAnyOrder("user", "session");
        assertThat(orders.of("user").pins())
                .hasSize(band.size())
                .containsEntry(Integer.toString(band.first()), Set.of(ONE))
                .containsEntry(Integer.toString(band.first() + band.size() - 1), Set.of(ONE));
    }

    @Test
    void thePinOfAShardIsStrongerThanThatOfATenant() {
        var shard = Integer.toString(KEY.band(new TenantId("acme")).first());
        var orders = orders(directive(Kind.PIN_SHARD, "user/" + shard, TWO), directive(Kind.PIN_TENANT, "acme", ONE));

        assertThat(orders.of("user").pins()).containsEntry(shard, Set.of(TWO));
        assertThat(orders.of("session").pins()).containsEntry(shard, Set.of(ONE));
    }

    @Test
    void aMoveWaitsUntilItIsDue() {
        var later = new Directive(Kind.MOVE, "user/7", List.of(ONE.toString()), NOW.plusSeconds(1));

        assertThat(orders(later)).isEqualTo(Orders.NONE);
        assertThat(Standing.orders(List.of(later), KEY, List.of("user"), NOW.plusSeconds(1))
                        .of("user")
                        .moves())
                .isEqualTo(Map.of("7", ONE));
    }

    @Test
    void pausesAndDrainsAreForAllTypes() {
        var orders = orders(directive(Kind.PAUSE, ""), directive(Kind.DRAIN, ONE.toString()));

        assertThat(orders.of("user")).isEqualTo(orders.of("session"));
        assertThat(orders.paused()).isTrue();
        assertThat(orders.drained()).containsExactly(ONE);
    }

    private static Directive directive(Kind kind, String subject, NodeId... nodes) {
        return new Directive(
                kind, subject, List.of(nodes).stream().map(NodeId::toString).toList(), Instant.EPOCH);
    }

    private static Orders orders(Directive... directives) {
        return Standing.orders(List.of(directives), KEY, List.of("user", "session"), NOW);
    }
}
