package dev.perennial.domain.laws;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entities below a package, found as the modules declare them: each in a list {@code ALL} of a class
 * {@code <Module>Entities}. What is found here no law is spared, and what is in no list is found too.
 */
public final class DeclaredEntities {

    private final JavaClasses classes;

    private DeclaredEntities(JavaClasses classes) {
        this.classes = classes;
    }

    /** Those of the domain with that root package, such as {@code dev.perennial.domain}; tests declare none. */
    public static DeclaredEntities below(String root) {
        return new DeclaredEntities(new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(root));
    }

    /** All of them, by the names of their modules' lists. */
    public List<EntityType<?, ?, ?, ?>> all() {
        var all = new ArrayList<EntityType<?, ?, ?, ?>>();
        classes.stream()
                .filter(type -> type.getSimpleName().endsWith("Entities"))
                .filter(type -> type.tryGetField("ALL").isPresent())
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .forEach(type -> list(type).forEach(entry -> all.add((EntityType<?, ?, ?, ?>) entry)));
        return List.copyOf(all);
    }

    /** One sentence for each piece that an entity lacks, and what is to be done about it. */
    public List<String> missing() {
        var listed = all().stream()
                .map(entity -> entity.decider().getClass().getName())
                .toList();
        return classes.stream()
                .filter(type -> type.isAssignableTo(Decider.class)
                        && !type.isInterface()
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .flatMap(decider -> Stream.of(
                                listed.contains(decider.getName())
                                        ? ""
                                        : "%s decides for no entity: add an EntityType with it to the list ALL of its module's …Entities"
                                                .formatted(decider.getName()),
                                isTested(decider)
                                        ? ""
                                        : "%s has no test: write %sTest in the same package of src/test, with Given"
                                                .formatted(decider.getName(), decider.getSimpleName()))
                        .filter(sentence -> !sentence.isEmpty()))
                .toList();
    }

    private static boolean isTested(JavaClass decider) {
        try {
            Class.forName(decider.getName() + "Test", false, DeclaredEntities.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static List<?> list(JavaClass type) {
        try {
            return (List<?>) type.reflect().getField("ALL").get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.getName() + ".ALL is not a public static list", e);
        }
    }
}
