package dev.perennial.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.Scope.Access;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    private static final Scope READ = new Scope("identity", Access.READ);
    private static final Scope WRITE = new Scope("identity", Access.WRITE);

    @Test
    void writingIncludesReadingOfTheSameModule() {
        assertThat(WRITE.covers(READ)).isTrue();
        assertThat(READ.covers(READ)).isTrue();
        assertThat(READ.covers(WRITE)).isFalse();
        assertThat(WRITE.covers(new Scope("billing", Access.READ))).isFalse();
    }

    @Test
    void readsWhatItWrites() {
        assertThat(READ).hasToString("identity:read");
        assertThat(Scope.parse("identity:read")).contains(READ);
        assertThat(Scope.parse("identity:write")).contains(WRITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", ":read", "identity:", "identity:delete", "identity:READ", "a b:read", "*"})
    void readsNothingElse(String text) {
        assertThat(Scope.parse(text)).isEmpty();
    }

    @Test
    void isOrderedByModuleThenAccess() {
        assertThat(new TreeSet<>(Set.of(WRITE, READ, new Scope("billing", Access.WRITE))))
                .containsExactly(new Scope("billing", Access.WRITE), READ, WRITE);
    }
}
