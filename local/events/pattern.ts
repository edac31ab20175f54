/** True when an event fits an event pattern: every field listed has one of the values listed. */
export function fits(pattern: unknown, event: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return false;
  return Object.entries(pattern).every(([key, wanted]) => {
    const seen = (event as Record<string, unknown> | undefined)?.[key];
    if (!Array.isArray(wanted)) return fits(wanted, seen);
    return wanted.some((one: unknown) =>
      typeof one === 'object' && one !== null && 'prefix' in one
        ? String(seen).startsWith(String(one.prefix))
        : one === seen,
    );
  });
}

/** The input of a target: the event itself, a constant, or a template filled from the event. */
export function inputOf(
  target: {
    readonly Input?: string;
    readonly InputTransformer?: {
      readonly InputPathsMap?: Record<string, string>;
      readonly InputTemplate: string;
    };
  },
  event: unknown,
): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input) as unknown;
  if (!target.InputTransformer) return event;
  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  const filled = InputTemplate.replace(/"?<([^>]+)>"?/g, (_, name: string) =>
    JSON.stringify(valueAt(event, InputPathsMap[name] ?? '$') ?? ''),
  );
  return JSON.parse(filled) as unknown;
}

function valueAt(event: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
