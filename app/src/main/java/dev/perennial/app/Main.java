package dev.perennial.app;

import com.typesafe.config.ConfigFactory;
import dev.perennial.app.billing.BillingModule;
import dev.perennial.app.identity.IdentityModule;
import dev.perennial.cluster.InvalidSettingException;
import java.util.List;

/** The program. */
public final class Main {

    /** The modules of the product. */
    static final List<Module> MODULES = List.of(new IdentityModule(), new BillingModule());

    private static final int BAD_SETTING = 2;
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        try {
            var node = Node.start(ConfigFactory.empty(), MODULES);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
            announce(node);
            var _ = node.whenEnded().thenRun(() -> System.exit(FAILED));
        } catch (InvalidSettingException wrong) {
            System.err.println("perennial: " + wrong.getMessage());
            System.exit(BAD_SETTING);
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            System.exit(FAILED);
        }
    }

    private static void announce(Node node) {
        node.address().ifPresent(address -> System.out.printf("""

                Perennial serves
                  API            %1$s/v1
                  Documentation  %1$s/docs
                """, address));
        System.out.printf("  Management     %s/management%n", node.managementAddress());
        node.firstOperatorKey().ifPresent(key -> System.out.printf("""

                The operator key of this installation, shown only this once:
                  %s
                """, key));
        node.firstManagementKey().ifPresent(key -> System.out.printf("""

                The key of its management API, shown only this once:
                  %s
                """, key));
    }
}
