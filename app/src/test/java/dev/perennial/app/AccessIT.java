package dev.perennial.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation by every kind of caller, against a table of who may what that stands here and nowhere else.
 *
 * <p>The calls change nothing: they name what does not exist, a revision that is not, or a body that does not fit, all of
 * which is looked at only after the caller was let in.
 */
@ExtendWith(LiveNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {

    /** Operation, least caller, whether people may do it to themselves, scope of keys. */
    private static final Map<String, Rule> RULES = """
            getContract          public
            getDocs              public
            getDocsFile          public
            getKeySet            public
            acceptInvitation     public
            logIn                public
            refreshSession       public
            getMe                authenticated
            rotateSigningKeys    operator
            createTenant         operator
            listTenants          operator
            suspendTenant        operator
            reactivateTenant     operator
            closeTenant          operator
            getTenant            viewer  -        identity:read
            renameTenant         admin   -        identity:write
            changeSettings       admin   -        identity:write
            getTenantHistory     admin   -        identity:read
            inviteUser           admin   -        identity:write
            listUsers            viewer  -        identity:read
            getUser              viewer  user     identity:read
            changeRole           admin   -        identity:write
            deactivateUser       admin   -        identity:write
            reactivateUser       admin   -        identity:write
            changeProfile        admin   user     identity:write
            changePassword       self    user     -
            erasePersonalData    admin   user     identity:write
            logOutEverywhere     admin   user     identity:write
            getUserHistory       admin   user     identity:read
            logOut               viewer  -        identity:write
            getSessionHistory    admin   session  identity:read
            createApiKey         admin   -        identity:write
            listApiKeys          admin   -        identity:read
            getApiKey            admin   -        identity:read
            revokeApiKey         admin   -        identity:write
            getApiKeyHistory     admin   -        identity:read
            listMeters           operator
            getMeter             operator
            defineMeter          operator
            retireMeter          operator
            consumeUnits         member  -        billing:write
            checkQuota           viewer  -        billing:read
            reserveUnits         member  -        billing:write
            commitReservation    member  -        billing:write
            releaseReservation   member  -        billing:write
            recordUsage          member  -        billing:write
            listUsage            viewer  -        billing:read
            listPlans            operator
            listOffers           viewer  -        billing:read
            getPlan              operator
            publishPlan          operator
            getPlanVersion       operator
            retirePlan           operator
            getSubscription      viewer  -        billing:read
            subscribe            admin   -        billing:write
            changePlan           admin   -        billing:write
            changeSeats          admin   -        billing:write
            cancelSubscription   admin   -        billing:write
            resumeSubscription   admin   -        billing:write
            getSubscriptionHistory viewer  -        billing:read
            getEntitlements      viewer  -        billing:read
            whatIf               operator
            listSubscriptions    operator
            getRevenue           operator
            createWallet         admin   -        billing:write
            listWallets          viewer  -        billing:read
            getWallet            viewer  -        billing:read
            getWalletHistory     viewer  -        billing:read
            getWalletStatement   viewer  -        billing:read
            grantCredits         operator
            consumeCredits       member  -        billing:write
            holdCredits          member  -        billing:write
            captureHold          member  -        billing:write
            releaseHold          member  -        billing:write
            configureTopUp       operator
            turnOffTopUp         operator
            draftInvoice         operator
            finaliseInvoice      operator
            voidInvoice          operator
            writeOffInvoice      operator
            creditInvoice        operator
            payInvoice           admin   -        billing:write
            listInvoices         admin   -        billing:read
            getInvoice           admin   -        billing:read
            getInvoiceDocument   admin   -        billing:read
            getInvoiceHistory    admin   -        billing:read
            listPayments         admin   -        billing:read
            getPayment           admin   -        billing:read
            getPaymentHistory    admin   -        billing:read
            tellPayment          public
            """.lines().map(line -> line.split(" +", -1)).collect(toMap(
            words -> words[0],
            words -> words.length == 2 ? new Rule(words[1], "-", "") : new Rule(words[1], words[2], words[3])));

    private static final List<String> ROLES = List.of("viewer", "member", "admin", "owner");
    private static final Set<String> GUARDS = Set.of(
            "credential-missing",
            "credential-invalid",
            "foreign-tenant",
            "insufficient-role",
            "insufficient-scope",
            "not-self",
            "tenant-suspended",
            "tenant-closed");
    private static final String ADMITTED = "admitted";

    private record Rule(String least, String self, String scope) {}

    /**
     * Someone who calls.
     *
     * @param scopes of a key; absent for people
     * @param self the ids of user and session by the path parameter's name
     */
    private record Caller(
            String name, String credential, String role, Optional<Set<String>> scopes, Map<String, String> self) {}

    private final Installation installation;
    private final TestTenant home;
    private final TestTenant other;
    private final TestTenant suspended;
    private final List<Caller> members;
    private final List<Caller> sleepers;
    private final Map<String, String> worthless = new LinkedHashMap<>();

    AccessIT(Installation installation) {
        this.installation = installation;
        home = installation.tenant();
        other = installation.tenant();
        suspended = installation.tenant();
        members = callers(home);
        sleepers = callers(suspended);
        worthless.put("garbage", "garbage");
        worthless.put("a tampered token", tampered(members.getFirst().credential()));
        worthless.put("a key of nobody", "pn_key." + home.id() + ".k_none.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        worthless.put("another operator's key", tampered(installation.operator()));
        worthless.put("a refresh token", home.person("owner").refreshToken());
        worthless.put("a revoked key", revoked());
        worthless.put("the token of a session that is over", loggedOut());
        suspended.suspend();
    }

    static List<Documented> operations() {
        return Documented.all();
    }

    /** Until then a node may go on with what it knows. */
    @BeforeAll
    void worthlessByNow() {
        worthless
                .values()
                .forEach(credential -> Awaiting.status(
                        installation, Request.of("GET", "/v1/me").as(credential), 401));
    }

    @Test
    void theTableIsWhole() {
        assertThat(RULES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Documented::id).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobody(Documented operation) {
        var expected = rule(operation).least().equals("public") ? ADMITTED : "credential-missing";

        assertThat(verdict(call(operation, home.id(), Map.of()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void worthlessCredentials(Documented operation) {
        var expected = rule(operation).least().equals("public") ? ADMITTED : "credential-invalid";
        var softly = new SoftAssertions();
        worthless.forEach((name, credential) -> softly.assertThat(
                        verdict(call(operation, home.id(), Map.of()).as(credential)))
                .as(name)
                .isEqualTo(expected));
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operators(Documented operation) {
        for (var tenant : List.of(home.id(), suspended.id(), "nowhere")) {
            // What is public sees no credential, so a suspended tenant is closed to whoever comes.
            var expected =
                    closedToThePublic(operation) && tenant.equals(suspended.id()) ? "tenant-suspended" : ADMITTED;
            assertThat(verdict(call(operation, tenant, Map.of()).as(installation.operator())))
                    .as(tenant)
                    .isEqualTo(rule(operation).least().equals("self") ? "not-self" : expected);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void membersOfTheTenant(Documented operation) {
        check(members, caller -> call(operation, home.id(), Map.of()), caller -> expected(operation, caller, false));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void peopleThemselves(Documented operation) {
        check(
                members,
                caller -> call(operation, home.id(), caller.self()),
                caller -> expected(operation, caller, !caller.self().isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void membersOfASuspendedTenant(Documented operation) {
        check(sleepers, caller -> call(operation, suspended.id(), Map.of()), caller -> {
            var awake = expected(operation, caller, false);
            return awake.equals(ADMITTED)
                            && operation.isCommand()
                            && operation.template().contains("{tenant}")
                    ? "tenant-suspended"
                    : awake;
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void membersOfAnotherTenantLearnNothing(Documented operation) {
        if (!operation.template().contains("{tenant}")
                || rule(operation).least().equals("public")) {
            return;
        }
        var expected = rule(operation).least().equals("operator") ? "insufficient-role" : "foreign-tenant";
        for (var caller : members) {
            var existing =
                    installation.send(call(operation, other.id(), caller.self()).as(caller.credential()));
            var missing =
                    installation.send(call(operation, "nowhere", caller.self()).as(caller.credential()));

            existing.expect(403, expected);
            assertThat(told(existing)).as(caller.name()).isEqualTo(told(missing));
        }
    }

    @Test
    void logInTellsNothingOfTenantsAndPeople() {
        var person = home.person("viewer");
        var answers = new ArrayList<List<?>>();
        for (var tenant : List.of(home, new TestTenant(installation, "nowhere"))) {
            for (var email : List.of(person.email(), "nobody@example.org")) {
                answers.add(told(tenant.logIn(email, "not the password").expect(401, "unauthenticated")));
            }
        }

        assertThat(answers).containsOnly(answers.getFirst());
    }

    private void check(List<Caller> callers, Function<Caller, Request> call, Function<Caller, String> expected) {
        var softly = new SoftAssertions();
        for (var caller : callers) {
            softly.assertThat(verdict(call.apply(caller).as(caller.credential())))
                    .as(caller.name())
                    .isEqualTo(expected.apply(caller));
        }
        softly.assertAll();
    }

    private static String expected(Documented operation, Caller caller, boolean self) {
        var rule = rule(operation);
        return switch (rule.least()) {
            case "public", "authenticated" -> ADMITTED;
            case "operator" -> "insufficient-role";
            case "self" -> self ? ADMITTED : "not-self";
            default -> {
                if (self && operation.template().contains("{" + rule.self() + "}")) {
                    yield ADMITTED;
                }
                if (caller.scopes().isPresent() && !opens(caller.scopes().get(), rule.scope())) {
                    yield "insufficient-scope";
                }
                yield ROLES.indexOf(caller.role()) >= ROLES.indexOf(rule.least()) ? ADMITTED : "insufficient-role";
            }
        };
    }

    private static boolean opens(Set<String> scopes, String needed) {
        return scopes.contains(needed) || scopes.contains(needed.replace(":read", ":write"));
    }

    /** The guard's refusal, or that the call came through to be answered by the operation itself. */
    private String verdict(Request request) {
        var answer = installation.send(request);
        assertThat(answer.status()).as("%s", answer).isLessThan(500);
        if (!GUARDS.contains(answer.code())) {
            return ADMITTED;
        }
        assertThat(answer.status()).isEqualTo(answer.code().startsWith("credential-") ? 401 : 403);
        return answer.code();
    }

    private static Request call(Documented operation, String tenant, Map<String, String> self) {
        var path = operation.nowhere();
        path.putAll(self);
        path.put("tenant", tenant);
        var request = operation.request(path);
        if (operation.takes("If-Match")) {
            request = request.with("If-Match", "\"9999\"");
        }
        return operation.hasBody() ? request.json("{}") : request;
    }

    private static boolean closedToThePublic(Documented operation) {
        return rule(operation).least().equals("public")
                && operation.isCommand()
                && operation.template().contains("{tenant}");
    }

    private static Rule rule(Documented operation) {
        return Optional.ofNullable(RULES.get(operation.id())).orElseThrow();
    }

    /** All that a caller can see except what names the single request. */
    private static List<?> told(Answer answer) {
        return List.of(
                answer.status(),
                answer.code(),
                answer.text("/title"),
                answer.text("/detail"),
                answer.json().properties().stream().map(Map.Entry::getKey).toList(),
                answer.headers().map().keySet());
    }

    private static List<Caller> callers(TestTenant tenant) {
        var callers = new ArrayList<Caller>();
        for (var role : ROLES) {
            var person = tenant.person(role);
            callers.add(new Caller(
                    "a " + role,
                    person.accessToken(),
                    role,
                    Optional.empty(),
                    Map.of("user", person.id(), "session", person.session())));
            callers.add(key(tenant, role, Set.of("identity:read", "identity:write", "billing:write")));
        }
        callers.add(key(tenant, "owner", Set.of("identity:read")));
        callers.add(key(tenant, "owner", Set.of("identity:write")));
        callers.add(key(tenant, "owner", Set.of("billing:read")));
        callers.add(key(tenant, "owner", Set.of("content:read")));
        return List.copyOf(callers);
    }

    private static Caller key(TestTenant tenant, String role, Set<String> scopes) {
        var key = tenant.key(role, "\"" + String.join("\",\"", scopes) + "\"");
        return new Caller("a key of role " + role + " with " + scopes, key.text(), role, Optional.of(scopes), Map.of());
    }

    private String revoked() {
        var key = home.key("owner");
        home.operator(Request.of("DELETE", home.path("/api-keys/" + key.id()))).expect(200);
        return key.text();
    }

    private String loggedOut() {
        var person = home.person("owner");
        home.operator(Request.of("DELETE", home.path("/sessions/" + person.session())))
                .expect(200);
        return person.accessToken();
    }

    /** The same with another character in the middle of its last part, where every bit counts. */
    private static String tampered(String credential) {
        int at = credential.length() - 10;
        char other = credential.charAt(at) == 'A' ? 'B' : 'A';
        return credential.substring(0, at) + other + credential.substring(at + 1);
    }
}
