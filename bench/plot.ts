import type { Growth } from "./growth";

const width = 640;
const height = 320;
const margin = 56;

/** An SVG plot of time, on the left axis, and peak memory, on the right one, by number of environments. */
export function plot(growth: readonly Growth[]): string {
  const most = Math.max(...growth.map(({ environments }) => environments));
  const x = (environments: number) => margin + (environments / most) * (width - 2 * margin);
  const lines = [
    { name: "seconds", color: "#0b62a4", anchor: "end", at: margin - 6, values: growth.map(({ seconds }) => seconds) },
    {
      name: "MiB",
      color: "#b3541e",
      anchor: "start",
      at: width - margin + 6,
      values: growth.map(({ mebibytes }) => mebibytes),
    },
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<path d="M${margin} ${margin}V${height - margin}H${width - margin}V${margin}" fill="none" stroke="gray"/>`,
    ...growth
      .filter(({ environments }) => environments >= 10)
      .map(({ environments }) => text(x(environments), height - margin + 18, "middle", "black", environments)),
    text(width / 2, height - 14, "middle", "black", "environments, each in its own account"),
    ...lines.flatMap(({ name, color, anchor, at, values }) => {
      const top = roundUp(Math.max(...values));
      const y = (value: number) => height - margin - (value / top) * (height - 2 * margin);
      const points = growth.map(
        ({ environments }, index) => `${x(environments).toFixed(1)},${y(values[index] ?? 0).toFixed(1)}`,
      );
      return [
        text(at, margin - 14, anchor, color, name),
        ...[0, top / 2, top].map((tick) => text(at, y(tick) + 4, anchor, color, tick)),
        `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ];
    }),
    "</svg>",
    "",
  ].join("\n");
}

function text(x: number, y: number, anchor: string, color: string, value: string | number): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${color}">${value}</text>`;
}

/** The next number with one significant digit. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
