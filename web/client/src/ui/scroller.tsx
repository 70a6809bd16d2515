import { type ReactNode, useEffect, useRef, useState } from "react";

interface ScrollerProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/** A box whose content may be wider than the page. Only while it is, the keyboard can reach it to scroll. */
export function Scroller({ label, className = "", children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={box} className={`overflow-x-auto overscroll-x-contain ${className}`} {...(overflows && { tabIndex: 0, role: "group", "aria-label": label })}>
      {children}
    </div>
  );
}
