package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hashes passwords with Argon2id (19 MiB, 2 passes, 1 lane: OWASP's recommendation), about 25 ms of one core each.
 *
 * <p>Runs on a few threads of its own, so that no actor and no virtual thread's carrier computes hashes, with a bounded
 * queue: beyond it, or when a hash takes longer than the patience of the settings, the caller gets a
 * {@link ProblemException} of {@link Problems#OVERLOADED}. Its methods block; call them on a virtual thread.
 */
public final class PasswordHasher implements AutoCloseable {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final SecuritySettings.PasswordHashing settings;
    private final ThreadPoolExecutor threads;

    /** A hash of a password that nobody knows. */
    private final String nobodys;

    public PasswordHasher(SecuritySettings.PasswordHashing settings) {
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.queue()),
                Thread.ofPlatform().daemon().name("password-hash-", 0).factory());
        this.nobodys = compute(randomBytes(HASH_BYTES));
    }

    /** The hash to store, with its parameters and salt (PHC string format). */
    public String hash(Password password) {
        return run(() -> compute(password.bytes()));
    }

    /**
     * Whether it is the password of that hash. For an account that does not exist, or has no password, the hash is
     * empty: then it takes as long and is false, so that time does not tell which accounts there are.
     */
    public boolean verify(Password password, Optional<String> phc) {
        var stored = phc.orElse(nobodys);
        var matches = run(
                () -> Argon2Function.getInstanceFromHash(stored).check(password.bytes(), stored.getBytes(US_ASCII)));
        return matches && phc.isPresent();
    }

    private String compute(byte[] password) {
        return argon2.hash(password, randomBytes(SALT_BYTES)).getResult();
    }

    private static byte[] randomBytes(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private <T> T run(Callable<T> work) {
        Future<T> future = null;
        try {
            future = threads.submit(work);
            return future.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | TimeoutException full) {
            throw overloaded();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("cannot compute a password hash", bug.getCause());
        } finally {
            if (future != null) {
                // Whoever gave up waiting leaves no work behind.
                future.cancel(false);
            }
        }
    }

    private static ProblemException overloaded() {
        return Problems.OVERLOADED
                .problem("Too many passwords are being checked at once.")
                .retryAfter(RETRY_AFTER_SECONDS)
                .exception();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
