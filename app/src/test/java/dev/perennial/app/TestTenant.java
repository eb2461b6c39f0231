package dev.perennial.app;

import java.util.concurrent.atomic.AtomicInteger;

/** A tenant of a test, with shorthands for the people and keys that tests need. */
record TestTenant(Installation installation, String id) {

    static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    /** Someone invited who has not accepted. */
    record Invited(String id, String email, String token) {}

    /** Someone logged in. */
    record Person(String id, String email, String session, String accessToken, String refreshToken) {}

    record Key(String id, String text) {}

    String path(String rest) {
        return "/v1/tenants/" + id + rest;
    }

    Answer operator(Request request) {
        return installation.send(request.as(installation.operator()));
    }

    Invited invite(String role) {
        var email = "person" + PEOPLE.incrementAndGet() + "@example.org";
        var invitation = operator(Request.of("POST", path("/users")).json("""
                {"email":"%s","displayName":"Some Person","role":"%s"}""".formatted(email, role)))
                .expect(201);
        return new Invited(invitation.text("/id"), email, invitation.text("/invitationToken"));
    }

    /** A new user of that role, logged in. */
    Person person(String role) {
        var invited = invite(role);
        installation
                .send(Request.of("POST", path("/users/" + invited.id() + "/accept"))
                        .json("""
                        {"token":"%s","password":"%s"}""".formatted(invited.token(), PASSWORD)))
                .expect(200);
        return person(invited.email(), logIn(invited.email(), PASSWORD).expect(201));
    }

    Answer logIn(String email, String password) {
        return installation.send(logInRequest(email, password));
    }

    /** From an address that nobody else comes from. */
    Request logInRequest(String email, String password) {
        int client = CLIENTS.incrementAndGet();
        return Request.of("POST", path("/sessions"))
                .with("X-Forwarded-For", "198.18.%d.%d".formatted(client / 256, client % 256))
                .json("""
                {"email":"%s","password":"%s"}""".formatted(email, password));
    }

    Person person(String email, Answer loggedIn) {
        return new Person(
                loggedIn.text("/user"),
                email,
                loggedIn.text("/id"),
                loggedIn.text("/accessToken"),
                loggedIn.text("/refreshToken"));
    }

    Answer refresh(String token) {
        return installation.send(Request.of("POST", path("/sessions/refresh")).json("""
                {"refreshToken":"%s"}""".formatted(token)));
    }

    /** A new API key; scopes as JSON strings, separated by commas. */
    Key key(String role, String scopes) {
        var created = operator(Request.of("POST", path("/api-keys")).json("""
                {"name":"key","role":"%s","scopes":[%s]}""".formatted(role, scopes)))
                .expect(201);
        return new Key(created.text("/id"), created.text("/key"));
    }

    Key key(String role) {
        return key(role, "\"identity:read\",\"identity:write\"");
    }

    void suspend() {
        operator(Request.of("POST", path("/suspend")).json("{\"reason\":\"unpaid\"}"))
                .expect(200);
    }

    /** A plan of its own at that price in cents of EUR for a month, with a trial and a thousand calls; answers its key. */
    String plan(String minor) {
        var key = "plan-%s-%s".formatted(id, minor);
        operator(Request.of("PUT", "/v1/plans/" + key)
                        .with("Idempotency-Key", key)
                        .json("""
                {"price":{"minor":%s,"currency":"EUR"},"interval":"month","trialDays":14,"features":["sso"],
                 "quotas":[{"meter":"calls","reset":"billing","limit":1000}]}""".formatted(minor)))
                .expect(200);
        return key;
    }

    void startTrial(String plan) {
        subscribe("{\"plan\":\"%s\",\"trial\":true}".formatted(plan));
    }

    void subscribe(String order) {
        operator(Request.of("POST", path("/subscription"))
                        .with("Idempotency-Key", "subscribe")
                        .json(order))
                .expect(201);
    }
}
