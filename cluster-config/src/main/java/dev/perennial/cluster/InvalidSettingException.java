package dev.perennial.cluster;

/** A setting that the program cannot run with. The message names it; it is meant for who wrote the setting. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String path, String problem) {
        super("Setting %s %s".formatted(path, problem));
    }

    /** From an error that already names the setting. */
    public InvalidSettingException(RuntimeException named) {
        super(named.getMessage(), named);
    }
}
