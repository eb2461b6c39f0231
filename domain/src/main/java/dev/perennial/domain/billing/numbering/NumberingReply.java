package dev.perennial.domain.billing.numbering;

/** The number of the invoice that was asked about. */
public record NumberingReply(long number) {}
