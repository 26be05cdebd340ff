// What is about to be sent with a message: each is uploaded as soon as it was chosen.
import type { SentMedia } from '@hubbub/client';
import { useEffect, useRef, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useClient } from '../state/app-state.ts';
import { isPictureFile, mostAttached } from './picture-file.ts';

const loadUploads = () => import('./uploads.ts');

export interface Attached {
  readonly key: number;
  readonly file: File;
  /** Of a picture, for as long as it stands here. */
  readonly url?: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly alt: string;
  /** Set once it is there. */
  readonly media?: SentMedia;
  /** Why it is not there, and will not be by itself. */
  readonly failed?: string;
}

export interface Attachments {
  readonly all: readonly Attached[];
  readonly problem: string;
  /** Something is attached, and all of it is there. */
  readonly isReady: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: number) => void;
  readonly retry: (key: number) => void;
  readonly describe: (key: number, alt: string) => void;
  /** What is attached, which is so no longer. */
  readonly take: () => readonly SentMedia[];
}

export function useAttachments(): Attachments {
  const client = useClient();
  const [all, setAll] = useState<readonly Attached[]>([]);
  const [problem, setProblem] = useState('');
  const running = useRef(new Map<number, AbortController>());
  const urls = useRef(new Map<number, string>());
  const keys = useRef(0);
  useEffect(() => {
    const { current: uploads } = running;
    const { current: shown } = urls;
    return () => {
      for (const upload of uploads.values()) upload.abort();
      for (const url of shown.values()) URL.revokeObjectURL(url);
    };
  }, []);

  const change = (key: number, what: Partial<Attached>) =>
    setAll((old) => old.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const start = (key: number, file: File) => {
    const controller = new AbortController();
    const { signal } = controller;
    running.current.set(key, controller);
    const progress = (share: number) => change(key, { progress: share });
    const upload = async () =>
      (await loadUploads()).uploadPatiently(client, file, { signal, progress });
    upload().then(
      (media) => change(key, { media: sentOf(media), progress: 1 }),
      (error: unknown) => !signal.aborted && change(key, { failed: failureText(error) }),
    );
  };
  const begin = (file: File): Attached => {
    keys.current += 1;
    const key = keys.current;
    const url = isPictureFile(file) ? URL.createObjectURL(file) : undefined;
    if (url !== undefined) urls.current.set(key, url);
    start(key, file);
    return { key, file, ...(url !== undefined && { url }), progress: 0, alt: '' };
  };
  const take = async (files: readonly File[]) => {
    const { accept } = await loadUploads();
    const { good, problem: why } = accept(files, mostAttached - running.current.size);
    setProblem(why);
    const begun = good.map(begin);
    setAll((old) => [...old, ...begun]);
  };
  const drop = (key: number) => {
    running.current.get(key)?.abort();
    running.current.delete(key);
    URL.revokeObjectURL(urls.current.get(key) ?? '');
    urls.current.delete(key);
  };

  return {
    all,
    problem,
    isReady: all.length > 0 && all.every(({ media }) => media !== undefined),
    add(files) {
      take(files).catch((error: unknown) => setProblem(failureText(error)));
    },
    remove(key) {
      drop(key);
      setProblem('');
      setAll((old) => old.filter((one) => one.key !== key));
    },
    retry(key) {
      const again = all.find((one) => one.key === key);
      if (!again) return;
      const { failed: _why, ...rest } = again;
      setAll((old) => old.map((one) => (one.key === key ? { ...rest, progress: 0 } : one)));
      start(key, again.file);
    },
    describe: (key, alt) => change(key, { alt }),
    take() {
      all.forEach(({ key }) => drop(key));
      setAll([]);
      setProblem('');
      return all.flatMap(({ media, alt }) => (media ? [{ ...media, ...(alt && { alt }) }] : []));
    },
  };
}

function sentOf({ id, type, size, width, height, name }: SentMedia): SentMedia {
  return { id, type, size, width, height, name };
}
