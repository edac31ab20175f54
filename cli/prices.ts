/**
 * AWS's list prices in US dollars, us-east-1, on demand, without the free tier, as the service's
 * pricing pages gave them in November 2026.
 */
export const prices = {
  source: 'aws.amazon.com/{lambda,step-functions,dynamodb,api-gateway}/pricing, us-east-1, November 2026',
  /** A GB-second, by architecture. */
  lambdaGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  lambdaRequest: 0.2 / 1e6,
  /** A state transition of a standard workflow. */
  transition: 0.025 / 1e3,
  tableWrite: 0.625 / 1e6,
  tableRead: 0.125 / 1e6,
} as const;

export type Architecture = keyof typeof prices.lambdaGbSecond;
