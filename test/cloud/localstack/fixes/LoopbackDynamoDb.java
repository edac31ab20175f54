import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local takes no address to listen on: its connectors are bound to 127.0.0.1 before it starts. It ends with
 * the emulator that started it, which may be killed before it can say so.
 */
class LoopbackDynamoDb {
    public static void main(String[] arguments) throws Exception {
        var dynamoDb = ServerRunner.createServerFromCommandLineArgs(arguments);
        var server = DynamoDBProxyServer.class.getDeclaredField("server");
        server.setAccessible(true);
        Arrays.stream(((Server) server.get(dynamoDb)).getConnectors())
                .map(ServerConnector.class::cast)
                .forEach(connector -> connector.setHost("127.0.0.1"));
        ProcessHandle.current().parent().ifPresent(
                parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
        dynamoDb.start();
        dynamoDb.join();
    }
}
