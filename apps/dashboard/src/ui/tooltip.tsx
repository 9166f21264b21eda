import {
  cloneElement,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  type DOMAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import { landmark } from './landmark.js';
import { place, type Side } from './place.js';
import styles from './tooltip.module.css';
import { useHint } from './use-hint.js';

type AnchorProps = DOMAttributes<HTMLElement> & { readonly 'aria-describedby'?: string };

export interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string;
  readonly side?: Side;
  /** One element that can have the focus, and takes what elements take. */
  readonly children: ReactElement<AnchorProps>;
}

/** A hint for what points at, or has the focus. Never the only place where something is said. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  const id = useId();
  const hint = useHint();
  const own = children.props;
  return (
    <>
      {cloneElement(children, {
        ...(hint.anchor !== null && { 'aria-describedby': id }),
        onPointerEnter(event) {
          own.onPointerEnter?.(event);
          if (event.pointerType !== 'touch') hint.pointAt(event.currentTarget);
        },
        onPointerLeave(event) {
          own.onPointerLeave?.(event);
          hint.leave();
        },
        onPointerDown(event) {
          own.onPointerDown?.(event);
          hint.press();
        },
        onClick(event) {
          own.onClick?.(event);
          // Why it cannot be used: on a phone, nothing points and does not press.
          if (event.currentTarget.ariaDisabled === 'true') hint.open(event.currentTarget);
        },
        onFocus(event) {
          own.onFocus?.(event);
          hint.focus(event.currentTarget);
        },
        onBlur(event) {
          own.onBlur?.(event);
          hint.close();
        },
      })}
      {hint.anchor !== null && (
        <Hint
          id={id}
          anchor={hint.anchor}
          side={side}
          onClose={hint.close}
          onStay={hint.stay}
          onLeave={hint.leave}
        >
          <span>{text}</span>
          {shortcut !== undefined && <kbd>{shortcut}</kbd>}
        </Hint>
      )}
    </>
  );
}

interface HintProps {
  readonly id: string;
  readonly anchor: HTMLElement;
  readonly side: Side;
  readonly onClose: () => void;
  readonly onStay: () => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

function Hint({ id, anchor, side, onClose, onStay, onLeave, children }: HintProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    // Within what is moved itself, as a dialog is, 0 is not the corner of the page.
    const { left, top, width, height } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const seen = { width: clientWidth, height: clientHeight };
    const [x, y] = place(anchor.getBoundingClientRect(), { width, height }, side, seen);
    element.style.translate = `${x - left}px ${y - top}px`;
  }, [anchor, side]);
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // It closes what is on top, and not the dialog below.
      event.stopPropagation();
      onClose();
    };
    window.addEventListener('keydown', escape, { capture: true });
    window.addEventListener('scroll', onClose, { capture: true, passive: true });
    return () => {
      window.removeEventListener('keydown', escape, { capture: true });
      window.removeEventListener('scroll', onClose, { capture: true });
    };
  }, [onClose]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      className={styles.tooltip}
      onPointerEnter={onStay}
      onPointerLeave={onLeave}
    >
      {children}
    </div>,
    landmark() ?? document.body,
  );
}
