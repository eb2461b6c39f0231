package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds when many ask for the same at the same time. */
@ExtendWith(LiveNode.class)
class AtOnceIT {

    private static final int CALLERS = 12;

    private final TestTenant tenant;

    AtOnceIT(Installation installation) {
        tenant = installation.tenant();
    }

    @Test
    void anEmailBelongsToOneOfThoseInvited() {
        var answers = atOnce(_ -> invite("ada@example.org"));

        var winner = answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(winner).as("%s", answers).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> answer.expect(409, "email.taken"));
        var listed = tenant.operator(Request.of("GET", tenant.path("/users"))
                .query("email=ada@example.org")
                .with(
                        "Consistency-Token",
                        winner.getFirst().header("Consistency-Token").orElseThrow()));
        assertThat(listed.json().path("items")).hasSize(1);
        assertThat(listed.text("/items/0/id")).isEqualTo(winner.getFirst().text("/id"));
    }

    @Test
    void oneKeyIsOneCommand() {
        var answers = atOnce(_ -> invite("ada@example.org").with("Idempotency-Key", "once"));

        assertThat(answers).allSatisfy(answer -> answer.expect(201));
        assertThat(answers)
                .extracting(Answer::body)
                .containsOnly(answers.getFirst().body());
        var history = tenant.operator(
                Request.of("GET", tenant.path("/users/" + answers.getFirst().text("/id") + "/history")));
        assertThat(history.expect(200).json().path("items")).hasSize(1);
    }

    @Test
    void ofThoseWhoSawTheSameRevisionOneSucceeds() {
        var answers = atOnce(n -> Request.of("PATCH", tenant.path(""))
                .with("If-Match", "\"1\"")
                .json("{\"name\":\"Name %d\"}".formatted(n)));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.expect(412, "revision-mismatch"));
    }

    /** As the windows of one browser do when the access token has expired. */
    @Test
    void aTokenRefreshedByManyWindowsEndsNoSession() {
        var ada = tenant.person("member");

        var answers = atOnce(
                _ -> Request.of("POST", tenant.path("/sessions/refresh")).json("""
                {"refreshToken":"%s"}""".formatted(ada.refreshToken())));

        assertThat(answers).allSatisfy(answer -> answer.expect(200));
        assertThat(answers)
                .extracting(answer -> answer.text("/refreshToken"))
                .containsOnly(answers.getFirst().text("/refreshToken"));
        tenant.refresh(answers.getFirst().text("/refreshToken")).expect(200);
    }

    private Request invite(String email) {
        return Request.of("POST", tenant.path("/users")).json("""
                {"email":"%s","role":"viewer"}""".formatted(email));
    }

    private List<Answer> atOnce(IntFunction<Request> request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads
                    .invokeAll(IntStream.range(0, CALLERS)
                            .<Callable<Answer>>mapToObj(n -> () -> tenant.operator(request.apply(n)))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
