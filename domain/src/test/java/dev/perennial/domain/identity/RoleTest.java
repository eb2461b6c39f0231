package dev.perennial.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Caller;
import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void ranksRiseFromViewerToOwnerBelowTheOperator() {
        assertThat(Role.values()).containsExactly(Role.VIEWER, Role.MEMBER, Role.ADMIN, Role.OWNER);
        assertThat(Role.values()).extracting(Role::rank).isSorted();
        assertThat(Role.VIEWER.above(Caller.ANONYMOUS.rank())).isTrue();
        assertThat(Role.OWNER.above(Caller.OPERATOR_RANK)).isFalse();
    }

    @Test
    void noRoleIsAboveItself() {
        assertThat(Role.ADMIN.above(Role.ADMIN.rank())).isFalse();
        assertThat(Role.ADMIN.above(Role.MEMBER.rank())).isTrue();
    }
}
