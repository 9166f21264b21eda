/** A character that the service can take on, as read from its JSON file and validated. */
export interface Personality {
  readonly id: string;
  readonly name: string;
  /** Prompt, traits and examples as the one system message that the model sees; built when the file is read. */
  readonly systemMessage: string;
  /** Server tools that its turns may use, with the description to show instead, if any. Absent: all of them. */
  readonly allowedTools?: ReadonlyMap<string, string | undefined>;
}

export interface PersonalitySource {
  /** Grows whenever a personality changes. */
  readonly version: number;
  list(): readonly Personality[];
  get(id: string): Personality | undefined;
}
