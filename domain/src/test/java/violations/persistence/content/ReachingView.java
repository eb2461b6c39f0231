package violations.persistence.content;

import violations.persistence.identity.UserView;

/** Reaches into another module's views. */
public record ReachingView(UserView[] users) {}
