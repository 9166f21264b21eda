import { dashOf, type ChartLine } from './chart.js';

/** What makes a chart look as it does, and comes from style sheets. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'text-anchor',
] as const;
const SCALE = 2;
/** Pixels above the chart, for its title and legend. */
const HEAD = 30;

/**
 * A picture of a chart as it is shown now, on the background of the page.
 * @throws Error when the browser cannot draw it
 */
export async function toPng(chart: SVGSVGElement, title: string, lines: readonly ChartLine[]): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect();
  const copy = withLooks(chart);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const source = new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
  const url = URL.createObjectURL(source);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SCALE;
    canvas.height = (height + HEAD) * SCALE;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser cannot draw.');
    context.scale(SCALE, SCALE);
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, width, height + HEAD);
    drawHead(context, title, lines);
    context.drawImage(image, 0, HEAD);
    return await toBlob(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function drawHead(context: CanvasRenderingContext2D, title: string, lines: readonly ChartLine[]): void {
  const page = getComputedStyle(document.body);
  const middle = HEAD / 2;
  let x = 12;
  const write = (text: string, weight: number) => {
    context.font = `${weight} 12px ${page.fontFamily}`;
    context.fillText(text, x, middle);
    x += context.measureText(text).width;
  };
  context.fillStyle = page.color;
  context.textBaseline = 'middle';
  write(title, 600);
  for (const [i, line] of lines.entries()) {
    x += 16;
    context.strokeStyle = page.getPropertyValue(`--series-${line.color}`);
    context.lineWidth = 2;
    context.setLineDash(dashOf(line, i).split(' ').filter(Boolean).map(Number));
    context.beginPath();
    context.moveTo(x, middle);
    context.lineTo(x + 18, middle);
    context.stroke();
    x += 24;
    write(line.label, 400);
  }
}

function toBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('No picture.')) : resolve(blob)), 'image/png');
  });
}

/** A copy that looks the same without the page's style sheets. */
function withLooks(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [from, to] = [chart.querySelectorAll('*'), copy.querySelectorAll<SVGElement>('*')];
  from.forEach((element, i) => {
    const looks = getComputedStyle(element);
    for (const look of LOOKS) to[i]?.style.setProperty(look, looks.getPropertyValue(look));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return copy;
}
