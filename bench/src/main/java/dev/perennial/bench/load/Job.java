package dev.perennial.bench.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One piece of work for the load generator. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HttpJob.class, name = "http"),
    @JsonSubTypes.Type(value = PostgresJob.class, name = "postgres"),
    @JsonSubTypes.Type(value = LagJob.class, name = "lag")
})
public sealed interface Job permits HttpJob, PostgresJob, LagJob {}
