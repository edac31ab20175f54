/**
 * Names of the environment variables through which `infra/` tells the functions where they are.
 * URIs are whole (`s3://bucket`, `file:///folder`), so that no function knows which store it uses.
 */
export const environmentNames = {
  /** Name of the DynamoDB table. */
  table: 'MILLRACE_TABLE',
  /** URI under which artifacts are written. */
  artifacts: 'MILLRACE_ARTIFACTS',
  /** Model that the function serves; absent in functions that serve every model. */
  model: 'MILLRACE_MODEL',
  /** Hash of the function's code, part of every cache key and of the run's record. */
  code: 'MILLRACE_CODE',
  /** Address of what serves `file:` URIs by signed URLs, and the key that signs them; absent where S3 does. */
  fileServer: 'MILLRACE_FILE_SERVER',
  fileServerKey: 'MILLRACE_FILE_SERVER_KEY',
} as const;
