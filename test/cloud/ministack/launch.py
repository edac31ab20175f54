"""MiniStack, with what it still lacks for this app mended while it runs. Its own files stay as they are.

Configured by MiniStack's own environment variables (GATEWAY_PORT, BIND_HOST). It ends when its standard input
does, so that it never outlives whoever started it.
"""

import os
import signal
import sys
import threading

from fixes import (
    alarms,
    distributed_map,
    embedded_metrics,
    handler_errors,
    shared_layers,
    state_machine_metrics,
    variables,
)


def stop_with_parent() -> None:
    """The parent holds the other end of standard input: when that closes, nobody needs the emulator any more."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="parent-watch").start()


def main() -> None:
    os.environ.setdefault("BIND_HOST", "127.0.0.1")
    handler_errors.keep_names()
    handler_errors.keep_workers()
    embedded_metrics.record()
    shared_layers.unpack_once()
    variables.assign_at_once()
    distributed_map.speak_jsonata()
    alarms.heed_dimensions()
    state_machine_metrics.count()
    alarms.evaluate_regularly()
    stop_with_parent()

    from ministack.app import main as serve

    sys.argv = sys.argv[:1]
    serve()


if __name__ == "__main__":
    main()
