package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nobody takes the live parts of all others.
class StudioStreamsTest {
    private static final int MOST_OF_ONE = 12;
    private static final Crier CRIER = Office.crier();

    private static BufferedReader stream(Visitor visitor) {
        return new BufferedReader(new InputStreamReader(
                visitor.get("/home/live", BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    @Test
    void a_member_with_many_streams_is_told_how_things_are_and_asks_again_later() throws IOException {
        Shop shop = Shop.empty(CRIER);
        Visitor one = Visitor.of(CRIER, shop, Role.VIEWER);
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < MOST_OF_ONE; i++) {
            streams.add(stream(one));
            assertThat(streams.getLast().readLine()).isEqualTo("event: part");
        }
        String beyond = one.get("/home/live").body(); // it ends, which the others do not
        assertThat(beyond).startsWith("retry: 10000\n\nevent: part\ndata: ");
        BufferedReader other = stream(Visitor.of(CRIER, shop, Role.VIEWER));
        assertThat(other.readLine()).isEqualTo("event: part");
        other.close();
        for (BufferedReader stream : streams) {
            stream.close();
        }
    }
}
