import { Conflict } from '../../contracts/errors.ts';

/** MLflow keeps prompts among the registered models, told apart by this tag. */
export const promptTag = 'mlflow.prompt.is_prompt';

export function isPrompt(tags: Readonly<Record<string, string>>): boolean {
  return tags[promptTag]?.toLowerCase() === 'true';
}

/** @param asPrompt whether a prompt was wanted, and @param isThere whether a prompt has the name */
export function nameTaken(name: string, asPrompt: boolean, isThere: boolean): Conflict {
  const [wanted, there] = [asPrompt, isThere].map((prompt) => (prompt ? 'Prompt' : 'Registered Model'));
  return new Conflict(
    wanted === there
      ? `${wanted} (name=${name}) already exists.`
      : `Tried to create a ${wanted!.toLowerCase()} with name '${name}', but the name is already taken by a ${there!.toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`,
    { exists: true },
  );
}
