// What is kept, and what is let go of, while the app is open. Loaded apart, after what is shown.
import { keepUnseenShort } from '@hubbub/client/newest';
import { useEffect } from 'react';
import { useAppState } from './app-state.ts';
import DraftKeeper from './draft-keeper.ts';

export default function Keepers() {
  const { client } = useAppState();
  useEffect(() => keepUnseenShort(client), [client]);
  return <DraftKeeper />;
}
