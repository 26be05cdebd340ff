// The paths of this page's history, as far as the app made it: so that "back" goes back where it can, instead of putting
// one more entry on top, and a tab opens again where it was left.
export interface Trail {
  /** Told every path that is shown. */
  readonly walk: (path: string, tab: string) => void;
  /** The entry before this one in the browser's history is this path. */
  readonly isBefore: (path: string) => boolean;
  readonly lastOf: (tab: string) => string | undefined;
}

export function createTrail(): Trail {
  const paths: string[] = [];
  const last = new Map<string, string>();
  return {
    walk(path, tab) {
      last.set(tab, path);
      if (path === paths.at(-1)) return;
      if (path === paths.at(-2)) paths.pop();
      else paths.push(path);
    },
    isBefore: (path) => paths.at(-2) === path,
    lastOf: (tab) => last.get(tab),
  };
}
