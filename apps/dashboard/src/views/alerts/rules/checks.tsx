import styles from '../alerts.module.css';

export interface ChecksProps {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Said where there is nothing to choose. */
  readonly empty: string;
  readonly error: string | undefined;
}

/** Some of several. What was chosen stays a choice, though nobody knows it any more. */
export function Checks({ label, choices, chosen, onChange, empty, error }: ChecksProps) {
  const unknown = chosen.filter((id) => !choices.some((choice) => choice.id === id));
  const all = [...choices, ...unknown.map((id) => ({ id, label: id }))];
  return (
    <>
      {all.length === 0 ? (
        <p className={styles.faint}>{empty}</p>
      ) : (
        <ul className={styles.checks} aria-label={label}>
          {all.map((choice) => (
            <li key={choice.id}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(choice.id)}
                  onChange={({ currentTarget: { checked } }) =>
                    onChange(checked ? [...chosen, choice.id] : chosen.filter((id) => id !== choice.id))
                  }
                />
                {choice.label}
              </label>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && (
        <p role="alert" className={styles.wrong}>
          {error}
        </p>
      )}
    </>
  );
}
