/** What a rule's action may do to the service. */
export interface EngineSwitcher {
  /** The engine in force, and the number of the switch that brought it. */
  current(): { readonly engine: string; readonly epoch: number };
  /**
   * Rejects when the switch is refused: target unknown, not healthy, or another switch came first.
   * @param rule - the id of the rule that asks for it.
   */
  switch(engine: string, reason: string, rule: string): Promise<{ readonly epoch: number }>;
  /** Whether an engine could serve, in force or not. A rejection counts as no. */
  healthy(engine: string): Promise<boolean>;
}
