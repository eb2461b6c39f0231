package dev.perennial.domain.billing;

/** A published version of a plan, which never changes. Versions count from 1. */
public record PlanRef(PlanKey plan, int version) {}
