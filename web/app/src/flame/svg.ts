import { type Box, eachBox, FONT, newBox, ROW, type Scene } from './scene';

/** The visible part of a flame graph as an SVG document; titles hold what the page's tip says. */
export function svgOf(
  scene: Scene,
  heading: string,
  background: string,
  titleOf: (node: number) => string,
): string {
  const top = 28;
  const height = top + scene.layout.depths * ROW;
  const { palette, width } = scene;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="JetBrains Mono, monospace" font-size="${FONT}">`,
    `<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7 7 -1" stroke="${palette.hatch}"/></pattern></defs>`,
    `<rect width="${width}" height="${height}" fill="${background}"/>`,
    `<text x="4" y="18" fill="${palette.text}">${escaped(heading)}</text>`,
  ];
  const box = newBox();
  for (let depth = 0; depth < scene.layout.depths; depth++) {
    eachBox(scene, depth, box, (drawn) => {
      out.push(boxSvg(drawn, top + depth * ROW, titleOf));
    });
  }
  out.push('</svg>');
  return out.join('\n');
}

function boxSvg(box: Box, y: number, titleOf: (node: number) => string): string {
  const place = `x="${box.x.toFixed(2)}" y="${y}" width="${box.width.toFixed(2)}" height="${ROW - 1}"`;
  const dim = box.dim ? ' opacity="0.38"' : '';
  const title = box.node >= 0 ? `<title>${escaped(titleOf(box.node))}</title>` : '';
  const parts = [`<g${dim}>${title}<rect ${place} fill="${box.fill}"/>`];
  if (box.hatched) parts.push(`<rect ${place} fill="url(#h)"/>`);
  if (box.label) {
    const at = `x="${box.labelX.toFixed(2)}" y="${y + 12.5}"`;
    parts.push(`<text ${at} fill="${box.labelFill}">${escaped(box.label)}</text>`);
  }
  parts.push('</g>');
  return parts.join('');
}

/** Escapes for XML text; characters XML 1.0 cannot hold are replaced. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd');
}
