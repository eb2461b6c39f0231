package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    private static final byte[] BYTES = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    @Test
    void theSameKeyDerivesTheSameSubkeysAndEveryPurposeHasItsOwn() {
        var key = MasterKey.of(BYTES);
        var again = MasterKey.parse(Base64.getEncoder().encodeToString(BYTES) + "\n");

        assertThat(key.digest("a").of("x")).isEqualTo(again.digest("a").of("x"));
        assertThat(key.digest("a").of("x")).isNotEqualTo(key.digest("b").of("x"));
        var sealed = key.sealing("a").seal(BYTES, BYTES);
        assertThat(again.sealing("a").open(sealed, BYTES)).contains(BYTES);
        assertThat(again.sealing("b").open(sealed, BYTES)).isEmpty();
    }

    @Test
    void aKeyOfAnotherLengthOrNotInBase64IsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> MasterKey.of(new byte[16])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MasterKey.parse("c2VjcmV0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> MasterKey.parse("sécret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("é");
    }

    @Test
    void nothingSecretPrints() {
        var key = MasterKey.of(BYTES);
        assertThat(key).hasToString("MasterKey[…]");
        assertThat(key.digest("a")).hasToString("Hmac[…]");
        assertThat(key.sealing("a")).hasToString("SealingKey[…]");
    }

    @Test
    void aFileIsMadeOncePrivateAndWholeHoweverManyStartAtOnce(@TempDir Path folder) throws Exception {
        var file = folder.resolve("data/master.key");
        var digests = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<byte[]> start = () -> MasterKey.inFile(file).digest("a").of("x");
            for (var result :
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList())) {
                digests.add(Base64.getEncoder().encodeToString(result.get()));
            }
        }
        assertThat(digests).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatEveryoneCanReadIsRefused(@TempDir Path folder) throws Exception {
        var file = folder.resolve("master.key");
        MasterKey.inFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKey.inFile(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
    }
}
