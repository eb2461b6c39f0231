package dev.perennial.bench.load;

/**
 * What became of requests.
 *
 * @param accepted answered with a success
 * @param refused answered 429 or 503: the server said that it has too much to do
 * @param failed anything else: another status, or no answer at all
 * @param unsent never sent, because every connection was busy at its time
 */
public record Counts(long accepted, long refused, long failed, long unsent) {

    public static final Counts NONE = new Counts(0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                accepted + other.accepted, refused + other.refused, failed + other.failed, unsent + other.unsent);
    }

    Counts plusAnswer(int status) {
        if (status == 429 || status == 503) {
            return new Counts(accepted, refused + 1, failed, unsent);
        }
        return status / 100 == 2 ? new Counts(accepted + 1, refused, failed, unsent) : plusFailure();
    }

    Counts plusFailure() {
        return new Counts(accepted, refused, failed + 1, unsent);
    }

    Counts plusUnsent() {
        return new Counts(accepted, refused, failed, unsent + 1);
    }
}
