package dev.perennial.app.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Machines of one network, each a network namespace with a cable into a switch. The switch, PostgreSQL and the clients are
 * in the namespace of this process, which has to be its own one: all of it goes when the process ends, in whatever way.
 */
final class Network {

    /** Of the switch, where PostgreSQL is reached. */
    private static final String SWITCH = "10.99.0.1";

    private static final int FIRST = 11;
    private static final int MANAGEMENT_PORT = 7626;

    private final List<Machine> machines;

    /** @param number of machines, up to 200 */
    Network(int number) {
        run("mount -t tmpfs tmpfs /run/netns");
        run("ip link set lo up");
        run("ip link add switch type bridge");
        run("ip address add %s/24 dev switch".formatted(SWITCH));
        run("ip link set switch up");
        publishLoopback();
        var contactPoints = IntStream.range(0, number)
                .mapToObj(i -> address(i) + ":" + MANAGEMENT_PORT)
                .collect(Collectors.joining(","));
        machines = IntStream.range(0, number)
                .mapToObj(i -> connect(i, contactPoints))
                .toList();
    }

    /** PostgreSQL listens on the loopback interface only and knows no clients but from there. */
    private static void publishLoopback() {
        write("/proc/sys/net/ipv4/conf/all/route_localnet", "1");
        run("iptables -t nat -A PREROUTING -d %s -p tcp -j DNAT --to-destination 127.0.0.1".formatted(SWITCH));
        run("iptables -t nat -A INPUT -d 127.0.0.1 -p tcp -j SNAT --to-source 127.0.0.1");
    }

    private static Machine connect(int i, String contactPoints) {
        var name = name(i);
        run("ip netns add " + name);
        run("ip link add cable%d type veth peer name eth0 netns %s".formatted(i, name));
        run("ip link set cable%d master switch up".formatted(i));
        run("ip -n %s address add %s/24 dev eth0".formatted(name, address(i)));
        run("ip -n %s link set eth0 up".formatted(name));
        run("ip -n %s link set lo up".formatted(name));
        return new Machine(
                List.of("ip", "netns", "exec", name),
                address(i),
                SWITCH,
                OptionalInt.of(MANAGEMENT_PORT),
                Map.of("PERENNIAL_CONTACT_POINTS", contactPoints));
    }

    List<Machine> machines() {
        return machines;
    }

    /** Its cable is pulled: neither the others nor PostgreSQL nor clients reach it. */
    void unplug(Machine machine) {
        run("ip link set cable%d down".formatted(machines.indexOf(machine)));
    }

    /** It and the other machines do not hear each other; PostgreSQL and clients reach it. */
    void separate(Machine machine) {
        silence(machine);
        fromOthers(machine, "iptables -A INPUT -s %s -j DROP");
    }

    /** The other machines do not hear it, though it hears them; PostgreSQL and clients reach it. */
    void silence(Machine machine) {
        fromOthers(machine, "iptables -A OUTPUT -d %s -j DROP");
    }

    /** Packets between it and the other machines are lost by chance, that part of them each way. */
    void disturb(Machine machine, double part) {
        var lost = " -m statistic --mode random --probability " + part + " -j DROP";
        fromOthers(machine, "iptables -A INPUT -s %s" + lost);
        fromOthers(machine, "iptables -A OUTPUT -d %s" + lost);
    }

    /** All is as it was. */
    void heal(Machine machine) {
        run("ip link set cable%d up".formatted(machines.indexOf(machine)));
        in(machine, "iptables -F");
    }

    private void fromOthers(Machine machine, String rule) {
        machines.stream()
                .filter(other -> !other.equals(machine))
                .forEach(other -> in(machine, rule.formatted(other.address())));
    }

    private static void in(Machine machine, String command) {
        run(String.join(" ", machine.enter()) + " " + command);
    }

    private static String name(int i) {
        return "machine" + i;
    }

    private static String address(int i) {
        return "10.99.0." + (FIRST + i);
    }

    private static void run(String command) {
        try {
            var process = new ProcessBuilder(new ArrayList<>(List.of(command.split(" ", -1))))
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(command, failed);
        }
    }

    private static void write(String file, String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException failed) {
            throw new AssertionError(file, failed);
        }
    }
}
