package dev.perennial.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves the contract, and a page that shows it, made of files on our class path only. */
public final class DocsRoutes implements Routes {

    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
    private static final String VERSION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** No script of the page is inline and nothing comes from elsewhere; icons in its styles are data. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Reply contract;
    private final Reply page;
    private final Map<String, Reply> files;

    public DocsRoutes(Contract contract) {
        String webjar = WEBJAR + version() + "/";
        this.contract = reply("application/yaml", contract.source());
        this.page = reply("text/html", resource("docs/index.html"));
        this.files = Map.of(
                "docs.js", reply("text/javascript", resource("docs/docs.js")),
                "swagger-ui.css", reply("text/css", resource(webjar + "swagger-ui.css")),
                "swagger-ui-bundle.js", reply("text/javascript", resource(webjar + "swagger-ui-bundle.js")));
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("getContract", _ -> done(contract), "getDocs", _ -> done(page), "getDocsFile", this::file);
    }

    private CompletionStage<Reply> file(Call call) {
        Reply file = files.get(call.path("file"));
        return file == null
                ? CompletableFuture.failedStage(Problems.NO_SUCH_PATH.exception("the page has no such file"))
                : done(file);
    }

    private static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedStage(reply);
    }

    private static Reply reply(String mediaType, byte[] bytes) {
        return Reply.content(200, mediaType, bytes)
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache");
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = open(VERSION)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static byte[] resource(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = DocsRoutes.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("not on the class path: " + name);
        }
        return in;
    }
}
