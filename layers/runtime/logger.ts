import { Logger } from '@aws-lambda-powertools/logger';

export type { Logger };

/** JSON lines on standard output; the service's name and level come from Powertools' own variables. */
export const logger = new Logger();
