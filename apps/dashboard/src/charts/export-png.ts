/** What makes a chart look as it does, and comes from style sheets. */
const LOOKS = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font',
  'text-anchor',
] as const;
const SCALE = 2;

/**
 * A picture of a chart as it is shown now, on the background of the page.
 * @throws Error when the browser cannot draw it
 */
export async function toPng(chart: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect();
  const heading = 28;
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
    canvas.height = (height + heading) * SCALE;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser cannot draw.');
    const style = getComputedStyle(document.documentElement);
    context.scale(SCALE, SCALE);
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, width, height + heading);
    context.fillStyle = getComputedStyle(document.body).color;
    context.font = `600 13px ${style.fontFamily}`;
    context.fillText(title, 12, 19);
    context.drawImage(image, 0, heading);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('No picture.')) : resolve(blob)),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
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
