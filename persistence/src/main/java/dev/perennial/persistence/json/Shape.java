package dev.perennial.persistence.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The form in which a class is stored, as a digest: when it differs from the one kept beside stored JSON, that JSON was
 * written by another version of the class and must not be read as this one.
 */
public final class Shape {

    private static final int DIGEST_BYTES = 8;

    private Shape() {}

    /** Sixteen hexadecimal digits over the class and every type of ours that it reaches. */
    public static String of(Class<?> type) {
        return digest(describe(type));
    }

    /** Sixteen hexadecimal digits over a text. */
    public static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    static String describe(Class<?> type) {
        var found = new TreeMap<String, String>();
        visit(type, found);
        return type.getSimpleName() + "\n" + String.join("\n", found.values());
    }

    private static void visit(Type type, TreeMap<String, String> found) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                visit(argument, found);
            }
        } else if (type instanceof Class<?> c && !found.containsKey(c.getName())) {
            visitClass(c, found);
        }
    }

    private static void visitClass(Class<?> type, TreeMap<String, String> found) {
        if (type.isEnum()) {
            var constants = Arrays.stream(type.getEnumConstants()).map(Object::toString);
            found.put(type.getName(), type.getSimpleName() + constants.collect(Collectors.joining(",", "[", "]")));
        } else if (type.isSealed()) {
            var members = Arrays.stream(type.getPermittedSubclasses()).map(Class::getSimpleName);
            found.put(type.getName(), type.getSimpleName() + members.collect(Collectors.joining("|", "{", "}")));
            Arrays.stream(type.getPermittedSubclasses()).forEach(member -> visit(member, found));
        } else if (type.isRecord()) {
            var components = Arrays.stream(type.getRecordComponents())
                    .map(component -> component.getName() + ":" + nameOf(component.getGenericType()));
            found.put(type.getName(), type.getSimpleName() + components.collect(Collectors.joining(",", "(", ")")));
            Arrays.stream(type.getRecordComponents()).forEach(component -> visit(component.getGenericType(), found));
        }
    }

    private static String nameOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            return nameOf(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(Shape::nameOf)
                            .collect(Collectors.joining(",", "<", ">"));
        }
        return type instanceof Class<?> c ? c.getSimpleName() : type.getTypeName();
    }
}
