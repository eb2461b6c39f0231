package dev.perennial.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitsTest {

    private final Commits commits = new Commits();

    @Test
    void wakesThoseWhoFollowTheTypeAndNobodyElse() {
        var users = commits.of(Set.of("users")).listen();
        var both = commits.of(Set.of("users", "wallets")).listen();
        var alsoBoth = commits.of(Set.of("wallets", "users")).listen();

        commits.ring("wallets");
        commits.ring("nobody's");
        assertThat(users.unheard()).isZero();
        assertThat(both.unheard()).isEqualTo(1);
        assertThat(alsoBoth.unheard()).isEqualTo(1);

        commits.ring("users");
        assertThat(users.unheard()).isEqualTo(1);
        assertThat(both.unheard()).isEqualTo(2);

        commits.ringAll();
        assertThat(users.unheard()).isEqualTo(2);
        assertThat(both.unheard()).isEqualTo(3);
    }
}
