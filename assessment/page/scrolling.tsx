import type { ComponentChildren } from "preact";

/** A region for wide content, which scrolls by itself, with the keyboard too. */
export function Scrolling({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
