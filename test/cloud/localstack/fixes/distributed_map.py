"""Children of a Distributed Map are executions of their own: on AWS they see no variable of their parent, and a failed
one fails the Map unless it tolerates failures. LocalStack lets them see all, and goes on with null for an output.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""


def start_children_apart() -> None:
    from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration import (
        distributed_iteration_component as component,
    )
    from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration.itemprocessor import (
        distributed_item_processor_worker as worker,
    )
    from localstack.services.stepfunctions.asl.eval.variable_store import VariableStore

    select = worker.DistributedItemProcessorWorker._eval_input
    map_run = component.DistributedIterationComponent._map_run

    def select_then_forget(self, env_frame):
        select(self, env_frame)
        env_frame.variable_store = VariableStore()

    def run_then_count(self, env, eval_input):
        map_run(self, env, eval_input)
        failed = eval_input.map_run_record.execution_counter.failed.get()
        count, percentage = eval_input.tolerated_failure_count, eval_input.tolerated_failure_percentage
        tolerated = max(count or 0, (percentage or 0) / 100 * len(eval_input.input_items or ()))
        if failed > tolerated:
            raise _exceeded(env)

    worker.DistributedItemProcessorWorker._eval_input = select_then_forget
    component.DistributedIterationComponent._map_run = run_then_count


def _exceeded(env):
    from localstack.aws.api.stepfunctions import ExecutionFailedEventDetails, HistoryEventType
    from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name import StatesErrorName
    from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails

    name = StatesErrorName(StatesErrorNameType.StatesExceedToleratedFailureThreshold)
    details = ExecutionFailedEventDetails(
        error=name.error_name, cause="The specified tolerated failure threshold was exceeded"
    )
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.MapRunFailed,
            event_details=EventDetails(executionFailedEventDetails=details),
        )
    )
