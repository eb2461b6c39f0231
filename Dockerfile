# The program, its own Java runtime and its start-up cache: ./perennial image prepares them and builds this. See ADR 34.
# The base needs the C library and nothing else, not even a shell: a distroless one, Debian's slim, or your own.
ARG BASE_IMAGE=gcr.io/distroless/base-nossl-debian12:nonroot
FROM ${BASE_IMAGE}

# From what seldom changes to what always does, one layer each.
ADD jre.tar /
ADD lib.tar /
ADD app.tar /
ADD cache.tar /

# Whoever sets this again replaces it as a whole. The rest of the memory is for threads, classes and buffers.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=65"
# In a container other machines reach the API only from outside.
ENV PERENNIAL_HTTP_HOST=0.0.0.0
# API; management API, health and joining, cluster; metrics.
EXPOSE 8080 7636 7626 7355 9464
USER 65532:65532
WORKDIR /opt/perennial
ENTRYPOINT ["/opt/perennial/jre/bin/java", "@/opt/perennial/app/java.options"]
