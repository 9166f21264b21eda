/**
 * Where what floats above the page belongs to, so that those who go from landmark to landmark find it: the dialog that is
 * open, else the view.
 */
export function landmark(): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>('[role="dialog"][data-state="open"]') ??
    document.querySelector('main')
  );
}
