/** What a path names: `/v1/models/M`, `…/versions/V`, `…/labels/ALIAS`, and the verb after the colon or last slash. */
export interface ModelPath {
  readonly model: string;
  readonly version?: string;
  readonly alias: string;
  readonly verb: string;
}

const form =
  /^\/v1\/models\/([^/:]+)(?:\/versions\/([^/:]+)|\/labels\/([^/:]+))?(?:[:/](predict|metadata|feedback))?$/;

/**
 * Parses a path of TensorFlow Serving's REST API, by hand, since API Gateway's `{proxy+}` has the colon in it, which some
 * clients escape; undefined when it is none.
 *
 * @example parsePath('/v1/models/housing/labels/shadow:predict')
 *   // { model: 'housing', alias: 'shadow', verb: 'predict' }
 */
export function parsePath(path: string): ModelPath | undefined {
  const found = form.exec(path.replaceAll(/%3a/gi, ':'));
  if (!found) return undefined;
  const [, model, version, alias, verb = 'status'] = found;
  try {
    return {
      model: decodeURIComponent(model!),
      ...(version !== undefined && { version: decodeURIComponent(version) }),
      alias: decodeURIComponent(alias ?? 'champion'),
      verb,
    };
  } catch {
    return undefined; // An escape that is none.
  }
}
