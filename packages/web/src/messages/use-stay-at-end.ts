import { useEffect, type RefObject } from 'react';
import { endNear, type List } from './list.ts';

/** When something above or below takes room from the list (a pin, a banner, a longer text), who was at the end stays there. */
export function useStayAtEnd(scroller: RefObject<HTMLElement | null>, list: List): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // Where it opens is not decided here.
    let isAtEnd = false;
    // Only scrolling tells: by a change of its height alone nobody leaves the end.
    const look = () => {
      isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endNear;
    };
    const observer = new ResizeObserver(() => {
      if (isAtEnd) list.scrollToEnd();
    });
    element.addEventListener('scroll', look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, list]);
}
