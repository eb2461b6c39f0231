package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.vault.MasterKey;
import dev.perennial.persistence.vault.SigningKeyTable;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysSliceTest {

    private static final SecuritySettings SETTINGS = TestSettings.SETTINGS;
    private static final Duration ROTATION = SETTINGS.signing().rotation();
    private static final Duration AHEAD = SETTINGS.signing().publishAhead();
    private static final Duration OVERLAP =
            SETTINGS.tokenLife().plus(SETTINGS.signing().refresh()).plus(SigningKeys.CLOCK_SKEW);

    private final TestDatabase database = TestDatabase.fresh();
    private final TestClock clock = new TestClock();

    @AfterEach
    void close() {
        database.close();
    }

    private SigningKeys node() {
        return node(TestKeys.MASTER);
    }

    private SigningKeys node(MasterKey master) {
        var keys = SigningKeys.start(new SigningKeyTable(database.database().vault(), master), SETTINGS, clock);
        keys.close(); // No looking by itself; what is loaded stays usable.
        return keys;
    }

    private static String signing(SigningKeys node) {
        return node.signing().getKeyID();
    }

    private static List<String> published(SigningKeys node) throws ParseException {
        return JWKSet.parse(node.publicSet()).getKeys().stream()
                .map(key -> key.getKeyID())
                .toList();
    }

    @Test
    void nodesThatStartAtOnceShareOneFirstKey() throws Exception {
        var kids = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            Callable<String> start = () -> signing(node());
            for (var kid :
                    threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> start).toList())) {
                kids.add(kid.get());
            }
        }
        assertThat(kids).hasSize(1);
        assertThat(published(node())).containsExactlyElementsOf(kids);
    }

    @Test
    void theNextKeyIsPublishedBeforeItSignsAndTheLastOneVerifiesUntilItsTokensHaveExpired() throws Exception {
        var one = node();
        var other = node();
        var first = signing(one);

        clock.advance(ROTATION.minus(AHEAD));
        one.refresh();
        other.refresh();
        assertThat(published(one)).hasSize(2).isEqualTo(published(other));
        assertThat(signing(one)).isEqualTo(first);

        clock.advance(AHEAD);
        var second = signing(one);
        assertThat(second).isNotEqualTo(first).isEqualTo(signing(other));

        clock.advance(OVERLAP.minusSeconds(1));
        assertThat(one.verifying(first)).isPresent();
        assertThat(published(one)).containsExactly(first, second);

        clock.advance(Duration.ofSeconds(1));
        assertThat(one.verifying(first)).isEmpty();
        assertThat(published(one)).containsExactly(second);
    }

    @Test
    void aKeyIsNotReplacedBeforeItsTime() throws Exception {
        var node = node();
        clock.advance(ROTATION.minus(AHEAD).minusSeconds(1));
        node.refresh();
        assertThat(published(node)).hasSize(1);
    }

    @Test
    void afterALongRestTheOldKeySignsUntilTheNewOneHasBeenPublishedLongEnough() {
        var first = signing(node());
        clock.advance(ROTATION.multipliedBy(5));
        var node = node();
        assertThat(signing(node)).isEqualTo(first);
        clock.advance(AHEAD);
        assertThat(signing(node)).isNotEqualTo(first);
    }

    @Test
    void rotatingByHandTakesEffectAtOnceAndOtherNodesFindTheKeyWhenTheyMeetIt() {
        var one = node();
        var other = node();
        var first = signing(one);

        clock.advance(Duration.ofMinutes(1));
        var second = one.rotateNow();

        assertThat(signing(one)).isEqualTo(second);
        assertThat(signing(other)).isEqualTo(first);
        assertThat(other.verifying(second)).isPresent();
        assertThat(signing(other)).isEqualTo(second);
        assertThat(other.verifying(first)).isPresent();
    }

    @Test
    void rotatingByHandOvertakesAKeyThatWasOnlyPublished() throws Exception {
        var node = node();
        var first = signing(node);
        clock.advance(ROTATION.minus(AHEAD));
        node.refresh();
        var byHand = node.rotateNow();

        assertThat(published(node)).containsExactly(first, byHand);
        clock.advance(AHEAD);
        assertThat(signing(node)).isEqualTo(byHand);
    }

    @Test
    void nodesThatRotateByHandAtOnceBothGetTheirKeyAndOneIsNewest() throws Exception {
        var nodes = List.of(node(), node(), node(), node());
        clock.advance(Duration.ofMinutes(1));
        try (var threads = Executors.newFixedThreadPool(nodes.size())) {
            var rotations = nodes.stream()
                    .<Callable<String>>map(node -> node::rotateNow)
                    .toList();
            var made = new HashSet<String>();
            for (var kid : threads.invokeAll(rotations)) {
                made.add(kid.get());
            }
            assertThat(made).hasSize(4);
        }
        var signing = new HashSet<String>();
        for (var node : nodes) {
            node.refresh();
            signing.add(signing(node));
        }
        assertThat(signing).hasSize(1);
    }

    @Test
    void namingUnknownKeysAsksTheDatabaseAtMostOnceASecond() {
        var one = node();
        var other = node();
        clock.advance(Duration.ofSeconds(10));
        assertThat(other.verifying("unknown")).isEmpty();
        var second = one.rotateNow();

        assertThat(other.verifying(second)).as("has just looked").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(other.verifying(second)).isPresent();
    }

    @Test
    void thePrivatePartIsNeverPublishedAndStoredSealed() throws Exception {
        var node = node();
        var d = node.signing().getD().toString();

        assertThat(JWKSet.parse(node.publicSet()).containsNonPublicKeys()).isFalse();
        assertThat(node.publicSet()).doesNotContain(d);
        try (var connection = database.owner().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select row_to_json(k)::text, encode(sealed_jwk, 'escape')"
                                + " from security.signing_keys k")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2)).doesNotContain(d);
        }
    }

    @Test
    void anotherMasterKeyDoesNotOpenThem() {
        node();
        assertThatThrownBy(() -> node(TestKeys.ANOTHER)).isInstanceOf(IllegalStateException.class);
    }
}
