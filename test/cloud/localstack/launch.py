"""LocalStack without Docker: functions as processes, DynamoDB Local from jars, the machine's own Java.

Its own files stay as they are; configured by LocalStack's environment variables and those that `localstack.ts` sets.
It ends when its standard input does, so that it never outlives whoever started it.
"""

import os
import signal
import sys
import threading

from fixes import distributed_map, dynamodb, gateway, java, lambda_executor, s3_storage, scheduled_state_machines

SECONDS_TO_STOP = 4


def stop_with_parent() -> None:
    """The parent holds the other end of standard input: when that closes, nobody needs the emulator any more."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="parent-watch").start()


def await_shutdown() -> None:
    """The server ends first, and then this thread would, while another one still stops the services: once the
    interpreter is on its way out they can start no more threads, and functions' processes would stay.
    """
    for thread in threading.enumerate():
        if thread.name == "Runtime-Shutdown":
            thread.join(SECONDS_TO_STOP)
    sys.stdout.flush()


def main() -> None:
    jars = os.environ["JARS"]
    gateway.listen_on_loopback()
    java.use_installed(f"{jars}/jsonata")
    dynamodb.use_jars(f"{jars}/dynamodb-local")
    lambda_executor.run_as_processes()
    scheduled_state_machines.start_with_any_input()
    s3_storage.keep_apart()
    distributed_map.start_children_apart()
    stop_with_parent()

    from localstack.runtime.main import main as serve

    try:
        serve()
    except SystemExit as end:
        await_shutdown()
        # What is left are threads that wait for work.
        os._exit(end.code)


if __name__ == "__main__":
    main()
