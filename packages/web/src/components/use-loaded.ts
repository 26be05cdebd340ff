import { useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import { failureText } from '../actions/failure.ts';

interface Loaded<T> {
  /** Undefined until it is there. */
  readonly value: T | undefined;
  readonly put: Dispatch<SetStateAction<T | undefined>>;
  /** Why it is not there. */
  readonly problem: string;
}

/**
 * What a box asks the server for when it opens; that it could not be had is another thing than that there is none.
 * @param of what it is of; asked for again when that changes
 */
export function useLoaded<T>(load: () => Promise<T>, of: string): Loaded<T> {
  const [value, put] = useState<T>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let isOver = false;
    const settle = (told: string, loaded?: T) => {
      if (isOver) return;
      setProblem(told);
      if (loaded !== undefined) put(loaded);
    };
    load().then(
      (loaded) => settle('', loaded),
      (error: unknown) => settle(failureText(error)),
    );
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `load` is another one each time
  }, [of]);
  return { value, put, problem };
}
