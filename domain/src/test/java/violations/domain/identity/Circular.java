package violations.domain.identity;

import violations.domain.content.DocumentPublished;

/** Content knows identity, so identity may not know content. */
public record Circular(DocumentPublished event) {}
