// Line icons of our own, 24 by 24, in the colour of the text around them.
const paths = {
  back: 'M15 5l-7 7 7 7',
  people:
    'M16 20v-1a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v1M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M21 20v-1a4 4 0 0 0-3-3.8M15.5 4.2a3.5 3.5 0 0 1 0 6.6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-8-5 16-3-7z',
  down: 'M12 5v14M6 13l6 6 6-6',
  check: 'M5 13l4 4L19 7',
  close: 'M6 6l12 12M18 6L6 18',
  edit: 'M4 20h4L19 9l-4-4L4 16z',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  message: 'M4 5h16v11H9l-5 4z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  whisper: 'M4 5h16v11H9l-5 4zM9 11h.01M12 11h.01M15 11h.01',
  device: 'M4 5h16v11H4zM9 20h6',
  keyboard:
    'M3 7h18v11H3zM7 10.500h.01M11 10.500h.01M15 10.500h.01M17 14.500h.01M7 14.500h.01M10 14.500h4',
  contacts:
    'M6 4h13v16H6zM3 8h3M3 12h3M3 16h3M12.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4M9 16.5a3.5 3.5 0 0 1 7 0',
  moments:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12.0 7.8L4.4 7.2M15.6 9.9L12.3 3.0M15.6 14.1L19.9 7.8M12.0 16.2L19.6 16.8M8.4 14.1L11.7 21.0M8.4 9.9L4.1 16.2',
  games:
    'M8 7h8a5 5 0 0 1 4.9 6l-.6 3a2.6 2.6 0 0 1-4.6 1l-1.5-2h-4.4l-1.5 2a2.6 2.6 0 0 1-4.6-1l-.6-3A5 5 0 0 1 8 7M8 10v3M6.500 11.500h3M15.500 10.500h.01M17.500 12.500h.01',
  heart:
    'M12 20s-7.500-4.600-7.500-10A4.200 4.200 0 0 1 12 7.500 4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15.500 9.500h.01',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 21h4',
  block: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.700 5.700l12.600 12.600',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8h.01',
  next: 'M9 5l7 7-7 7',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3.500 12h17M12 3c2.500 2.500 3.600 5.500 3.600 9s-1.100 6.500-3.600 9c-2.500-2.500-3.600-5.500-3.600-9s1.100-6.500 3.600-9',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  smile:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.500 14.500a4.500 4.500 0 0 0 7 0M9 9.500h.01M15 9.500h.01',
  reply: 'M9 6l-5 5 5 5M4 11h9a6 6 0 0 1 6 6v2',
  forward: 'M15 6l5 5-5 5M20 11h-9a6 6 0 0 0-6 6v2',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6',
  select: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12l3 3 5-6',
  undo: 'M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3',
  poll: 'M5 20V10M12 20V4M19 20v-7',
  at: 'M16 8v5a2.500 2.500 0 0 0 5 0v-1a9 9 0 1 0-3.500 7.100M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
