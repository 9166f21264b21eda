/** What is to be said, before it is written for one kind of receiver. All texts are plain, of one line each. */
export interface Message {
  readonly title: string;
  readonly tone: 'critical' | 'warning' | 'info' | 'resolved' | 'test';
  readonly blocks: readonly MessageBlock[];
  /** What did not fit, in words; empty where everything did. */
  readonly more: string;
}

export interface MessageBlock {
  /** Empty where the title says it. */
  readonly heading: string;
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly label: string;
  readonly text: string;
  /** Where the text leads: http or https. */
  readonly url?: string;
}
