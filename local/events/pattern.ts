/**
 * True when an event fits an event pattern: every field listed has one of the values listed, or, where the event
 * has a list, shares one with it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function fits(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as object).every(([key, wanted]) => {
    const seen = (event as Record<string, unknown> | null | undefined)?.[key];
    if (!Array.isArray(wanted)) return fits(wanted, seen);
    return [seen].flat().some((value) => wanted.some((one) => matches(one, value)));
  });
}

function matches(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  return typeof value === 'string' && value.startsWith((wanted as { prefix: string }).prefix);
}

/** What of a pattern is not understood here: every operator but `prefix`. */
export function unsupportedPattern(pattern: unknown, at = 'EventPattern'): string[] {
  if (pattern === undefined) return [];
  if (Array.isArray(pattern))
    return pattern
      .filter((one) => typeof one === 'object' && one !== null && typeof one.prefix !== 'string')
      .map((one) => `${at} has ${JSON.stringify(one)}`);
  if (typeof pattern !== 'object' || pattern === null)
    return [`${at} is ${JSON.stringify(pattern)}, not a list of values`];
  return Object.entries(pattern).flatMap(([key, inner]) =>
    key.startsWith('$') ? [`${at} has ${key}`] : unsupportedPattern(inner, `${at}.${key}`),
  );
}

/** How a rule says what a target gets. */
export interface TargetInput {
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/**
 * The input of a target: the event itself, a constant, or a template filled from the event. A placeholder may be
 * a value of its own, quoted or not, or a part of a text; what the event does not have is an empty text.
 */
export function inputOf({ Input, InputTransformer }: TargetInput, event: unknown): unknown {
  if (Input !== undefined) return JSON.parse(Input) as unknown;
  if (!InputTransformer) return event;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const found = (name: string) => valueAt(event, InputPathsMap[name] ?? '$') ?? '';
  // A text of the template, then a placeholder outside of any.
  const filled = InputTemplate.replace(
    /"((?:[^"\\]|\\.)*)"|<([^<>]+)>/g,
    (_, text?: string, bare?: string) => {
      if (text === undefined) return JSON.stringify(found(bare!));
      const whole = /^<([^<>]+)>$/.exec(text)?.[1];
      if (whole !== undefined) return JSON.stringify(found(whole));
      return `"${text.replace(/<([^<>]+)>/g, (__, name: string) => JSON.stringify(textOf(found(name))).slice(1, -1))}"`;
    },
  );
  return JSON.parse(filled) as unknown;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueAt(event: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], event);
}
