package dev.perennial.app.management;

/** A shard of an entity type, as directives name it: {@code type/shard}. */
record ShardName(String type, String shard) {

    static ShardName parse(String text) {
        int slash = text.indexOf('/');
        return new ShardName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return type + "/" + shard;
    }
}
