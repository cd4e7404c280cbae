import type { Part } from "./architecture";
import { contentHeight, padding } from "./box-content";
import type { DrawnBox, DrawnLine, DrawnText, Drawing } from "./drawing";

/** A drawing as inline SVG, with a text alternative that lists the same facts. */
export function Figure({ drawing }: { readonly drawing: Drawing }) {
  const { environment, width, height, architecture } = drawing;
  const id = `drawing-${environment}`;
  return (
    <figure class="drawing">
      <div class="scroll" tabIndex={0} role="region" aria-label={`Drawing of ${environment}`}>
        <svg
          xmlns="http://www.w3.org/2000/svg"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-labelledby={`${id}-title ${id}-description`}
        >
          <title id={`${id}-title`}>{`Architecture of ${environment}`}</title>
          <desc id={`${id}-description`}>{description(drawing)}</desc>
          {drawing.boxes.map((box) => (
            <Box key={box.id} box={box} />
          ))}
          {drawing.lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </svg>
      </div>
      <figcaption>
        <details>
          <summary>{`The drawing of ${environment} as text`}</summary>
          <Parts parts={architecture.parts} />
          <Connections drawing={drawing} />
        </details>
      </figcaption>
    </figure>
  );
}

function description({ environment, architecture: { parts, links } }: Drawing): string {
  const titles = parts.map(({ title }) => title).join("; ");
  return `${environment} consists of: ${titles}. ${links.length} connections. The text below the drawing lists everything in it.`;
}

function Box({ box }: { readonly box: DrawnBox }) {
  const { kind, isContainer, x, y, width, height, texts, tooltip } = box;
  return (
    <g class={`box ${kind}${isContainer ? " container" : ""}`}>
      <title>{tooltip}</title>
      <rect x={x} y={y} width={width} height={height} rx={6} />
      {texts.map((text) => (
        <Text key={text.y} text={text} frame={{ x: x + padding, width: width - 2 * padding }} />
      ))}
    </g>
  );
}

function Text({
  text,
  frame,
}: {
  readonly text: DrawnText;
  readonly frame: { readonly x: number; readonly width: number };
}) {
  if (text.role !== "content")
    return (
      <text x={text.x} y={text.y} class={text.role}>
        {text.text}
      </text>
    );
  return (
    <>
      <rect class="content" x={frame.x} y={text.y - 15} width={frame.width} height={contentHeight - 3} rx={4} />
      <text x={text.x + 6} y={text.y} class="content">
        {text.text}
      </text>
    </>
  );
}

function Line({ line: { points, label, tooltip } }: { readonly line: DrawnLine }) {
  return (
    <g class="line">
      <title>{tooltip}</title>
      <polyline points={points.map((point) => point.join(",")).join(" ")} />
      <ArrowHead points={points} />
      {label && (
        <text x={label.x} y={label.y}>
          {label.text}
        </text>
      )}
    </g>
  );
}

function ArrowHead({ points }: Pick<DrawnLine, "points">) {
  const [before, end] = points.slice(-2);
  if (!before || !end) return null;
  const [x, y] = end;
  const [dx, dy] = [Math.sign(x - before[0]), Math.sign(y - before[1])];
  const back = (side: number): string => `${x - 7 * dx + 4 * side * dy},${y - 7 * dy + 4 * side * dx}`;
  return <polygon points={`${x},${y} ${back(1)} ${back(-1)}`} />;
}

function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <ul>
      {parts.map(({ id, title, facts, contents = [], children = [] }) => (
        <li key={id}>
          <strong>{title}</strong>
          {[...facts, ...contents].length > 0 && `: ${[...facts, ...contents].join("; ")}`}
          {children.length > 0 && <Parts parts={children} />}
        </li>
      ))}
    </ul>
  );
}

function Connections({ drawing: { architecture } }: { readonly drawing: Drawing }) {
  const titles = new Map(architecture.parts.flatMap((part) => titlesOf(part)));
  return (
    <>
      <p>Connections:</p>
      <ul>
        {architecture.links.map(({ from, to, label }, index) => (
          <li
            key={index}
          >{`${titles.get(from) ?? from} → ${titles.get(to) ?? to}${label === "" ? "" : ` (${label})`}`}</li>
        ))}
      </ul>
    </>
  );
}

function titlesOf(part: Part, zone?: string): readonly (readonly [string, string])[] {
  const place = zone === undefined ? "" : ` in ${zone.toLowerCase()}`;
  return [
    [part.id, `${part.title}${place}`],
    ...(part.children ?? []).flatMap((child) => titlesOf(child, part.kind === "zone" ? part.title : undefined)),
  ];
}
