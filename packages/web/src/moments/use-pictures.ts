// The pictures of a moment that is being written: each is uploaded as soon as it was chosen.
import { useEffect, useRef, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { t } from '../strings.ts';
import { mostBytes, upload, type Upload } from './upload.ts';

export interface Picture {
  readonly key: number;
  /** Of what was chosen, for as long as the dialog is open. */
  readonly url: string;
  /** 0 to 1. */
  readonly progress: number;
  /** Set once it is there. */
  readonly media?: string;
  /** Why it is not there and will not be. */
  readonly failed?: string;
}

export interface Pictures {
  readonly all: readonly Picture[];
  readonly problem: string;
  readonly isUploading: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: number) => void;
}

export const mostPictures = 9;

export function usePictures(): Pictures {
  const [all, setAll] = useState<readonly Picture[]>([]);
  const [problem, setProblem] = useState('');
  const uploads = useRef(new Map<number, Upload>());
  const urls = useRef(new Map<number, string>());
  const count = useRef(0);
  const change = (key: number, what: Partial<Picture>) =>
    setAll((old) => old.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const drop = (key: number) => {
    uploads.current.get(key)?.cancel();
    uploads.current.delete(key);
    URL.revokeObjectURL(urls.current.get(key) ?? '');
    urls.current.delete(key);
  };
  useEffect(() => {
    const { current } = urls;
    return () => [...current.values()].forEach((url) => URL.revokeObjectURL(url));
  }, []);

  const start = (file: File): Picture => {
    count.current += 1;
    const key = count.current;
    const url = URL.createObjectURL(file);
    const started = upload(file, (progress) => change(key, { progress }));
    urls.current.set(key, url);
    uploads.current.set(key, started);
    started.done.then(
      (media) => change(key, { media, progress: 1 }),
      (error: unknown) => change(key, { failed: failureText(error) }),
    );
    return { key, url, progress: 0 };
  };

  return {
    all,
    problem,
    isUploading: all.some(({ media, failed }) => media === undefined && !failed),
    add(files) {
      const [good, why] = accepted(files, mostPictures - all.length);
      setProblem(why);
      setAll([...all, ...good.map(start)]);
    },
    remove(key) {
      drop(key);
      setProblem('');
      setAll((old) => old.filter((one) => one.key !== key));
    },
  };
}

/** Those that can be taken, and why another one cannot. */
export function accepted(files: readonly File[], room: number): [readonly File[], string] {
  const noPicture = files.find(({ type }) => !type.startsWith('image/'));
  if (noPicture) return [[], t('moment.noPicture', { name: noPicture.name })];
  const large = files.find(({ size }) => size > mostBytes);
  if (large) return [[], t('moment.tooLarge', { name: large.name })];
  const problem = files.length > room ? t('moment.tooMany', { most: mostPictures }) : '';
  return [files.slice(0, room), problem];
}
