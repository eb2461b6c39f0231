package dev.perennial.domain.billing;

import java.time.Instant;

/**
 * Usage that can be priced now, since it will not grow any more but for what comes late, within the grace of its meter.
 *
 * @param period what it is charged for: a billing period, or the part of one before its end or a change
 * @param terms those in force at the end of the period; they price all of it
 * @param billing the billing periods in which quotas that begin anew with them count
 * @param since of a quota by the calendar nothing before is priced: it was by other terms, or free
 * @param last whether the terms end with the period
 */
public record UsageDue(Period period, PlanRef plan, PlanTerms terms, Cycle billing, Instant since, boolean last) {

    /**
     * The full hours that are priced of a quota by the calendar: its periods that end with or within this one, so that each
     * is priced once and as a whole. The last time also what there is of the one that goes on.
     */
    public Period hours(Quota quota) {
        var cycle = quota.cycle(billing);
        var first = cycle.at(period.start()).start();
        var begin = Hours.of(since);
        var from = begin.isAfter(first) ? begin : first;
        var to = last ? Hours.from(period.end()) : cycle.at(period.end()).start();
        return new Period(from, to.isBefore(from) ? from : to);
    }
}
