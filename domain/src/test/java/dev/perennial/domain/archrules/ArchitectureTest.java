package dev.perennial.domain.archrules;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The domain keeps every rule of the architecture, and every rule catches the classes that were made to break it. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = Architecture.PERENNIAL.product();
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages("violations");
    private static final Pattern CLASS = Pattern.compile("violations(?:\\.[a-z]+)+\\.([A-Z][A-Za-z]+)");

    private static final Architecture BROKEN = new Architecture(
            "violations",
            Architecture.PERENNIAL.modules(),
            Architecture.PERENNIAL.listeners(),
            Architecture.PERENNIAL.layers());

    /** Who breaks a rule, all of them, by words of the rule's description. */
    private static final Map<String, Set<String>> GUILTY = Map.ofEntries(
            entry("inner layer", Set.of("Outward", "Joining")),
            entry("a listed package", Set.of("Unlisted")),
            entry("leave alone", Set.of("Reaching", "ReachingView")),
            entry("what all modules share", Set.of("KnowsModule")),
            entry("only listens", Set.of("Asking")),
            // The report of a cycle begins with the first module by name, which Circular leads back to.
            entry("free of cycles", Set.of("DocumentPublished")),
            entry("pure Java", Set.of("Networked")),
            entry("clock", Set.of("Clocked")),
            entry(
                    "null-marked",
                    Set.of(
                            "UserId",
                            "Circular",
                            "Inside",
                            "Clocked",
                            "Networked",
                            "Unlisted",
                            "DocumentPublished",
                            "Reaching",
                            "Summary",
                            "Asking",
                            "UserView",
                            "Outward",
                            "ReachingView",
                            "Joining",
                            "Server")));

    static List<ArchRule> ourRules() {
        return Architecture.PERENNIAL.rules();
    }

    static List<ArchRule> brokenRules() {
        return BROKEN.rules();
    }

    @ParameterizedTest
    @MethodSource("ourRules")
    void theDomainKeeps(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void aViolationIsCaught(ArchRule rule) {
        var guilty = GUILTY.entrySet().stream()
                .filter(entry -> rule.getDescription().contains(entry.getKey()))
                .toList();
        assertThat(guilty).as("who breaks: %s", rule.getDescription()).hasSize(1);

        var report = rule.evaluate(VIOLATIONS).getFailureReport().getDetails();

        var caught = report.stream().map(ArchitectureTest::origin).collect(toSet());
        assertThat(caught).isEqualTo(guilty.getFirst().getValue());
    }

    @Test
    void everyWayToAskAClockIsCaught() {
        var report = String.join(
                "\n", rule("clock").evaluate(VIOLATIONS).getFailureReport().getDetails());
        assertThat(report)
                .contains(
                        "asksNow()",
                        "asksNowByReference()",
                        "asksAClock(",
                        "asksTheSystem()",
                        "rollsAnId()",
                        "rollsDice()",
                        "rollsMath()");
    }

    @Test
    void theProductIsSeenWithoutItsTests() {
        assertThat(PRODUCT.contain("dev.perennial.domain.identity.IdentityEntities"))
                .isTrue();
        assertThat(PRODUCT.contain(ArchitectureTest.class)).isFalse();
    }

    private static ArchRule rule(String word) {
        return BROKEN.rules().stream()
                .filter(rule -> rule.getDescription().contains(word))
                .findFirst()
                .orElseThrow();
    }

    /** A report names the class at fault first. */
    private static String origin(String detail) {
        return CLASS.matcher(detail)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow();
    }
}
