"""DynamoDB Local from a folder of jars, in the place of three downloads; it listens on 127.0.0.1 only."""

from pathlib import Path

from fixes import java

SERVER = Path(__file__).with_name("LoopbackDynamoDb.java")


def use_jars(folder: str) -> None:
    from localstack.services.dynamodb.packages import DynamoDBLocalPackageInstaller
    from localstack.services.dynamodb.server import DynamodbServer

    def command(self) -> list[str]:
        return [
            f"{java.home()}/bin/java",
            f"-Xmx{self.heap_size}",
            # A short run: start quickly rather than optimize.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            f"-Djava.library.path={folder}",
            "-cp",
            f"{folder}/*",
            str(SERVER),
            "-inMemory",
            "-port",
            str(self.port),
        ]

    DynamodbServer._create_shell_command = command
    DynamoDBLocalPackageInstaller.install = lambda self, target=None: None
    DynamoDBLocalPackageInstaller.get_java_env_vars = lambda self: {}
