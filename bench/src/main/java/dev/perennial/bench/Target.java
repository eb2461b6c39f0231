package dev.perennial.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A figure the program is held to.
 *
 * @param least whether the figure must reach the bound; otherwise it must stay below it
 */
record Target(String name, double measured, String unit, double bound, boolean least) {

    static Target atLeast(double bound, String name, double measured) {
        return new Target(name, measured, "", bound, true);
    }

    static Target below(double bound, String unit, String name, double measured) {
        return new Target(name, measured, unit, bound, false);
    }

    @JsonProperty(value = "reached", access = JsonProperty.Access.READ_ONLY)
    boolean reached() {
        return least ? measured >= bound : measured < bound;
    }
}
