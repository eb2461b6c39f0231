package dev.perennial.app.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where nodes run: on this machine as it is, or in a network of their own on it.
 *
 * @param enter the command that runs another one there
 * @param address at which others reach it
 * @param database the address of PostgreSQL from there
 * @param managementPort of the one node there; any free one where there are several
 * @param environment of every node there
 */
record Machine(
        List<String> enter,
        String address,
        String database,
        OptionalInt managementPort,
        Map<String, String> environment) {

    static final Machine THIS = new Machine(List.of(), "127.0.0.1", "127.0.0.1", OptionalInt.empty(), Map.of());
}
