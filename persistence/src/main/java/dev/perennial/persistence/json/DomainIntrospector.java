package dev.perennial.persistence.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.perennial.domain.kernel.EventName;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells Jackson what annotations would, so that the domain needs none and does not know of JSON. */
final class DomainIntrospector extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_SIMPLE_NAME =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, Json.TAG, null, false, true);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedClass && isTagged(annotated.getRawType())) {
            return BY_SIMPLE_NAME;
        }
        return super.findPolymorphicTypeInfo(config, annotated);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        var type = annotated.getRawType();
        if (!type.isSealed()) {
            return super.findSubtypes(annotated);
        }
        var members = new ArrayList<NamedType>();
        collectMembers(type, members);
        return members;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        return inSealedHierarchy(annotated.getRawType())
                ? annotated.getRawType().getSimpleName()
                : super.findTypeName(annotated);
    }

    @Override
    public @Nullable Boolean hasAsValue(Annotated annotated) {
        return annotated instanceof AnnotatedMethod method && isValueOfWrapper(method.getMember())
                ? Boolean.TRUE
                : super.hasAsValue(annotated);
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedConstructor constructor
                && constructor.getParameterCount() == 1
                && isWrapper(constructor.getDeclaringClass())) {
            return JsonCreator.Mode.DELEGATING;
        }
        return super.findCreatorAnnotation(config, annotated);
    }

    private static boolean isValueOfWrapper(Member accessor) {
        return accessor.getName().equals("value") && isWrapper(accessor.getDeclaringClass());
    }

    /** A record made only to give a value a type, such as an id. */
    private static boolean isWrapper(Class<?> type) {
        if (!type.isRecord() || inSealedHierarchy(type)) {
            return false;
        }
        var components = type.getRecordComponents();
        return components.length == 1 && components[0].getName().equals("value");
    }

    /** An event is told apart by its stored name, beside its content: class names never reach the journal. */
    private static boolean isTagged(Class<?> type) {
        return inSealedHierarchy(type) && !type.isAnnotationPresent(EventName.class);
    }

    /** Of ours: the JDK has sealed interfaces too, and a string is a member of two of them. */
    private static boolean inSealedHierarchy(Class<?> type) {
        if (type.getName().startsWith("java.")) {
            return false;
        }
        if (type.isSealed()) {
            return true;
        }
        for (var parent : type.getInterfaces()) {
            if (inSealedHierarchy(parent)) {
                return true;
            }
        }
        return false;
    }

    private static void collectMembers(Class<?> type, List<NamedType> into) {
        if (type.isSealed()) {
            for (var member : type.getPermittedSubclasses()) {
                collectMembers(member, into);
            }
        } else {
            into.add(new NamedType(type, type.getSimpleName()));
        }
    }
}
