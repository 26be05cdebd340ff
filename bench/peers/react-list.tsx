// The yardstick of `web` in the browser: the same virtualiser over bare rows, without grouping, times, marks or a network.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createRoot } from 'react-dom/client';

const count = 10_000;

const first = Array.from({ length: count }, (_, at) => `message ${at + 1}`);

function List() {
  const scroller = useRef<HTMLDivElement>(null);
  const [messages, setMessages] = useState<readonly string[]>(first);
  const [text, setText] = useState('');
  const add = (message: string) => setMessages((old) => [...old, message]);
  useEffect(() => {
    const arrive = (event: Event) => add(String((event as CustomEvent<unknown>).detail));
    addEventListener('arrive', arrive);
    return () => removeEventListener('arrive', arrive);
  }, []);
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Enter') return;
    add(text);
    setText('');
  };
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: true,
  });
  useLayoutEffect(() => list.scrollToEnd(), [list]);
  return (
    <>
      <div ref={scroller} className="messages">
        <ol style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => (
            <li
              key={item.key}
              data-index={item.index}
              ref={list.measureElement}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {messages[item.index]}
            </li>
          ))}
        </ol>
      </div>
      <textarea value={text} onChange={({ target }) => setText(target.value)} onKeyDown={onKey} />
    </>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<List />);
