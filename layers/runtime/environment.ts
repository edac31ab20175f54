import { environmentNames } from '../contracts/environment.ts';

/** Where a function's table and artifacts are. */
export interface Environment {
  readonly table: string;
  readonly artifacts: string;
  readonly code: string;
}

/** The one reader of the environment. @throws TypeError naming the variable that the stack left out */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string): string => {
    const value = variables[name];
    if (!value) throw new TypeError(`the environment variable ${name} is not set: the stack must set it`);
    return value;
  };
  return {
    table: read(environmentNames.table),
    artifacts: read(environmentNames.artifacts),
    code: read(environmentNames.code),
  };
}
