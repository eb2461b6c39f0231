package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private static final Password PASSWORD = Password.parse("correct horse").orElseThrow();

    private final PasswordHasher hasher =
            new PasswordHasher(new SecuritySettings.PasswordHashing(1, 4, Duration.ofSeconds(30)));

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void verifiesItsOwnHashAndNoOtherPassword() {
        var hash = hasher.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hasher.verify(PASSWORD, Optional.of(hash))).isTrue();
        assertThat(hasher.verify(Password.parse("correct house").orElseThrow(), Optional.of(hash)))
                .isFalse();
        assertThat(hasher.hash(PASSWORD)).as("salted").isNotEqualTo(hash);
    }

    @Test
    void anAccountWithoutAHashIsNeverVerified() {
        assertThat(hasher.verify(PASSWORD, Optional.empty())).isFalse();
    }

    @Test
    void aHashWithOtherParametersStillVerifies() {
        var weaker = Argon2Function.getInstance(8 * 1024, 1, 1, 32, Argon2.ID);
        var old = weaker.hash(PASSWORD.bytes(), new byte[16]).getResult();

        assertThat(hasher.verify(PASSWORD, Optional.of(old))).isTrue();
    }

    @Test
    void theSamePasswordFromAnotherKeyboardIsTheSame() {
        var composed = Password.parse("caf\u00e9-au-lait").orElseThrow();
        var decomposed = Password.parse("cafe\u0301-au-lait").orElseThrow();
        assertThat(hasher.verify(decomposed, Optional.of(hasher.hash(composed))))
                .isTrue();
    }

    @Test
    void moreAtOnceThanMayWaitAreRefusedAtOnceAndTheRestIsServed() throws Exception {
        int served = 0;
        int refused = 0;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < 20; i++) {
                Callable<String> work = () -> hasher.hash(PASSWORD);
                answers.add(callers.submit(work));
            }
            for (var answer : answers) {
                try {
                    assertThat(answer.get()).startsWith("$argon2id$");
                    served++;
                } catch (ExecutionException e) {
                    assertOverloaded(e.getCause());
                    refused++;
                }
            }
        }
        assertThat(served).isGreaterThanOrEqualTo(5);
        assertThat(refused).isPositive();
    }

    @Test
    void aHashThatTakesLongerThanThePatienceIsRefused() {
        try (var hasty = new PasswordHasher(new SecuritySettings.PasswordHashing(1, 4, Duration.ofMillis(1)))) {
            assertThatThrownBy(() -> hasty.hash(PASSWORD)).satisfies(PasswordHasherTest::assertOverloaded);
        }
    }

    private static void assertOverloaded(@Nullable Throwable e) {
        assertThat(e).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.problem().code()).isEqualTo(Problems.OVERLOADED.code());
            assertThat(problem.problem().retryAfter()).isPositive();
        });
    }
}
