package dev.perennial.persistence.laws;

import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every entity of every module of ours. */
class ProductLawsSliceTest extends StorageLaws {

    ProductLawsSliceTest() {
        super("dev.perennial.domain", List.of(new ChangeSettings(Map.of("colour", "true"), Set.of())));
    }
}
