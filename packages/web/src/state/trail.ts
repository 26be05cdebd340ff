// The paths of this page's history, as far as the app made it: so that "back" goes back where it can, instead of putting
// one more entry on top, and a tab opens again where it was left.
export interface Trail {
  /** Follows the browser's history; returns what ends it. */
  readonly follow: () => () => void;
  /** What is shown now, and the tab that it is in. */
  readonly visit: (path: string, tab: string) => void;
  /** The entry before this one in the browser's history is this path. */
  readonly isBefore: (path: string) => boolean;
  /** Every path once, the newest first. */
  readonly visited: () => readonly string[];
  readonly lastOf: (tab: string) => string | undefined;
}

export function createTrail(): Trail {
  const paths = [location.pathname];
  const last = new Map<string, string>();
  // The router tells of the two that the browser itself does not.
  const steps = {
    pushState: () => paths.push(location.pathname),
    replaceState: () => paths.splice(-1, 1, location.pathname),
    popstate: () => {
      if (paths.at(-2) === location.pathname) paths.pop();
      else paths.push(location.pathname);
    },
  };
  return {
    follow() {
      for (const [name, step] of Object.entries(steps)) addEventListener(name, step);
      return () => {
        for (const [name, step] of Object.entries(steps)) removeEventListener(name, step);
      };
    },
    visit: (path, tab) => void last.set(tab, path),
    isBefore: (path) => paths.at(-2) === path,
    visited: () => [...new Set(paths.toReversed())],
    lastOf: (tab) => last.get(tab),
  };
}
