import { type RefObject, useEffect, useState } from "react";

/** How near the end still counts as reading the newest. */
const NEAR = 80;

/** Keeps a list at its end while the reader is there; one who has scrolled up is left alone and told that there is more. */
export function useFollow(box: RefObject<HTMLElement | null>): { behind: boolean; catchUp: () => void } {
  const [behind, setBehind] = useState(false);

  const catchUp = () => box.current?.scrollTo({ top: box.current.scrollHeight });

  useEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let following = true;
    let top = element.scrollTop;
    const isNear = () => element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    const onScroll = () => {
      // Only going up is leaving: while lines stream in, the end moves away from a reader who is following it.
      if (isNear()) following = true;
      else if (element.scrollTop < top) following = false;
      top = element.scrollTop;
      if (following) setBehind(false);
    };
    const observer = new ResizeObserver(() => {
      if (following) element.scrollTo({ top: element.scrollHeight });
      else setBehind(!isNear());
    });
    observer.observe(content);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [box]);

  return { behind, catchUp };
}
