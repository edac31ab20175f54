"""Distributed Map in JSONata: MiniStack reads its fields as JSONPath and leaves out Items, Output and Assign, and lets
the children see their parent's variables.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from ministack.services import stepfunctions

EVALUATED_HERE = ("Items", "ItemReader", "ItemSelector", "ItemBatcher", "Output", "Assign")
LIMITS = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")


def speak_jsonata() -> None:
    """Evaluates the fields first and hands the stock implementation plain items."""
    run_stock = stepfunctions._run_distributed_map

    def run(state, state_input, effective, iterator, execution, context):
        if stepfunctions._state_query_language(state, context) != "JSONata":
            return run_stock(state, state_input, effective, iterator, execution, context)

        def evaluate(template, at=context):
            return stepfunctions._apply_jsonata_template(template, state_input, at)

        items = _read(state, effective, context, evaluate)
        items = _select(state, items, context, evaluate)
        items = _batch(state, items, evaluate)
        plain = {key: value for key, value in state.items() if key not in EVALUATED_HERE}
        plain.update({key: evaluate(plain[key]) for key in LIMITS if key in plain})
        apart = {**context, "variables": {}}
        results, following = run_stock({**plain, "ItemsPath": "$"}, items, items, iterator, execution, apart)
        output = stepfunctions._apply_jsonata_output(state, state_input, context, result=results, default=results)
        stepfunctions._apply_state_assign(state, state_input, context, result=results)
        return output, following

    stepfunctions._run_distributed_map = run


def _read(state, effective, context, evaluate) -> list:
    if "ItemReader" not in state:
        items = evaluate(state.get("Items", "{% $states.input %}"))
        return items if isinstance(items, list) else [items]
    reader = dict(state["ItemReader"])
    for field in ("Arguments", "ReaderConfig"):
        reader[field] = evaluate(reader.get(field) or {})
    return stepfunctions._read_map_items(reader, effective, context)


def _select(state, items, context, evaluate) -> list:
    if "ItemSelector" not in state:
        return items
    return [
        evaluate(state["ItemSelector"], {**context, "Map": {"Item": {"Index": index, "Value": item}}})
        for index, item in enumerate(items)
    ]


def _batch(state, items, evaluate) -> list:
    if "ItemBatcher" not in state:
        return items
    batcher = evaluate(state["ItemBatcher"])
    size = int(batcher.get("MaxItemsPerBatch") or len(items) or 1)
    common = {"BatchInput": batcher["BatchInput"]} if "BatchInput" in batcher else {}
    return [{**common, "Items": items[start : start + size]} for start in range(0, len(items), size)]
