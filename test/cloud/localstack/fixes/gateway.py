"""The gateway listens on every interface, whatever host GATEWAY_LISTEN names: here it listens on 127.0.0.1."""

from functools import partial

from localstack.runtime.server import twisted


def listen_on_loopback() -> None:
    endpoints = twisted.endpoints

    class LoopbackEndpoints:
        """Stands in for Twisted's module `endpoints` within LocalStack's server alone."""

        TCP4ServerEndpoint = partial(endpoints.TCP4ServerEndpoint, interface="127.0.0.1")

        def __getattr__(self, name):
            return getattr(endpoints, name)

    twisted.endpoints = LoopbackEndpoints()
