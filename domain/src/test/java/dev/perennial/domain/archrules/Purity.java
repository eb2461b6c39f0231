package dev.perennial.domain.archrules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What of the JDK a state machine may use: nothing that reaches the world or answers differently the next time. */
final class Purity {

    // An allow list, so that what a newer JDK brings is refused until someone thinks about it.
    private static final Set<String> PURE_JAVA = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio.charset",
            "java.security",
            "java.time",
            "java.time.temporal",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "org.jspecify.annotations");

    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.random.RandomGenerator");

    private static final Set<String> ASKING = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle");

    private Purity() {}

    /** What the class depends on beyond pure Java and its own layer. */
    static Stream<String> impureDependencies(JavaClass type, Predicate<JavaClass> ownLayer) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> {
                    var target = dependency.getTargetClass().getBaseComponentType();
                    return !target.isPrimitive()
                            && !ownLayer.test(target)
                            && !PURE_JAVA.contains(target.getPackageName());
                })
                .map(Dependency::getDescription);
    }

    /** Where the class asks for the time or for chance, by call or by reference. */
    static Stream<String> clocksAndDice(JavaClass type) {
        return type.getAccessesFromSelf().stream()
                .filter(Purity::asksClockOrRollsDice)
                .map(JavaAccess::getDescription);
    }

    private static boolean asksClockOrRollsDice(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return CLOCKS_AND_DICE.contains(owner.getName())
                || (owner.getPackageName().startsWith("java.time")
                        && access.getName().equals("now"))
                || ASKING.contains(owner.getName() + "." + access.getName());
    }
}
