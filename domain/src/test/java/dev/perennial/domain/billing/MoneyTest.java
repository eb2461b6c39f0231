package dev.perennial.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void sharesAreRoundedHalfAwayFromZero() {
        assertThat(eur(5).share(1, 2)).isEqualTo(eur(3));
        assertThat(eur(-5).share(1, 2)).isEqualTo(eur(-3));
        assertThat(eur(4).share(1, 3)).isEqualTo(eur(1));
        assertThat(eur(Money.MAX_MINOR).share(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(eur(Money.MAX_MINOR));
    }

    @Test
    void sharesAreThoseOfExactArithmetic() {
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var minor = random.nextLong(-Money.MAX_MINOR, Money.MAX_MINOR);
            var denominator = random.nextLong(1, 1_000_000_000L);
            var numerator = random.nextLong(0, denominator + 1);
            var exact = BigDecimal.valueOf(minor)
                    .multiply(BigDecimal.valueOf(numerator))
                    .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP);
            assertThat(eur(minor).share(numerator, denominator).minor())
                    .as("seed %d", seed)
                    .isEqualTo(exact.longValueExact());
        }
    }

    @Test
    void aPriceIsNotNegativeAndHasABound() {
        assertThat(eur(0).isPrice()).isTrue();
        assertThat(eur(-1).isPrice()).isFalse();
        assertThat(eur(Money.MAX_MINOR).isPrice()).isTrue();
        assertThat(eur(Money.MAX_MINOR + 1).isPrice()).isFalse();
    }

    @Test
    void currenciesDoNotMix() {
        var yen = new Money(1, Currency.getInstance("JPY"));
        assertThatIllegalArgumentException().isThrownBy(() -> eur(1).plus(yen));
        assertThatIllegalArgumentException().isThrownBy(() -> eur(1).compareTo(yen));
    }

    @Test
    void nothingOverflowsUnnoticed() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> eur(Long.MAX_VALUE).plus(eur(1)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> eur(Long.MAX_VALUE).times(2));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> eur(Long.MIN_VALUE).negated());
    }

    private static Money eur(long minor) {
        return new Money(minor, EUR);
    }
}
