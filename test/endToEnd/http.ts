import type { Answer } from './driver.ts';

/** Sends a request; what the body is says `Driver.request`. */
export async function ask(
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const text = bodyText(body);
  const response = await fetch(url, {
    method,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: parse(answer) };
}

export function bodyText(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
