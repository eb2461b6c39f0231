package dev.perennial.domain.identity;

/** How much a user or key may do in its tenant; each role may do all that the ones before it may. */
public enum Role {
    VIEWER(10),
    MEMBER(20),
    ADMIN(30),
    OWNER(40);

    private final int rank;

    Role(int rank) {
        this.rank = rank;
    }

    /** Comparable with {@link dev.perennial.domain.kernel.Caller#rank}; between zero and an operator's. */
    public int rank() {
        return rank;
    }

    /** Whether it is above what someone of this rank has. */
    public boolean above(int otherRank) {
        return rank > otherRank;
    }
}
