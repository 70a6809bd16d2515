/** The few signs of the page, drawn on a 20 × 20 grid. They stand beside words and say nothing to a screen reader. */
import type { ReactNode } from "react";

interface IconProps {
  className?: string;
}

function Icon({ children, className = "" }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="16"
      height="16"
      aria-hidden="true"
      className={`${className} shrink-0`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export const ArrowUp = (props: IconProps) => <Icon {...props}><path d="M10 16V4m-5 5 5-5 5 5" /></Icon>;
export const ArrowDown = (props: IconProps) => <Icon {...props}><path d="M10 4v12m5-5-5 5-5-5" /></Icon>;
export const ArrowRight = (props: IconProps) => <Icon {...props}><path d="M4 10h12m-5-5 5 5-5 5" /></Icon>;
export const Check = (props: IconProps) => <Icon {...props}><path d="m4.5 10.5 3.5 3.5 7.5-8" /></Icon>;
export const Chevron = (props: IconProps) => <Icon {...props}><path d="m7 4.5 5.5 5.5L7 15.5" /></Icon>;
export const Close = (props: IconProps) => <Icon {...props}><path d="m5 5 10 10M15 5 5 15" /></Icon>;
export const Copy = (props: IconProps) => <Icon {...props}><rect x="7" y="7" width="9" height="9" rx="1.5" /><path d="M13 7V5.5A1.5 1.5 0 0 0 11.5 4h-6A1.5 1.5 0 0 0 4 5.5v6A1.5 1.5 0 0 0 5.5 13H7" /></Icon>;
export const Download = (props: IconProps) => <Icon {...props}><path d="M10 3.5v9m-4-3.5 4 4 4-4M4 16.5h12" /></Icon>;
export const Pencil = (props: IconProps) => <Icon {...props}><path d="m4 16 .8-3.2L13.2 4.4a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2L7.2 15.2z" /></Icon>;
export const PinIcon = (props: IconProps) => <Icon {...props}><path d="M7 3.5h6l-.7 5 2.2 2.7h-9L7.7 8.5zM10 11.2v5.3" /></Icon>;
export const Undo = (props: IconProps) => <Icon {...props}><path d="M4.5 8.5H12a4 4 0 0 1 0 8H8m-3.5-8 3.3-3.3M4.5 8.5l3.3 3.3" /></Icon>;
export const ChatIcon = (props: IconProps) => <Icon {...props}><path d="M3.5 5.5a1.5 1.5 0 0 1 1.5-1.5h10a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-3.5 2.7V14H5a1.5 1.5 0 0 1-1.5-1.5z" /></Icon>;
export const PlanIcon = (props: IconProps) => <Icon {...props}><path d="M3.5 3.5h13v13h-4.5m-3 0H3.5zm0 6.5H9m3 0h4.5M9 3.5v3" /></Icon>;
export const FactsIcon = (props: IconProps) => <Icon {...props}><path d="M4 5.5h5m3 0h4M4 10h2m3 0h7M4 14.5h7m3 0h2" /></Icon>;
export const LanesIcon = (props: IconProps) => <Icon {...props}><path d="M3 5h5m3 0h6M3 10h9m3 0h2M3 15h3m3 0h8M13 2.5v15" /></Icon>;
export const ForkIcon = (props: IconProps) => <Icon {...props}><path d="M10 17v-6m0 0L4.5 4.5M10 11l5.5-6.5M4 8V4h4m4 0h4v4" /></Icon>;
