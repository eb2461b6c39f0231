package dev.perennial.persistence.laws;

import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.tenant.TenantCommand.ChangeSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

class IdentityStorageLawsSliceTest extends StorageLaws {

    IdentityStorageLawsSliceTest() {
        super(IdentityEntities.ALL, List.of(new ChangeSettings(Map.of("colour", "true"), Set.of())));
    }
}
