import autocannon from 'autocannon';

/** Where a server takes prediction requests. */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Load {
  /** Connections that each send a request as soon as the former is answered. */
  readonly clients: number;
  readonly seconds: number;
  /** Sent in turn. */
  readonly bodies: readonly string[];
}

export interface Measured {
  readonly requestsPerSecond: number;
  /** Milliseconds of each answer. */
  readonly latencies: readonly number[];
  /** Requests without an answer of status 200. */
  readonly errors: number;
}

/** Loads a server for some seconds over connections that are kept. */
export async function measure(
  { url, headers }: Endpoint,
  { clients, seconds, bodies }: Load,
): Promise<Measured> {
  const latencies: number[] = [];
  let failed = 0;
  const started = performance.now();
  const { errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = {
      url,
      connections: clients,
      duration: seconds,
      method: 'POST' as const,
      headers: { 'content-type': 'application/json', ...headers },
      requests: bodies.map((body) => ({ body })),
    };
    autocannon(options, (error: unknown, result) => (error ? reject(error) : resolve(result))).on(
      'response',
      (_client, status, _bytes, milliseconds) => {
        if (status === 200) latencies.push(milliseconds);
        else failed += 1;
      },
    );
  });
  const elapsed = (performance.now() - started) / 1000;
  return { requestsPerSecond: latencies.length / elapsed, latencies, errors: failed + errors };
}

/** The predictions for one body. @throws Error with what the server answered instead */
export async function predictions({ url, headers, name }: Endpoint, body: string): Promise<number[]> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${name} answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { predictions: number[] }).predictions;
}
