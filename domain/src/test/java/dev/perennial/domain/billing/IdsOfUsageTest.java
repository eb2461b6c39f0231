package dev.perennial.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdsOfUsageTest {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern METER = Pattern.compile("[a-z][a-z0-9-]{0,23}");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,38}");
    private static final String CHARACTERS = "azAZ09_-. \u00e9|/";

    @Test
    void isWhatThePatternsOfTheContractSay() {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++) {
            // Mostly of characters that are allowed, of all lengths around the limits.
            var some = random.nextInt(4) == 0 ? CHARACTERS.length() : 8;
            var text = random.ints(random.nextInt(68), 0, some)
                    .mapToObj(at -> CHARACTERS.substring(at, at + 1))
                    .reduce("", String::concat);
            assertThat(Ids.valid(text)).as(text).isEqualTo(ID.matcher(text).matches());
            assertThat(SubjectId.valid(text))
                    .as(text)
                    .isEqualTo(SUBJECT.matcher(text).matches());
            var lower = text.toLowerCase(Locale.ROOT);
            assertThat(MeterKey.valid(lower))
                    .as(lower)
                    .isEqualTo(METER.matcher(lower).matches());
            assertThat(MeterKey.valid(text))
                    .as(text)
                    .isEqualTo(METER.matcher(text).matches());
        }
    }

    @Test
    void anAccountsIdIsReadAgain() {
        var longest = new UsageId(new MeterKey("m".repeat(24)), Optional.of(new SubjectId("s_".repeat(19) + "s")));
        assertThat(UsageId.of(longest.entity())).isEqualTo(longest);
        var shared = new UsageId(new MeterKey("api-calls"), Optional.empty());
        assertThat(UsageId.of(shared.entity())).isEqualTo(shared);
        assertThat(new UsageId(new MeterKey("m"), Optional.of(new SubjectId("u"))).entity())
                .isEqualTo(new EntityId("m_u"));
    }
}
