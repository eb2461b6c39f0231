package dev.perennial.domain.billing;

/**
 * Usage that can be priced now, since it will not grow any more but for late events within their grace.
 *
 * @param period what it is charged for: a billing period, or the part of one before its end or a change
 * @param terms those in force at the end of the period; they price all of it
 * @param billing the billing periods in which quotas that begin anew with them count
 */
public record UsageDue(Period period, PlanRef plan, PlanTerms terms, Cycle billing) {}
