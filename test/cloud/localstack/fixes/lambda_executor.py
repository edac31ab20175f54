"""Lambda without containers: every execution environment is a Node process.

Events go to the process as lines of JSON on its standard input, answers come back on a pipe of their own, and
what it prints is its log: see `worker.mjs`.
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from fixes import embedded_metrics

WORKER = Path(__file__).with_name("worker.mjs")
END_OF_LOG = "\0end"
SECONDS_TO_START = 30
SECONDS_FOR_LOG = 1


def run_as_processes() -> None:
    """Gives LocalStack this executor whichever plug-in it looks for."""
    from localstack.services.lambda_.invocation import runtime_executor

    class ProcessPlugin:
        executor = _executor()

        def load(self):
            return self.executor

    class Plugins:
        def exists(self, name):
            return True

        def load(self, name):
            return ProcessPlugin()

    runtime_executor.EXECUTOR_PLUGIN_MANAGER = Plugins()


def _executor():
    from localstack import config
    from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
    from localstack.services.lambda_.invocation.lambda_models import InvocationResult
    from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

    class ProcessExecutor(RuntimeExecutor):
        def __init__(self, id, function_version):
            super().__init__(id, function_version)
            self.settings = function_version.config
            self.folder = Path(tempfile.mkdtemp(prefix="lambda-"))
            self.lines: list[str] = []
            self.process = None

        def start(self, env_vars):
            code = self.folder / "code"
            shutil.copytree(self.settings.code.get_unzipped_code_location(), code, symlinks=True)
            _link_layers(self.settings.layers, code)
            self.environment = {
                "PATH": os.environ["PATH"],
                **{name: str(value) for name, value in env_vars.items()},
                "LAMBDA_TASK_ROOT": str(code),
                "TMPDIR": str(self.folder),
            }
            self._spawn()

        def stop(self):
            self._kill()
            shutil.rmtree(self.folder, ignore_errors=True)

        def invoke(self, payload):
            if self.process is None or self.process.poll() is not None:
                self._spawn()
            request = payload["invoke-id"]
            seconds = self.settings.timeout
            started = time.monotonic()
            self.lines = [f"START RequestId: {request} Version: {self.function_version.id.qualifier}"]
            self.drained.clear()
            event = {
                "event": payload["payload"],
                "requestId": request,
                "arn": payload["invoked-function-arn"],
                "deadline": (time.time() + seconds) * 1000,
            }
            answer = self._ask(event, seconds)
            if answer is None:
                self._kill()
                body, failed = {"errorType": "Sandbox.Timedout", "errorMessage": _timed_out(request, seconds)}, True
                self.lines.append(body["errorMessage"])
            else:
                self.drained.wait(SECONDS_FOR_LOG)
                body, failed = answer.get("body"), not answer["ok"]
            milliseconds = (time.monotonic() - started) * 1000
            self.lines.append(f"END RequestId: {request}")
            self.lines.append(_report(request, milliseconds, self.settings.memory_size))
            lines = list(self.lines)
            embedded_metrics.publish(lines, self.function_version.id.account, self.function_version.id.region)
            return InvocationResult(request, json.dumps(body).encode(), is_error=failed, logs="\n".join(lines) + "\n")

        def get_logs(self):
            return "\n".join(self.lines)

        def get_address(self):
            return "127.0.0.1"

        def get_endpoint_from_executor(self):
            return "127.0.0.1"

        def get_runtime_endpoint(self):
            return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

        @classmethod
        def prepare_version(cls, function_version):
            settings = function_version.config
            if not settings.code or not (settings.runtime or "").startswith("nodejs"):
                raise NotImplementedError(f"only zipped Node functions run as processes, not {settings.runtime!r}")
            settings.code.prepare_for_execution()
            for layer in settings.layers:
                layer.code.prepare_for_execution()

        @classmethod
        def cleanup_version(cls, function_version):
            pass

        def _spawn(self):
            """Starts the process and waits until its module is loaded. Raises what Lambda reports of a failed start."""
            reading, writing = os.pipe()
            self.drained = threading.Event()
            self.answers = queue.Queue()
            self.process = subprocess.Popen(
                ["node", f"--max-old-space-size={int(self.settings.memory_size * 0.9)}", str(WORKER), str(writing)],
                cwd=self.environment["LAMBDA_TASK_ROOT"],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(writing,),
                start_new_session=True,
            )
            os.close(writing)
            for work in ((_read_log, self, self.process, self.drained), (_read_answers, reading, self.answers)):
                threading.Thread(target=work[0], args=work[1:], daemon=True).start()
            ready = self._ask({"handler": self.settings.handler}, SECONDS_TO_START)
            if not ready or not ready["ok"]:
                self._kill()
                body = (ready or {}).get("body") or {"errorType": "Runtime.ExitError", "errorMessage": "start failed"}
                raise StatusErrorException("the function did not start", json.dumps(body).encode())

        def _ask(self, message, seconds):
            """The answer; undefined after the time is over. A process that ended answers with its error."""
            try:
                self.process.stdin.write(json.dumps(message).encode() + b"\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass
            try:
                answer = self.answers.get(timeout=seconds)
            except queue.Empty:
                return None
            if answer is not None:
                return answer
            code = self.process.wait()
            self.drained.set()
            message = f"RequestId: {message.get('requestId')} Error: Runtime exited with error: exit status {code}"
            return {"ok": False, "body": {"errorType": "Runtime.ExitError", "errorMessage": message}}

        def _kill(self):
            process, self.process = self.process, None
            if process is None or process.poll() is not None:
                return
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()

    return ProcessExecutor


def _read_log(executor, process, drained) -> None:
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip("\n")
        if line == END_OF_LOG:
            drained.set()
        elif line:
            executor.lines.append(line)


def _read_answers(reading, answers) -> None:
    with open(reading, encoding="utf-8") as lines:
        for line in lines:
            answers.put(json.loads(line))
    answers.put(None)


def _link_layers(layers, code: Path) -> None:
    """`import` finds packages beside the importing file only, and on AWS also in /opt: they are linked beside it."""
    modules = code / "node_modules"
    for layer in layers:
        packages = Path(layer.code.get_unzipped_code_location()) / "nodejs" / "node_modules"
        found = [path for path in packages.glob("*") if not path.name.startswith("@")] + list(packages.glob("@*/*"))
        for package in found:
            link = modules / package.relative_to(packages)
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(package)


def _timed_out(request: str, seconds: int) -> str:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return f"{now} {request} Task timed out after {seconds}.00 seconds"


def _report(request: str, milliseconds: float, memory: int) -> str:
    return (
        f"REPORT RequestId: {request}\tDuration: {milliseconds:.2f} ms\tBilled Duration: {milliseconds:.0f} ms\t"
        f"Memory Size: {memory} MB\tMax Memory Used: {memory} MB\t"
    )
