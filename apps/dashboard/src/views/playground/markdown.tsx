import ReactMarkdown, { type Components } from 'react-markdown';
import styles from './answer.module.css';

/** Links lead out; pictures become links: a page that a model writes must not have the browser fetch anything. */
const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ),
  img: ({ src, alt }) =>
    typeof src === 'string' ? (
      <a href={src} target="_blank" rel="noreferrer">
        {alt === undefined || alt === '' ? src : alt}
      </a>
    ) : null,
  // Keys must reach what is scrolled.
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  // The page has its own headings.
  h1: ({ children }) => <p className={styles.heading}>{children}</p>,
  h2: ({ children }) => <p className={styles.heading}>{children}</p>,
  h3: ({ children }) => <p className={styles.heading}>{children}</p>,
  h4: ({ children }) => <p className={styles.heading}>{children}</p>,
};

/** What a model wrote. HTML in it is text. */
export function Markdown({ text }: { readonly text: string }) {
  return <ReactMarkdown components={components}>{text}</ReactMarkdown>;
}
