package dev.perennial.cluster.allocation;

import java.util.List;

/**
 * A member of the cluster, for people.
 *
 * @param status as the cluster calls it, in lower case
 * @param oldest whether it coordinates the shards
 */
public record MemberInfo(
        NodeId node, String status, boolean reachable, List<String> roles, String version, boolean oldest) {}
