"""Variables of a state machine.

https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: the expressions of one Assign all see
the values at the state's entry. MiniStack lets each see what those before it assigned.
"""

from ministack.services import stepfunctions


def assign_at_once() -> None:
    def assign(state, state_input, context, result=None, error_output=None):
        if context is None or stepfunctions._state_query_language(state, context) != "JSONata":
            return
        templates = state.get("Assign")
        if not isinstance(templates, dict):
            return
        values = {
            name: stepfunctions._apply_jsonata_template(
                template, state_input, context, result=result, error_output=error_output
            )
            for name, template in templates.items()
        }
        context.setdefault("variables", {}).update(values)

    stepfunctions._apply_state_assign = assign
