"""A rule that starts a state machine with an input of its own fails: LocalStack names the execution after the
event's id, which such an input does not have. AWS names it itself.
"""

import json
import uuid


def start_with_any_input() -> None:
    from localstack.services.events.target import StatesTargetSender

    def send_event(self, event, trace_header):
        self.service = "stepfunctions"
        self.client.start_execution(
            stateMachineArn=self.target["Arn"],
            name=str(uuid.uuid4()),
            input=event if isinstance(event, str) else json.dumps(event, default=str),
        )

    StatesTargetSender.send_event = send_event
