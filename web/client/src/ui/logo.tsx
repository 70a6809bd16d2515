/** A ground plan: three walls and a door. */
export function Logo({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={`${className} shrink-0`}>
      <rect width="32" height="32" rx="7" fill="var(--blue)" />
      <path d="M7 7h18v18h-7m-5 0H7V7m0 9h8m4 0h6M15 7v4" fill="none" stroke="var(--on-blue)" strokeWidth="2.2" strokeLinecap="square" />
    </svg>
  );
}
