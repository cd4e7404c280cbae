import type { Drawing } from "../drawing/drawing";
import { Figure } from "../drawing/figure";
import { Panels } from "./panels";

/** The drawing of each environment. */
export function Architectures({ drawings }: { readonly drawings: readonly Drawing[] }) {
  const panels = drawings.map((drawing) => ({ name: drawing.environment, content: <Figure drawing={drawing} /> }));
  return (
    <>
      <p>
        Drawn from the synthesized blocks. A line leads from what uses to what is used; an unlabelled line is a network
        connection.
      </p>
      <Panels of="architecture" panels={panels} />
    </>
  );
}
