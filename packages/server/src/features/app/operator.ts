// The operator is whoever knows the operator's token: the one that was given, or the one in the data folder, which is made at
// the first start.
import { keepOperatorToken } from '../../store/operator-file.ts';
import { createOperatorToken, hashToken } from '../account/tokens.ts';

interface OperatorParts {
  /** '' for the one in the folder. */
  readonly given: string;
  readonly folder: string;
  readonly onTrouble: (problem: string, cause: unknown) => void;
}

/** SHA-256 of the token; undefined when none can be kept: then nobody is the operator. */
export function operatorHash({ given, folder, onTrouble }: OperatorParts): string | undefined {
  if (given !== '') return hashToken(given);
  try {
    return hashToken(keepOperatorToken(folder, createOperatorToken));
  } catch (cause) {
    onTrouble('the data folder keeps no operator token: apps cannot be managed', cause);
    return undefined;
  }
}
