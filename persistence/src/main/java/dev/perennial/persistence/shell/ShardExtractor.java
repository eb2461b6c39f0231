package dev.perennial.persistence.shell;

import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/** Tells sharding what {@link ShardKey} says. */
final class ShardExtractor extends ShardingMessageExtractor<ShardingEnvelope<ShellMessage>, ShellMessage> {

    private final ShardKey key;

    ShardExtractor(ShardKey key) {
        this.key = key;
    }

    @Override
    public String entityId(ShardingEnvelope<ShellMessage> message) {
        return message.entityId();
    }

    @Override
    public String shardId(String entityId) {
        return Integer.toString(key.shard(entityId));
    }

    @Override
    public ShellMessage unwrapMessage(ShardingEnvelope<ShellMessage> message) {
        return message.message();
    }
}
