export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Size = Pick<Box, 'width' | 'height'>;
export type Point = readonly [x: number, y: number];
export type Side = 'top' | 'right' | 'bottom' | 'left';

const OPPOSITE: Readonly<Record<Side, Side>> = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' };
/** Pixels between the two. */
const GAP = 6;
/** Pixels to the edges of what can be seen. */
const MARGIN = 8;

/**
 * Where something floats beside what it belongs to: on the side that was asked for if there is room, else on the other
 * one, and never beyond the edges.
 */
export function place(anchor: Box, size: Size, side: Side, seen: Size): Point {
  const chosen = hasRoom(anchor, size, side, seen) || !hasRoom(anchor, size, OPPOSITE[side], seen);
  const [x, y] = beside(anchor, size, chosen ? side : OPPOSITE[side]);
  return [within(x, size.width, seen.width), within(y, size.height, seen.height)];
}

function beside({ left, top, width, height }: Box, size: Size, side: Side): Point {
  const x = left + (width - size.width) / 2;
  const y = top + (height - size.height) / 2;
  switch (side) {
    case 'top':
      return [x, top - GAP - size.height];
    case 'bottom':
      return [x, top + height + GAP];
    case 'left':
      return [left - GAP - size.width, y];
    case 'right':
      return [left + width + GAP, y];
  }
}

function hasRoom({ left, top, width, height }: Box, size: Size, side: Side, seen: Size): boolean {
  const room = { top, left, bottom: seen.height - top - height, right: seen.width - left - width }[side];
  return room >= GAP + MARGIN + (side === 'top' || side === 'bottom' ? size.height : size.width);
}

function within(at: number, long: number, room: number): number {
  return Math.round(Math.max(MARGIN, Math.min(at, room - MARGIN - long)));
}
