package dev.perennial.app.billing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.perennial.app.command.Answers;
import dev.perennial.app.http.Call;
import dev.perennial.app.security.Sha256;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event of usage as it came in, in our form or as a CloudEvent. */
record UsageInput(long key, MeterKey meter, Optional<SubjectId> subject, long units, long value, Instant at) {

    private static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    private record Batch(List<Event> events) {}

    private record Event(
            String source,
            String id,
            String meter,
            @Nullable String subject,
            @Nullable Long units,
            @Nullable String value,
            @Nullable String at) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record CloudEvent(
            String specversion,
            String source,
            String id,
            String type,
            @Nullable String subject,
            @Nullable String time,
            @Nullable String datacontenttype,
            @Nullable Data data) {

        Event event() {
            return new Event(
                    source,
                    id,
                    type,
                    subject,
                    data == null ? null : data.units(),
                    data == null ? null : data.value(),
                    time);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(@Nullable Long units, @Nullable String value) {}

    /** @param now when an event happened that does not say it */
    static List<UsageInput> of(Call call, Instant now) {
        return switch (call.mediaType()) {
            case CLOUD_EVENT -> List.of(of(call.body(CloudEvent.class).event(), "", "/time", now));
            case CLOUD_EVENTS ->
                all(
                        Arrays.stream(call.body(CloudEvent[].class))
                                .map(CloudEvent::event)
                                .toList(),
                        "",
                        "/time",
                        now);
            default -> all(call.body(Batch.class).events(), "/events", "/at", now);
        };
    }

    private static List<UsageInput> all(List<Event> events, String where, String time, Instant now) {
        var inputs = new ArrayList<UsageInput>(events.size());
        for (var i = 0; i < events.size(); i++) {
            inputs.add(of(events.get(i), where + "/" + i, time, now));
        }
        return inputs;
    }

    private static UsageInput of(Event event, String where, String time, Instant now) {
        return new UsageInput(
                digest(event.source() + '\n' + event.id()),
                new MeterKey(event.meter()),
                Optional.ofNullable(event.subject()).map(SubjectId::new),
                event.units() == null ? 1 : event.units(),
                event.value() == null ? 0 : digest(event.value()),
                event.at() == null ? now : time(event.at(), where + time));
    }

    private static Instant time(String text, String pointer) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Answers.misfit(pointer, "is not a time of RFC 3339");
        }
    }

    /** 64 bits tell the some ten thousand apart that an account remembers. */
    private static long digest(String text) {
        return Sha256.of(text).a();
    }

    /** @param user who used it where the account is all of the tenant's; else empty */
    Entry entry(String user) {
        return new Entry(key, user, units, value, at);
    }
}
